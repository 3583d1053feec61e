"""All legs of the table of calls, recorded or not, in the order in which we heard of them."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from callcard.call_items import LEGS, call_of
from callcard.domain.calls import Call
from callcard.items import pack, reaching
from callcard.pages import Page, read_page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PAGE = 20


class TimeIndex:
    """Reads the newest legs."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def newest(self, extension: str | None, cursor: str | None, since: datetime | None = None) -> Page[Call]:
        """List the newest legs, of one extension or of all, none before `since`; what is new may be missing."""
        only = {"FilterExpression": "#e = :e", "ExpressionAttributeNames": {"#e": "extension"}} if extension else {}
        condition = "legs = :all AND rung_at >= :since"
        values = {":all": LEGS, ":since": _stored(since) if since else "0", ":e": extension}
        ask: dict[str, Any] = self._ask(condition, values) | only
        return read_page(
            partial(self._client.query, **ask), ("legs", "rung_at", "callid", "leg"), call_of, cursor, PAGE
        )

    @reaching()
    def count_since(self, moment: datetime) -> int:
        """Count the legs that began since a moment."""
        values = {":all": LEGS, ":since": _stored(moment)}
        pages = self._client.get_paginator("query").paginate(
            **self._ask("legs = :all AND rung_at >= :since", values), Select="COUNT"
        )
        return sum(page["Count"] for page in pages)

    def _ask(self, condition: str, values: dict[str, Any]) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "IndexName": "TimeIndex",
            "KeyConditionExpression": condition,
            "ExpressionAttributeValues": pack(values),
            "ScanIndexForward": False,
        }


def _stored(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
