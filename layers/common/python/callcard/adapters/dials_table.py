"""When each operator did something last: what keeps a stolen login from dialling, or from asking, on and on."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from callcard.domain.tolls import MINUTE, pace
from callcard.items import pack, reaching, unpack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REMEMBERED = timedelta(minutes=4)  # after it counts no more
ATTEMPTS = 4  # who meets others' clicks as often as that is a flood


class DialsTable:
    """Counts what an operator did within a minute, or another span: began calls, as a rule."""

    def __init__(self, client: "DynamoDBClient", table: str, deed: str = "dials", span: timedelta = MINUTE) -> None:
        self._client, self._table, self._deed, self._span = client, table, deed, span

    @reaching()
    def take(self, operator_id: str, now: datetime, limit: int) -> bool:
        """Take one of the `limit` calls of any such span; False when they are used up."""
        for _ in range(ATTEMPTS):
            before = self._read(operator_id)
            after = pace([_moment(each) for each in before], now, limit, self._span)
            if after is None:
                return False
            if self._write(operator_id, before, [_written(each) for each in after], now):
                return True
        return False

    def _read(self, operator_id: str) -> list[int]:
        key = pack({"pk": f"{self._deed}#{operator_id}"})
        found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        return [int(each) for each in unpack(found.get("Item", {})).get("begun", [])]

    def _write(self, operator_id: str, before: list[int], after: list[int], now: datetime) -> bool:
        row: dict[str, Any] = {
            "pk": f"{self._deed}#{operator_id}",
            "begun": after,
            "ttl": int((now + self._span + REMEMBERED).timestamp()),
        }
        try:
            self._client.put_item(
                TableName=self._table,
                Item=pack(row),
                ConditionExpression="attribute_not_exists(pk) OR begun = :before",
                ExpressionAttributeValues=pack({":before": before}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _written(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
