"""The table of calls: every leg, each generation a row; indexes for the journal and for open calls."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from callcard.book_items import folded, searchable
from callcard.domain.calls import Call, CallState
from callcard.domain.groups import Group
from callcard.items import pack, reaching, unpack
from callcard.pages import Page, read_page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NEW = "attribute_not_exists(callid)"
TAKEN, RATING = "!taken", "!rating"  # beside the legs of a call; no extension begins so
JOURNAL = "all"  # one company's journal is one collection of the journal index, ordered by time
ROWS = TypeAdapter(Call)


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which records a reader wants; times are ISO 8601 in UTC."""

    since: str = ""
    until: str = ""
    direction: str = ""
    missed: bool | None = None
    operator: str = ""
    contact: str = ""
    query: str = ""


class CallsTable:
    """Reads and advances call legs, and reads the journal."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

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
        legs = [_call(item) for item in found["Items"] if not item["leg"]["S"].startswith("!")]
        return Group(tuple(legs), rating)

    @reaching()
    def start(self, call: Call) -> bool:
        """Write a leg nobody has heard of, unread; False when the call is known and somebody took it already."""
        taken = {"TableName": self._table, "Key": _mark(call.callid, TAKEN), "ConditionExpression": NEW}
        return self._together([{"Put": self._put(call, None)}, {"ConditionCheck": taken}])

    @reaching()
    def save(self, call: Call, over: Call | None) -> bool:
        """Write a leg if the table still holds `over` (None: nothing); False when somebody was faster."""
        put = self._put(call, over)
        if not _taken(call) or (over is not None and _taken(over)):
            return self._alone(put)
        mark = {"TableName": self._table, "Item": _mark(call.callid, TAKEN)}
        return self._together([{"Put": put}, {"Put": mark}])

    @reaching()
    def keep_rating(self, callid: str, rating: str) -> None:
        """Keep the rating of a call; its legs take it from here."""
        self._client.put_item(TableName=self._table, Item=_mark(callid, RATING) | pack({"rating": rating}))
        # a leg that starts from now on looks here first; one that started before is seen by who settles the call
        self._client.put_item(TableName=self._table, Item=_mark(callid, TAKEN))

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
        return [_call(item) for item in found["Items"]]

    @reaching()
    def journal(self, wanted: JournalFilter, cursor: str | None) -> Page[Call]:
        """List the records «Звонок», newest first."""
        index, key, owner = _index_for(wanted)
        keys, values = [f"{key} = :owner"], {":owner": owner}
        if wanted.since or wanted.until:
            keys.append("started_at BETWEEN :since AND :until")
            values |= {":since": wanted.since or "0", ":until": wanted.until or "9"}
        ask: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": index,
            "KeyConditionExpression": " AND ".join(keys),
            "ScanIndexForward": False,
        } | _filter(_conditions(wanted), values)
        return read_page(partial(self._client.query, **ask), (key, "started_at", "callid", "leg"), _call, cursor)

    def _put(self, call: Call, over: Call | None) -> dict[str, Any]:
        put: dict[str, Any] = {"TableName": self._table, "Item": _item(call), "ConditionExpression": NEW}
        if over is not None and over.generation == call.generation:
            put |= {"ConditionExpression": "version = :v", "ExpressionAttributeValues": pack({":v": over.version})}
        return put

    def _alone(self, put: dict[str, Any]) -> bool:
        try:
            self._client.put_item(**put)
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _together(self, writes: list[Any]) -> bool:
        try:
            self._client.transact_write_items(TransactItems=writes)
        except self._client.exceptions.TransactionCanceledException as exc:
            reasons = {reason.get("Code") for reason in exc.response.get("CancellationReasons", [])}
            if reasons & {"ConditionalCheckFailed", "TransactionConflict"}:
                return False
            raise
        return True


def _index_for(wanted: JournalFilter) -> tuple[str, str, str]:
    if wanted.contact:
        return "ContactIndex", "journal_contact", wanted.contact
    if wanted.operator:
        return "OperatorIndex", "journal_operator", wanted.operator
    return "JournalIndex", "journal", JOURNAL


def _conditions(wanted: JournalFilter) -> dict[str, Any]:
    operator = wanted.operator if wanted.contact else ""
    asked = {
        "direction": wanted.direction,
        "missed": wanted.missed,
        "journal_operator": operator,
        "search_text": folded(wanted.query),
    }
    return {name: value for name, value in asked.items() if value not in ("", None)}


def _filter(asked: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """Make the query's filter; DynamoDB refuses an empty one."""
    found = {"ExpressionAttributeValues": pack(values | {f":{name}": value for name, value in asked.items()})}
    if not asked:
        return found
    tests = [f"contains(#{name}, :{name})" if name == "search_text" else f"#{name} = :{name}" for name in asked]
    return found | {
        "FilterExpression": " AND ".join(tests),
        "ExpressionAttributeNames": {f"#{name}": name for name in asked},
    }


def _taken(call: Call) -> bool:
    """Say whether a leg that starts late must look at the others first: somebody answered, or it is over."""
    return call.answered or call.final


def _mark(callid: str, name: str) -> dict[str, Any]:
    return pack({"callid": callid, "leg": name})


def _item(call: Call) -> dict[str, Any]:
    values = ROWS.dump_python(call, mode="json")
    values |= {
        "leg": f"{call.extension}#{call.generation:06}",
        "started_at": call.started_at.isoformat(timespec="milliseconds"),  # sorted as text
        "open_extension": None if call.state is CallState.ENDED else call.extension,
    }
    return pack(values | (_journal_keys(call) if call.in_journal else {}))


def _journal_keys(call: Call) -> dict[str, Any]:
    contact = call.contact
    return {
        "journal": JOURNAL,
        "journal_operator": call.operator_id,
        "journal_contact": contact.contact_id if contact else None,
        "missed": call.missed,
        "search_text": searchable((contact.name, contact.company) if contact else (), (call.phone,)),
    }


def _call(item: dict[str, Any]) -> Call:
    return ROWS.validate_python(unpack(item))
