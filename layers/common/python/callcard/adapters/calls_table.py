"""The table of calls: every leg, each generation a row."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from callcard.call_items import call_item, call_of, phone_range
from callcard.domain.calls import Call
from callcard.domain.groups import Group
from callcard.domain.linking import Ending
from callcard.domain.retention import expires
from callcard.items import pack, reaching, written

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NEW = "attribute_not_exists(callid)"
TAKEN, RATING = "!taken", "!rating"  # beside the legs of a call; no extension begins so


class CallsTable:
    """Reads and advances call legs; what is written is kept as many days as the settings say at that moment."""

    def __init__(self, client: "DynamoDBClient", table: str, kept_days: Callable[[], int | None]) -> None:
        self._client, self._table, self._kept_days = client, table, kept_days

    @reaching()
    def group(self, callid: str) -> Group:
        """Read all that is known of a call."""
        found = self._client.query(
            TableName=self._table,
            KeyConditionExpression="callid = :c",
            ExpressionAttributeValues=pack({":c": callid}),
            ConsistentRead=True,
        )
        rating = next((item["rating"]["S"] for item in found["Items"] if item["leg"]["S"] == RATING), "")
        legs = [call_of(item) for item in found["Items"] if not item["leg"]["S"].startswith("!")]
        return Group(tuple(legs), rating)

    @reaching()
    def start(self, call: Call) -> bool:
        """Write a leg nobody has heard of, unread; False when the call is known and somebody took it already."""
        taken = {"TableName": self._table, "Key": _mark(call.callid, TAKEN), "ConditionExpression": NEW}
        return written(self._client, [{"Put": self._put(call, None)}, {"ConditionCheck": taken}])

    @reaching()
    def save(self, call: Call, over: Call | None) -> bool:
        """Write a leg if the table still holds `over` (None: nothing); False when somebody was faster."""
        put = self._put(call, over)
        if not _taken(call) or (over is not None and _taken(over)):
            return self._alone(put)
        mark = {"TableName": self._table, "Item": self._marked(call.callid, TAKEN, call.rung_at)}
        return written(self._client, [{"Put": put}, {"Put": mark}])

    @reaching()
    def keep_rating(self, callid: str, rating: str, at: datetime) -> None:
        """Keep the rating of a call; its legs take it from here."""
        rated = self._marked(callid, RATING, at) | pack({"rating": rating})
        self._client.put_item(TableName=self._table, Item=rated)
        # a leg that starts from now on looks here first; one that started before is seen by who settles the call
        self._client.put_item(TableName=self._table, Item=self._marked(callid, TAKEN, at))

    @reaching()
    def open_at(self, extension: str) -> list[Call]:
        """List the legs at an extension that have not ended, newest first."""
        found = self._client.query(
            TableName=self._table,
            IndexName="OpenIndex",
            KeyConditionExpression="open_extension = :e",
            ExpressionAttributeValues=pack({":e": extension}),
            ScanIndexForward=False,
            Limit=20,
        )
        return [call_of(item) for item in found["Items"]]

    @reaching()
    def ending_in(self, ending: Ending) -> list[Call]:
        """List the legs, open and past ones, whose number ends so; what was just written may be missing."""
        end, begin = phone_range(ending)
        return self._found("PhoneIndex", "phone_end = :e AND begins_with(phone_key, :b)", {":e": end, ":b": begin})

    @reaching()
    def recorded_with(self, contact_id: str) -> list[Call]:
        """List the journal records that name a contact; what was just written may be missing."""
        return self._found("ContactIndex", "journal_contact = :c", {":c": contact_id})

    def _found(self, index: str, condition: str, values: dict[str, Any]) -> list[Call]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=index,
            KeyConditionExpression=condition,
            ExpressionAttributeValues=pack(values),
        )
        return [call_of(item) for page in pages for item in page["Items"]]

    def _put(self, call: Call, over: Call | None) -> dict[str, Any]:
        item = call_item(call, self._kept_days())
        put: dict[str, Any] = {"TableName": self._table, "Item": item, "ConditionExpression": NEW}
        if over is not None and over.generation == call.generation:
            put |= {"ConditionExpression": "version = :v", "ExpressionAttributeValues": pack({":v": over.version})}
        return put

    def _marked(self, callid: str, name: str, at: datetime) -> dict[str, Any]:
        return _mark(callid, name) | pack({"ttl": expires(at, self._kept_days())})

    def _alone(self, put: dict[str, Any]) -> bool:
        lost = self._client.exceptions
        try:
            self._client.put_item(**put)
        except (lost.ConditionalCheckFailedException, lost.TransactionConflictException):
            return False
        return True


def _taken(call: Call) -> bool:
    """Say whether a leg that starts late must look at the others first: somebody answered, or it is over."""
    return call.answered or call.final


def _mark(callid: str, name: str) -> dict[str, Any]:
    return pack({"callid": callid, "leg": name})
