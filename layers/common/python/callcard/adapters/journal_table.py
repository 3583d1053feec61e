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
        ask: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": index,
            "KeyConditionExpression": " AND ".join(keys),
            "ScanIndexForward": False,
        } | _filter(_conditions(wanted), values)
        return read_page(partial(self._client.query, **ask), (key, "started_at", "callid", "leg"), call_of, cursor)


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
