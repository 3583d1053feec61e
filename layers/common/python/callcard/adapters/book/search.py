"""Finding contacts by a part of a name, a company or a number, page by page, without reading the rest of the book."""

from functools import partial
from typing import TYPE_CHECKING, Any

from callcard.adapters.book.sending import Sender
from callcard.adapters.book.tables import BookTables
from callcard.book_items import BOOK, contact_of
from callcard.domain.contacts import ALL, Contact, Wanted
from callcard.domain.words import folded, words
from callcard.errors import InvalidInputError
from callcard.items import cursor_of, key_of, pack
from callcard.pages import PAGE, READS_AT_MOST, Page, read_page
from callcard.term_items import BEGINNING, GRAM, INNER, begun, place_of, term_key, text_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

HITS = 2  # for each row of a page: terms taken together, at most the 100 keys of one BatchGetItem
LOOKED_AT = 20  # for each row: terms one request goes through when further words choose among them
FURTHER = 10  # words that choose; the rest is compared with the contacts themselves
TERM_AT_MOST = 300  # characters, of a cursor that is one of ours

Key = dict[str, Any]
Hits = list[tuple[str, str]]  # sort key and contact_id


class Search:
    """Reads the search index, and what the contacts it leads to are now."""

    def __init__(self, client: "DynamoDBClient", tables: BookTables, sender: Sender) -> None:
        self._client, self._tables, self._sender = client, tables, sender

    def page(self, query: str, cursor: str | None, limit: int = PAGE, wanted: Wanted = ALL) -> Page[Contact]:
        """List the contacts in which every word of a query is a part of some word, those that begin so first.

        A query without a word of two characters lists the names that begin with it; an empty one lists all.
        """
        asked = sorted(dict.fromkeys(words(query)), key=len, reverse=True)
        if not asked or len(asked[0]) < GRAM:
            return self._by_name(folded(query), cursor, limit, wanted)
        return self._by_words(asked, cursor, limit, wanted)

    def _by_name(self, beginning: str, cursor: str | None, limit: int, wanted: Wanted) -> Page[Contact]:
        ask: dict[str, Any] = {
            "TableName": self._tables.contacts,
            "IndexName": "NameIndex",
            "KeyConditionExpression": "book = :b" + (" AND begins_with(name_key, :n)" if beginning else ""),
            "ExpressionAttributeValues": pack({":b": BOOK, ":n": beginning} | _values(wanted)),
            **_filter(wanted),
        }
        key = ("book", "name_key", "contact_id")
        return read_page(partial(self._client.query, **ask), key, contact_of, cursor, limit)

    def _by_words(self, asked: list[str], cursor: str | None, limit: int, wanted: Wanted) -> Page[Contact]:
        place: Key | None = _start(asked[0], cursor)
        rows: list[Contact] = []
        for _ in range(READS_AT_MOST):
            hits, place = self._hits(asked, place, limit)
            contacts = self._contacts(hits)
            for number, (term, contact_id) in enumerate(hits, 1):
                contact = contacts.get(contact_id)
                if contact and wanted.takes(contact) and _listed(contact, term, asked):
                    rows.append(contact)
                if len(rows) == limit:
                    more = place or number < len(hits)
                    return Page(rows, cursor_of(term_key(term)) if more else None)
            if place is None:
                break
        return Page(rows, cursor_of(place))

    def _hits(self, asked: list[str], place: Key | None, limit: int) -> tuple[Hits, Key | None]:
        """Take some terms from a place on, in at most two requests; say where the rest begins."""
        hits: Hits = []
        wanted = HITS * limit
        for _ in (BEGINNING, INNER):
            if place and len(hits) < wanted:
                looked_at = wanted - len(hits) if len(asked) == 1 else LOOKED_AT * limit
                found = self._client.query(**_ask(self._tables.terms, asked, place), Limit=looked_at)
                hits += [(item["term"]["S"], item["contact_id"]["S"]) for item in found["Items"]]
                place = found.get("LastEvaluatedKey") or _inner(asked[0], place)
        if len(hits) > wanted:
            hits, place = hits[:wanted], term_key(hits[wanted - 1][0])
        return hits, place

    def _contacts(self, hits: Hits) -> dict[str, Contact]:
        keys = [pack({"contact_id": contact_id}) for contact_id in dict.fromkeys(contact_id for _, contact_id in hits)]
        found = self._sender.read(self._tables.contacts, keys) if keys else []
        return {contact.contact_id: contact for contact in map(contact_of, found)}


def _ask(table: str, asked: list[str], place: Key) -> dict[str, Any]:
    first = begun(asked[0], place["term"]["S"][0])
    values = {":g": place["gram"], ":t": first["term"]}
    ask: dict[str, Any] = {
        "TableName": table,
        "KeyConditionExpression": "gram = :g AND begins_with(term, :t)",
        "ConsistentRead": True,
    }
    if place != first:
        ask["ExclusiveStartKey"] = place
    if further := {f":w{number}": {"S": word} for number, word in enumerate(asked[1 : 1 + FURTHER])}:
        ask["FilterExpression"] = " AND ".join(f"contains(words, {name})" for name in further)
    return ask | {"ExpressionAttributeValues": values | further}


def _filter(wanted: Wanted) -> dict[str, str]:
    """Let DynamoDB leave out who is not wanted: read they are all the same, page by page as any filter."""
    kinds = [name for name in _values(wanted) if name != ":r"]
    parts = [f"kind IN ({', '.join(kinds)})"] if kinds else []
    parts += ["responsible = :r"] if wanted.responsible else []
    return {"FilterExpression": " AND ".join(parts)} if parts else {}


def _values(wanted: Wanted) -> dict[str, str | None]:
    return {f":k{place}": kind for place, kind in enumerate(sorted(wanted.kinds))} | {":r": wanted.responsible}


def _start(word: str, cursor: str | None) -> Key:
    """Read a cursor of ours; raises InvalidInputError when it is none, or another query's."""
    place = key_of(cursor)
    if place is None:
        return begun(word, BEGINNING)
    term = place.get("term", {}).get("S")
    if not isinstance(term, str) or len(term) > TERM_AT_MOST or place != term_key(term):
        raise InvalidInputError("bad_cursor")
    if not any(term.startswith(begun(word, side)["term"]["S"]) for side in (BEGINNING, INNER)):
        raise InvalidInputError("bad_cursor")
    return place


def _inner(word: str, place: Key) -> Key | None:
    """Say where to go on after the last word that begins as asked; None after the last ending."""
    return begun(word, INNER) if place["term"]["S"].startswith(BEGINNING) else None


def _listed(contact: Contact, term: str, asked: list[str]) -> bool:
    """Say whether a contact is listed for this term: it fits as it is now, and no term before this one led to it."""
    text = text_of(contact)
    return all(word in text for word in asked) and place_of(contact, asked[0]) == term
