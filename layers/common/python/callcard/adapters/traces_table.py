"""The traces of cards: one item beside each leg whose push was off, or whose card a browser confirmed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from callcard.domain.calls import Call
from callcard.domain.retention import expires
from callcard.domain.trace import Hitch, Shown, Trace
from callcard.errors import UnavailableError
from callcard.items import pack, reaching, unpack
from callcard.rows import read_row, row_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MARK = "!trace#"  # no extension begins so
TABS_AT_MOST = 20  # whose word is kept of one card
ATTEMPTS = 5
NAMED: dict[str, Any] = {"ExpressionAttributeNames": {"#ttl": "ttl"}}


class TracesTable:
    """Keeps what became of each card, as long as the call; all is appended, nothing is read before it is written."""

    def __init__(self, client: "DynamoDBClient", table: str, kept_days: Callable[[], int | None]) -> None:
        self._client, self._table, self._kept_days = client, table, kept_days

    @reaching()
    def keep(self, call: Call, hitch: Hitch) -> None:
        """Note that a push of a call's card was off."""
        lasting, until = self._lasting(call)
        self._client.update_item(
            TableName=self._table,
            Key=_key(call),
            UpdateExpression=f"SET hitches = list_append(if_not_exists(hitches, :none), :new){lasting}",
            ExpressionAttributeValues=pack({":none": [], ":new": [row_of(hitch)]} | until),
            **NAMED if until else {},
        )

    @reaching()
    def confirm(self, call: Call, shown: Shown) -> bool:
        """Note that a tab shows a call's card; False when it has said so before, or enough others have."""
        lasting, until = self._lasting(call)
        values = until | {
            ":none": [],
            ":new": [row_of(shown)],
            ":tab": shown.tab,
            ":tabs": {shown.tab},
            ":most": TABS_AT_MOST,
        }
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_key(call),
                UpdateExpression=f"SET shown = list_append(if_not_exists(shown, :none), :new){lasting} ADD tabs :tabs",
                ConditionExpression="attribute_not_exists(tabs) OR (NOT contains(tabs, :tab) AND size(tabs) < :most)",
                ExpressionAttributeValues=pack(values),
                **NAMED if until else {},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    @reaching()
    def of(self, calls: Sequence[Call]) -> list[Trace]:
        """Read the traces of at most 100 calls; an empty one for a call that has none."""
        found: dict[tuple[str, str], Trace] = {}
        wanted: dict[str, Any] = {self._table: {"Keys": [_key(call) for call in calls], "ConsistentRead": True}}
        for _ in range(ATTEMPTS):
            asked = self._client.batch_get_item(RequestItems=wanted)
            items = asked["Responses"].get(self._table, [])
            found |= {_name(item): read_row(Trace, unpack(item)) for item in items}
            wanted = asked.get("UnprocessedKeys") or {}
            if not wanted:
                return [found.get(_name(_key(call)), Trace()) for call in calls]
        raise UnavailableError("unavailable")

    def _lasting(self, call: Call) -> tuple[str, dict[str, Any]]:
        """Say, as a part of an update and its values, how long the trace is kept."""
        until = expires(call.rung_at, self._kept_days())
        return (", #ttl = :until", {":until": until}) if until else ("", {})


def _key(call: Call) -> dict[str, Any]:
    return pack({"callid": call.callid, "leg": f"{MARK}{call.extension}#{call.generation:06}"})


def _name(item: dict[str, Any]) -> tuple[str, str]:
    return item["callid"]["S"], item["leg"]["S"]
