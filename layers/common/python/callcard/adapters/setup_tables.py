"""What the administrator set up: operators in their own table; settings, lines and who changed them, items of State."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from callcard.domain.cards import Settings
from callcard.domain.history import History
from callcard.domain.setup import Operator, Setup
from callcard.items import pack, reaching, unpack, written
from callcard.rows import read_row, row_of
from callcard.turns import soon

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

HISTORY_KEY = pack({"pk": "history"})


class SetupTables:
    """Reads the whole setup in one wave, and writes its parts."""

    def __init__(self, client: "DynamoDBClient", state: str, operators: str) -> None:
        self._client, self._state, self._operators = client, state, operators

    @reaching()
    def read(self) -> Setup:
        """Read settings, lines and operators at once; raises UnavailableError."""
        settings, lines = soon(lambda: self._value("settings")), soon(lambda: self._value("lines"))
        operators = self.operators()
        chosen = read_row(Settings, settings.result() or {})
        return Setup(chosen, tuple(operators), lines.result() or {})

    @reaching()
    def operators(self) -> list[Operator]:
        """List all operators, the inactive ones too, by name."""
        pages = self._client.get_paginator("scan").paginate(TableName=self._operators, ConsistentRead=True)
        rows = [unpack(item) for page in pages for item in page["Items"]]
        return sorted((Operator(**row) for row in rows), key=lambda operator: operator.name)

    @reaching()
    def operator(self, operator_id: str) -> Operator | None:
        """Read one operator as it is now."""
        key = pack({"operator_id": operator_id})
        found = self._client.get_item(TableName=self._operators, Key=key, ConsistentRead=True)
        return Operator(**unpack(found["Item"])) if "Item" in found else None

    @reaching()
    def history(self) -> History:
        """Read who changed what."""
        found = self._client.get_item(TableName=self._state, Key=HISTORY_KEY, ConsistentRead=True)
        return read_row(History, unpack(found["Item"])) if "Item" in found else History()

    @reaching()
    def save_operator(self, operator: Operator, told: History | None = None) -> bool:
        """Write an operator and, at once with it, what the history becomes; False when that has grown meanwhile."""
        return self._write({"Put": {"TableName": self._operators, "Item": pack(asdict(operator))}}, told)

    @reaching()
    def delete_operator(self, operator_id: str, told: History | None = None) -> bool:
        """Remove an operator, likewise."""
        return self._write({"Delete": {"TableName": self._operators, "Key": pack({"operator_id": operator_id})}}, told)

    @reaching()
    def save_settings(self, settings: Settings, told: History | None = None) -> bool:
        """Write the settings, likewise."""
        return self._save("settings", row_of(settings), told)

    @reaching()
    def save_lines(self, lines: dict[str, str], told: History | None = None) -> bool:
        """Write the names of the lines, likewise."""
        return self._save("lines", lines, told)

    @reaching()
    def note(self, told: History | None) -> bool:
        """Write the history alone, for a change that is kept elsewhere."""
        return self._write(None, told)

    def _save(self, pk: str, value: dict[str, Any], told: History | None) -> bool:
        return self._write({"Put": {"TableName": self._state, "Item": pack({"pk": pk, "value": value})}}, told)

    def _write(self, change: dict[str, Any] | None, told: History | None) -> bool:
        writes: list[Any] = [write for write in (change, told and {"Put": self._put_history(told)}) if write]
        return written(self._client, writes)

    def _put_history(self, told: History) -> dict[str, Any]:
        return {
            "TableName": self._state,
            "Item": HISTORY_KEY | pack(row_of(told)),
            "ConditionExpression": "attribute_not_exists(pk) OR version = :before",
            "ExpressionAttributeValues": pack({":before": told.version - 1}),
        }

    def _value(self, pk: str) -> dict[str, Any] | None:
        found = self._client.get_item(TableName=self._state, Key=pack({"pk": pk}), ConsistentRead=True)
        value: dict[str, Any] | None = unpack(found["Item"])["value"] if "Item" in found else None
        return value
