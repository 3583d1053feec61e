"""The phone index: every number of every contact, its digits reversed, so that equal endings stand together."""

from typing import TYPE_CHECKING

from callcard.book_items import candidate_of
from callcard.domain.matching import NEIGHBOURS, Candidate
from callcard.items import pack, reaching
from callcard.turns import soon

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class NumbersTable:
    """Finds the numbers whose endings are nearest to a caller's; `consistent` for twice the price sees every write."""

    def __init__(self, client: "DynamoDBClient", table: str, *, consistent: bool = False) -> None:
        self._client, self._table, self._consistent = client, table, consistent

    @reaching()
    def near(self, number: str, k: int = NEIGHBOURS) -> list[Candidate]:
        """List up to 2k numbers around one in the order of reversed digits, in one wave of two requests.

        Of equal numbers the pin comes first: it is read whatever k is.
        """
        if not number:
            return []
        below = soon(lambda: self._neighbours(number, "<", k))
        return self._neighbours(number, ">=", k) + below.result()

    def _neighbours(self, number: str, side: str, k: int) -> list[Candidate]:
        found = self._client.query(
            TableName=self._table,
            KeyConditionExpression=f"last_digit = :d AND number_key {side} :n",
            ExpressionAttributeValues=pack({":d": number[-1], ":n": number[::-1]}),
            ScanIndexForward=side == ">=",
            Limit=k,
            ConsistentRead=self._consistent,
        )
        return [candidate_of(item) for item in found["Items"]]
