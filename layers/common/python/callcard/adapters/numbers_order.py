"""The whole phone index in its own order, for counts over the book."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from callcard.book_items import PIN
from callcard.items import pack, reaching, unpack
from callcard.turns import Pending, soon

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import QueryOutputTypeDef

DIGITS = "0123456789"


class NumbersInOrder:
    """Streams the numbers of all contacts: each request goes out while the page before it is worked on."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    def all(self) -> Iterator[tuple[str, str]]:
        """List (reversed digits, contact_id) of every number of every contact, in ascending order."""
        for digit in DIGITS:
            coming: Pending[QueryOutputTypeDef] | None = soon(partial(self._page, digit, {}))
            while coming:
                found = coming.result()
                start = found.get("LastEvaluatedKey")
                coming = soon(partial(self._page, digit, {"ExclusiveStartKey": start})) if start else None
                yield from (entry for item in found["Items"] if (entry := _entry(item))[1] != PIN)

    @reaching()
    def _page(self, digit: str, start: dict[str, Any]) -> "QueryOutputTypeDef":
        return self._client.query(
            TableName=self._table,
            KeyConditionExpression="last_digit = :d",
            ExpressionAttributeValues=pack({":d": digit}),
            ProjectionExpression="number_key",
            **start,
        )


def _entry(item: dict[str, Any]) -> tuple[str, str]:
    digits, _, contact_id = unpack(item)["number_key"].partition("#")
    return digits, contact_id
