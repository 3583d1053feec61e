"""One-time tickets for sockets: items of State, stored hashed, consumed by a conditional delete."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from callcard.items import pack, reaching, unpack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a ticket was issued to, and the origin of the page that asked for it."""

    operator_id: str
    extension: str
    origin: str = ""


class TicketsTable:
    """Keeps tickets hashed; each can be taken once."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def put(self, ticket: str, holder: Holder, expires_at: datetime) -> None:
        """Keep a ticket until it is taken or expires."""
        row = {
            "pk": _pk(ticket),
            "operator_id": holder.operator_id,
            "extension": holder.extension,
            "origin": holder.origin,
            "ttl": int(expires_at.timestamp()),
        }
        self._client.put_item(TableName=self._table, Item=pack(row))

    @reaching()
    def take(self, ticket: str, now: datetime) -> Holder | None:
        """Consume a ticket; None when it is unknown, taken or expired."""
        try:
            taken = self._client.delete_item(
                TableName=self._table,
                Key=pack({"pk": _pk(ticket)}),
                ConditionExpression="#ttl >= :now",
                ExpressionAttributeNames={"#ttl": "ttl"},
                ExpressionAttributeValues=pack({":now": int(now.timestamp())}),
                ReturnValues="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        row: dict[str, Any] = unpack(taken["Attributes"])
        return Holder(row["operator_id"], row["extension"], row.get("origin", ""))


def _pk(ticket: str) -> str:
    return "ticket#" + sha256(ticket.encode("utf-8", "surrogatepass")).hexdigest()
