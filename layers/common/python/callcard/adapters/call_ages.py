"""How long each item of the table of calls is to be kept: read and set item by item, beside all who write them."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from callcard.items import pack, reaching, unpack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Key = dict[str, str]
TTL = {"#ttl": "ttl"}


@dataclass(frozen=True, slots=True)
class Aged:
    """A leg or what is kept beside it; `came_at` is a leg's own, `until` in seconds since 1970."""

    callid: str
    leg: str
    came_at: datetime | None
    until: int | None


class CallAges:
    """Walks through the table of calls."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def page(self, start: Key | None, limit: int) -> tuple[list[Aged], bool]:
        """List the items after one, those of one call together, and say whether there are more."""
        after: dict[str, Any] = {"ExclusiveStartKey": pack(start)} if start else {}
        found = self._client.scan(
            TableName=self._table,
            ProjectionExpression="callid, leg, rung_at, #ttl",
            ExpressionAttributeNames=TTL,
            ConsistentRead=True,
            Limit=limit,
            **after,
        )
        return [_aged(item) for item in found["Items"]], "LastEvaluatedKey" in found

    @reaching()
    def keep(self, one: Aged, until: int | None) -> None:
        """Set until when an item is kept (None: for ever), if it is still there."""
        update: dict[str, Any] = {"UpdateExpression": "REMOVE #ttl"}
        if until is not None:
            update = {"UpdateExpression": "SET #ttl = :until", "ExpressionAttributeValues": pack({":until": until})}
        try:
            self._client.update_item(
                TableName=self._table,
                Key=pack({"callid": one.callid, "leg": one.leg}),
                ConditionExpression="attribute_exists(callid)",
                ExpressionAttributeNames=TTL,
                **update,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return


def _aged(item: dict[str, Any]) -> Aged:
    values = unpack(item)
    came_at = datetime.fromisoformat(values["rung_at"]) if "rung_at" in values else None
    return Aged(values["callid"], values["leg"], came_at, values.get("ttl"))
