"""The legs of one phone, newest first, by the phone index of the calls."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from callcard.call_items import call_of, phone_range
from callcard.domain.calls import Call
from callcard.domain.linking import Ending
from callcard.items import pack, reaching

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGE = 50
PAGES_AT_MOST = 10  # who calls more often than 500 times in two weeks is a machine


class PhoneLegs:
    """Reads what is known of a client's calls."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def lately(self, phone: str, since: datetime) -> list[Call]:
        """List the legs of a phone since a time, and perhaps some older; what was just written may be missing."""
        end, begin = phone_range(Ending(phone, whole=True))
        ask: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": "PhoneIndex",
            "KeyConditionExpression": "phone_end = :e AND begins_with(phone_key, :b)",
            "ExpressionAttributeValues": pack({":e": end, ":b": begin}),
            "ScanIndexForward": False,
            "Limit": PAGE,
        }
        legs: list[Call] = []
        for _ in range(PAGES_AT_MOST):
            found = self._client.query(**ask)
            legs += [call_of(item) for item in found["Items"]]
            start = found.get("LastEvaluatedKey")
            if not start or _older(legs[-1:], since):
                break
            ask |= {"ExclusiveStartKey": start}
        return legs


def _older(legs: list[Call], since: datetime) -> bool:
    # both clocks: the PBX's may be years off (protocol 3.2)
    return all(max(leg.started_at, leg.rung_at) < since for leg in legs)
