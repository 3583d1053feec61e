"""The table of connections: one row per open tab, under the extension it shows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from callcard.items import pack, reaching, unpack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LIFETIME = timedelta(hours=2, minutes=15)  # API Gateway closes every socket after two hours


@dataclass(frozen=True, slots=True)
class Tab:
    """An open tab."""

    extension: str
    connection_id: str
    opened_at: datetime
    operator_id: str = ""


class ConnectionsTable:
    """Who is looking."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def add(self, extension: str, connection_id: str, operator_id: str, now: datetime) -> None:
        """Note a tab that opened."""
        row = {
            "extension": extension,
            "connection_id": connection_id,
            "operator_id": operator_id,
            "ttl": int((now + LIFETIME).timestamp()),
        }
        self._client.put_item(TableName=self._table, Item=pack(row))

    @reaching()
    def remove(self, extension: str, connection_id: str) -> None:
        """Forget exactly one tab."""
        key = {"extension": extension, "connection_id": connection_id}
        self._client.delete_item(TableName=self._table, Key=pack(key))

    @reaching()
    def at(self, extension: str) -> list[str]:
        """List the tabs open at an extension."""
        if not extension:
            return []
        found = self._client.query(
            TableName=self._table,
            KeyConditionExpression="extension = :e",
            ExpressionAttributeValues=pack({":e": extension}),
        )
        return [row["connection_id"]["S"] for row in found["Items"]]

    @reaching()
    def held(self, extension: str, operator_id: str) -> list[str]:
        """List the tabs that one operator has open at an extension, newly opened ones too."""
        found = self._client.query(
            TableName=self._table,
            KeyConditionExpression="extension = :e",
            FilterExpression="operator_id = :o",
            ExpressionAttributeValues=pack({":e": extension, ":o": operator_id}),
            ConsistentRead=True,
        )
        return [row["connection_id"]["S"] for row in found["Items"]]

    @reaching()
    def everyone(self, now: datetime) -> list[Tab]:
        """List all open tabs; there are as many as people at work, so the whole table is read."""
        pages = self._client.get_paginator("scan").paginate(TableName=self._table)
        tabs = [_tab(item) for page in pages for item in page["Items"]]
        return [tab for tab in tabs if tab.opened_at + LIFETIME > now]


def _tab(item: dict[str, Any]) -> Tab:
    row = unpack(item)
    opened_at = datetime.fromtimestamp(row["ttl"], UTC) - LIFETIME
    return Tab(row["extension"], row["connection_id"], opened_at, row.get("operator_id", ""))
