"""Clicks that dial: the conditional write that lets one click dial at most once (design, invariant 4)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from callcard.items import pack, reaching, unpack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REMEMBERED = timedelta(days=1)
PENDING = "pending"


class ClicksTable:
    """Remembers each click of each operator and how it went."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def claim(self, operator_id: str, request_id: str, now: datetime) -> bool:
        """Take a click for oneself; False when it was taken before. Only who claims may dial."""
        row = {
            "pk": _pk(operator_id, request_id),
            "outcome": PENDING,
            "ttl": int((now + REMEMBERED).timestamp()),
        }
        try:
            self._client.put_item(TableName=self._table, Item=pack(row), ConditionExpression="attribute_not_exists(pk)")
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    @reaching()
    def settle(self, operator_id: str, request_id: str, failure: str | None) -> None:
        """Note how a click went: None when the PBX accepted it, else the PBX's words."""
        self._client.update_item(
            TableName=self._table,
            Key=pack({"pk": _pk(operator_id, request_id)}),
            UpdateExpression="SET outcome = :o, failure = :f",
            ExpressionAttributeValues=pack({":o": "failed" if failure is not None else "accepted"})
            | {":f": {"S": failure or ""}},
        )

    @reaching()
    def outcome(self, operator_id: str, request_id: str) -> tuple[bool, str | None]:
        """Tell whether a click is settled, and its failure (None: accepted)."""
        key = pack({"pk": _pk(operator_id, request_id)})
        found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        row = unpack(found.get("Item", {}))
        failed = row.get("outcome") == "failed"
        return row.get("outcome", PENDING) != PENDING, row.get("failure", "") if failed else None


def _pk(operator_id: str, request_id: str) -> str:
    return f"click#{operator_id}#{request_id}"
