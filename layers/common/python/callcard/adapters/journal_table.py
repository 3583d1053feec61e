"""The journal: the legs in the table of calls that are records «Звонок», newest first."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from callcard.call_items import JOURNAL, call_of, phone_range
from callcard.domain.calls import Call
from callcard.domain.linking import Ending
from callcard.domain.words import folded
from callcard.items import pack, reaching
from callcard.pages import Page, read_page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


# what counting calls needs of a record; the rest would only have to be carried and read
COUNTED = (
    *("callid", "extension", "generation", "version", "direction", "state", "phone", "operator_id"),
    *("started_at", "ended_at", "rung_at", "answered", "answered_at", "closed_at", "duration"),
)


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which records a reader wants; times are ISO 8601 in UTC, `phone` is whole, `query` a part of anything.

    `kept_since` is when the oldest call came that may be shown.
    """

    since: str = ""
    until: str = ""
    direction: str = ""
    missed: bool | None = None
    recording: bool | None = None
    operators: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""
    query: str = ""
    kept_since: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where records lie in order of time: one partition of an index, and what its sort keys begin with."""

    index: str
    key: str
    value: str
    sort: str = "started_at"
    begin: str = ""


class JournalTable:
    """Reads the journal."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def journal(self, wanted: JournalFilter, cursor: str | None) -> Page[Call]:
        """List the records «Звонок», newest first."""
        shelf = _shelf_for(wanted)
        tests, tested = _tests(wanted, shelf)
        between = {":since": shelf.begin + (wanted.since or "0"), ":until": shelf.begin + (wanted.until or "9")}
        ask: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": shelf.index,
            "KeyConditionExpression": f"{shelf.key} = :key AND {shelf.sort} BETWEEN :since AND :until",
            "ExpressionAttributeValues": pack({":key": shelf.value} | between | tested),
            "ScanIndexForward": False,
        }
        if tests:  # DynamoDB refuses an empty filter
            ask |= {"FilterExpression": " AND ".join(tests)}
        return read_page(partial(self._client.query, **ask), (shelf.key, shelf.sort, "callid", "leg"), call_of, cursor)

    @reaching()
    def counted(self, since: str, until: str, operator: str, kept_since: str = "") -> list[Call]:
        """List the records of a time (ISO 8601 in UTC, both ends included), as far as counting needs them."""
        shelf = _shelf_for(JournalFilter(operators=(operator,) if operator else ()))
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=shelf.index,
            KeyConditionExpression=f"{shelf.key} = :key AND started_at BETWEEN :since AND :until",
            FilterExpression="rung_at >= :kept",
            ExpressionAttributeValues=pack(
                {":key": shelf.value, ":since": since, ":until": until, ":kept": kept_since or "0"}
            ),
            ProjectionExpression=", ".join(f"#{name}" for name in COUNTED),
            ExpressionAttributeNames={f"#{name}": name for name in COUNTED},
        )
        return [call_of(item) for page in pages for item in page["Items"]]


def _shelf_for(wanted: JournalFilter) -> Shelf:
    if wanted.phone:
        end, begin = phone_range(Ending(wanted.phone, whole=True))
        return Shelf("PhoneIndex", "phone_end", end, "phone_key", begin)
    if wanted.contact:
        return Shelf("ContactIndex", "journal_contact", wanted.contact)
    if len(wanted.operators) == 1:
        return Shelf("OperatorIndex", "journal_operator", wanted.operators[0])
    return Shelf("JournalIndex", "journal", JOURNAL)


def _tests(wanted: JournalFilter, shelf: Shelf) -> tuple[list[str], dict[str, Any]]:
    """Give the tests a record of the index has to pass, and the values they use."""
    kept = {":kept": wanted.kept_since}
    tests: dict[str, dict[str, Any]] = {"rung_at >= :kept": kept} if wanted.kept_since else {}
    if wanted.phone:  # the phone index holds legs that are no records too
        tests["journal = :journal"] = {":journal": JOURNAL}
    if wanted.contact and shelf.index != "ContactIndex":
        tests["journal_contact = :contact"] = {":contact": wanted.contact}
    if wanted.direction:
        tests["direction = :direction"] = {":direction": wanted.direction}
    if wanted.missed is not None:
        tests["missed = :missed"] = {":missed": wanted.missed}
    if wanted.recording is not None:
        tests["attribute_exists(link)" if wanted.recording else "attribute_not_exists(link)"] = {}
    if wanted.operators and shelf.index != "OperatorIndex":
        named = {f":operator{number}": operator for number, operator in enumerate(wanted.operators)}
        tests[f"journal_operator IN ({', '.join(named)})"] = named
    if wanted.query:
        tests["contains(search_text, :query)"] = {":query": folded(wanted.query)}
    return list(tests), {name: value for values in tests.values() for name, value in values.items()}
