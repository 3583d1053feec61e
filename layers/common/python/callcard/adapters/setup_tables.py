"""What the administrator set up: operators in their own table, settings and lines as two items of State."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from callcard.domain.cards import Settings
from callcard.domain.setup import Operator, Setup
from callcard.items import pack, reaching, unpack
from callcard.waves import soon

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SETTINGS = TypeAdapter(Settings)


class SetupTables:
    """Reads the whole setup in one wave, and writes its parts."""

    def __init__(self, client: "DynamoDBClient", state: str, operators: str) -> None:
        self._client, self._state, self._operators = client, state, operators

    @reaching()
    def read(self) -> Setup:
        """Read settings, lines and operators at once; raises UnavailableError."""
        settings, lines = soon(lambda: self._value("settings")), soon(lambda: self._value("lines"))
        operators = self.operators()
        chosen = SETTINGS.validate_python(settings.result() or {})
        return Setup(chosen, tuple(operators), lines.result() or {})

    @reaching()
    def operators(self) -> list[Operator]:
        """List all operators, the inactive ones too, by name."""
        pages = self._client.get_paginator("scan").paginate(TableName=self._operators, ConsistentRead=True)
        rows = [unpack(item) for page in pages for item in page["Items"]]
        return sorted((Operator(**row) for row in rows), key=lambda operator: operator.name)

    @reaching()
    def save_operator(self, operator: Operator) -> None:
        """Write an operator."""
        self._client.put_item(TableName=self._operators, Item=pack(asdict(operator)))

    @reaching()
    def delete_operator(self, operator_id: str) -> None:
        """Remove an operator."""
        self._client.delete_item(TableName=self._operators, Key=pack({"operator_id": operator_id}))

    @reaching()
    def save_settings(self, settings: Settings) -> None:
        """Write the settings."""
        self._save("settings", SETTINGS.dump_python(settings, mode="json"))

    @reaching()
    def save_lines(self, lines: dict[str, str]) -> None:
        """Write the names of the lines."""
        self._save("lines", lines)

    def _save(self, pk: str, value: dict[str, Any]) -> None:
        self._client.put_item(TableName=self._state, Item=pack({"pk": pk, "value": value}))

    def _value(self, pk: str) -> dict[str, Any] | None:
        found = self._client.get_item(TableName=self._state, Key=pack({"pk": pk}), ConsistentRead=True)
        value: dict[str, Any] | None = unpack(found["Item"])["value"] if "Item" in found else None
        return value
