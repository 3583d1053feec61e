"""The table of callbacks: one item per phone that called lately; its index lists those who wait and those who did."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from callcard.domain.callbacks import LOOKS_BACK, Callback, CallbackState
from callcard.items import pack, reaching, unpack
from callcard.pages import Page, read_page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ROWS = TypeAdapter(Callback)
NOBODY_LASTS = timedelta(hours=1)  # a client who never waited is kept for what is fresh alone


class CallbacksTable:
    """Keeps callbacks; what nobody called about for two weeks goes by itself."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def get(self, phone: str) -> Callback:
        """Read the callback of a phone; one that is not kept yet has revision 0."""
        found = self._client.get_item(TableName=self._table, Key=pack({"phone": phone}), ConsistentRead=True)
        return _callback(found["Item"]) if "Item" in found else Callback(phone)

    @reaching()
    def save(self, callback: Callback, over: Callback, now: datetime) -> Callback | None:
        """Write a callback if the table still holds `over`; None when somebody was faster."""
        written = replace(callback, revision=over.revision + 1)
        held = {"ConditionExpression": "revision = :r", "ExpressionAttributeValues": pack({":r": over.revision})}
        new = {"ConditionExpression": "attribute_not_exists(phone)"}
        put: dict[str, Any] = {"TableName": self._table, "Item": _item(written, now)}
        try:
            self._client.put_item(**put, **(held if over.revision else new))
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return written

    @reaching()
    def listed(self, state: CallbackState, since: str, cursor: str | None, now: datetime) -> Page[Callback]:
        """List the open ones, the longest wait first, or the closed ones, the newest first and none before `since`."""
        ask = self._asking(state, since, now) | {"ScanIndexForward": state is CallbackState.OPEN}
        return read_page(partial(self._client.query, **ask), ("state", "moment", "phone"), _callback, cursor)

    @reaching()
    def waiting(self, now: datetime) -> dict[str, str]:
        """List the phones of those who wait and since when, the longest wait first."""
        items = self._all(self._asking(CallbackState.OPEN, "", now) | {"ProjectionExpression": "phone, #moment"})
        return {item["phone"]["S"]: item["moment"]["S"] for item in items}

    @reaching()
    def closed_since(self, since: str, now: datetime) -> list[Callback]:
        """List those whose waiting has ended since a time."""
        return [_callback(item) for item in self._all(self._asking(CallbackState.CLOSED, since, now))]

    def _all(self, ask: dict[str, Any]) -> list[dict[str, Any]]:
        pages = self._client.get_paginator("query").paginate(**ask)
        return [item for page in pages for item in page["Items"]]

    def _asking(self, state: CallbackState, since: str, now: datetime) -> dict[str, Any]:
        return {
            "TableName": self._table,
            "IndexName": "StateIndex",
            "KeyConditionExpression": "#state = :state AND #moment >= :since",
            # DynamoDB takes its time to remove what has expired
            "FilterExpression": "#ttl > :now",
            "ExpressionAttributeNames": {"#state": "state", "#moment": "moment", "#ttl": "ttl"},
            "ExpressionAttributeValues": pack(
                {":state": state.value, ":since": since or "0", ":now": int(now.timestamp())}
            ),
        }


def _item(callback: Callback, now: datetime) -> dict[str, Any]:
    waiting = callback.waiting
    values = ROWS.dump_python(callback, mode="json", exclude_defaults=True)
    values |= {"ttl": int((now + (LOOKS_BACK if callback.version else NOBODY_LASTS)).timestamp())}
    if waiting:
        last = max(attempt.known_at for attempt in waiting.attempts)
        values |= {"ttl": int((last + LOOKS_BACK).timestamp())}
        moment = waiting.closing.at if waiting.closing else waiting.since
        values |= {"state": callback.state.value, "moment": moment.isoformat(timespec="milliseconds")}
    return pack(values)


def _callback(item: dict[str, Any]) -> Callback:
    return ROWS.validate_python(unpack(item))
