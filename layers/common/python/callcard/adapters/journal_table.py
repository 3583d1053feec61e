"""The journal: the legs in the table of calls that are records «Звонок», newest first."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from callcard.call_items import JOURNAL, call_of
from callcard.domain.calls import Call
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
    """Which records a reader wants; times are ISO 8601 in UTC."""

    since: str = ""
    until: str = ""
    direction: str = ""
    missed: bool | None = None
    recording: bool | None = None
    operators: tuple[str, ...] = ()
    contact: str = ""
    query: str = ""


class JournalTable:
    """Reads the journal."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def journal(self, wanted: JournalFilter, cursor: str | None) -> Page[Call]:
        """List the records «Звонок», newest first."""
        index, key, owner = _index_for(wanted)
        keys, values = [f"{key} = :owner"], {":owner": owner}
        if wanted.since or wanted.until:
            keys.append("started_at BETWEEN :since AND :until")
            values |= {":since": wanted.since or "0", ":until": wanted.until or "9"}
        tests, tested = _tests(wanted, index)
        ask: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": index,
            "KeyConditionExpression": " AND ".join(keys),
            "ExpressionAttributeValues": pack(values | tested),
            "ScanIndexForward": False,
        }
        if tests:  # DynamoDB refuses an empty filter
            ask |= {"FilterExpression": " AND ".join(tests)}
        return read_page(partial(self._client.query, **ask), (key, "started_at", "callid", "leg"), call_of, cursor)

    @reaching()
    def counted(self, since: str, until: str, operator: str) -> list[Call]:
        """List the records of a time (ISO 8601 in UTC, both ends included), as far as counting needs them."""
        index, key, owner = _index_for(JournalFilter(operators=(operator,) if operator else ()))
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=index,
            KeyConditionExpression=f"{key} = :owner AND started_at BETWEEN :since AND :until",
            ExpressionAttributeValues=pack({":owner": owner, ":since": since, ":until": until}),
            ProjectionExpression=", ".join(f"#{name}" for name in COUNTED),
            ExpressionAttributeNames={f"#{name}": name for name in COUNTED},
        )
        return [call_of(item) for page in pages for item in page["Items"]]


def _index_for(wanted: JournalFilter) -> tuple[str, str, str]:
    if wanted.contact:
        return "ContactIndex", "journal_contact", wanted.contact
    if len(wanted.operators) == 1:
        return "OperatorIndex", "journal_operator", wanted.operators[0]
    return "JournalIndex", "journal", JOURNAL


def _tests(wanted: JournalFilter, index: str) -> tuple[list[str], dict[str, Any]]:
    """Give the tests a record of the index has to pass, and the values they use."""
    tests: dict[str, dict[str, Any]] = {}
    if wanted.direction:
        tests["direction = :direction"] = {":direction": wanted.direction}
    if wanted.missed is not None:
        tests["missed = :missed"] = {":missed": wanted.missed}
    if wanted.recording is not None:
        tests["attribute_exists(link)" if wanted.recording else "attribute_not_exists(link)"] = {}
    if wanted.operators and index != "OperatorIndex":
        named = {f":operator{number}": operator for number, operator in enumerate(wanted.operators)}
        tests[f"journal_operator IN ({', '.join(named)})"] = named
    if wanted.query:
        tests["contains(search_text, :query)"] = {":query": folded(wanted.query)}
    return list(tests), {name: value for values in tests.values() for name, value in values.items()}
