"""Many contacts at once: for imports and exports."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import batched, groupby
from typing import TYPE_CHECKING, Any, Literal

from callcard.adapters.book.sending import Sender
from callcard.adapters.book.tables import BookTables
from callcard.adapters.book.terms import TermsTable
from callcard.adapters.book.writes import Action, Step, Writes
from callcard.book_items import BOOK, contact_of, name_key, number_key
from callcard.domain.contacts import Change, Contact
from callcard.domain.words import folded
from callcard.items import pack, reaching
from callcard.turns import soon

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

READ_AT_ONCE = 100  # keys in a BatchGetItem
WRITTEN_AT_ONCE = 100  # actions in a transaction
PATIENCE = 60.0  # seconds: nobody waits at a screen

Written = tuple[int, list[Action]]  # a step's place among all, and what it writes


class BulkBook:
    """Reads and writes contacts by the hundred; several threads may share it, but none of the pool in `waves`."""

    def __init__(self, client: "DynamoDBClient", tables: BookTables, patience: float = PATIENCE) -> None:
        self._client, self._tables = client, tables
        self._writes, self._sender = Writes(tables), Sender(client, patience)
        self._terms = TermsTable(self._sender, tables.terms)

    @reaching()
    def get_many(self, contact_ids: Iterable[str]) -> dict[str, Contact]:
        """Read contacts by their ids; those that are not there are left out."""
        keys = [pack({"contact_id": each}) for each in dict.fromkeys(contact_ids)]
        hundreds = batched(keys, READ_AT_ONCE, strict=False)
        parts = [soon(partial(self._sender.read, self._tables.contacts, list(part))) for part in hundreds]
        found = [contact_of(item) for part in parts for item in part.result()]
        return {contact.contact_id: contact for contact in found}

    def named(self, name: str) -> list[Contact]:
        """List the contacts of exactly this name, however its letters are written."""
        key = name_key(name)
        found = self._by_name("book = :b AND name_key = :n", {":n": key}) if key else ()
        return [contact for contact in found if folded(contact.name) == folded(name)]

    @reaching()
    def owners(self, number: str) -> list[str]:
        """List the ids of the contacts that have exactly this number."""
        key = number_key(number, "")
        pages = self._client.get_paginator("query").paginate(
            TableName=self._tables.numbers,
            KeyConditionExpression="last_digit = :d AND begins_with(number_key, :n)",
            ExpressionAttributeValues={":d": key["last_digit"], ":n": key["number_key"]},
            ConsistentRead=True,
        )
        return list(dict.fromkeys(item["contact_id"]["S"] for page in pages for item in page["Items"]))

    @reaching()
    def write_many(self, changes: Sequence[Change]) -> list[Change]:
        """Write changes of different contacts, each if nobody changed its contact since; give those that lost.

        A contact is written whole or not at all; after an UnavailableError some are and some are not.
        """
        named = self._terms.prepare((change.before, change.after) for change in changes)
        groups = [soon(partial(self._write, group)) for group in self._groups(named)]
        lost = {place for group in groups for place in group.result()}
        self._terms.tidy(
            [step for place, step in enumerate(named) if place not in lost],
            lost=[named[place] for place in lost],
        )
        return [changes[place] for place in sorted(lost)]

    def all_by_name(self) -> Iterator[Contact]:
        """List the whole address book by name, equal names by id."""
        for _, equals in groupby(self._by_name("book = :b", {}), key=lambda contact: name_key(contact.name)):
            yield from sorted(equals, key=lambda contact: contact.contact_id)

    def every(self, segment: int = 0, segments: int = 1) -> Iterator[Contact]:
        """List one of equal parts of the address book, in no order, for readers side by side."""
        return self._pages("scan", Segment=segment, TotalSegments=segments, ConsistentRead=True)

    def _by_name(self, condition: str, values: dict[str, Any]) -> Iterator[Contact]:
        asked = {"KeyConditionExpression": condition, "ExpressionAttributeValues": pack({":b": BOOK} | values)}
        return self._pages("query", IndexName="NameIndex", **asked)

    def _pages(self, operation: Literal["query", "scan"], **asked: Any) -> Iterator[Contact]:
        with reaching():
            for page in self._client.get_paginator(operation).paginate(TableName=self._tables.contacts, **asked):
                yield from map(contact_of, page["Items"])

    def _groups(self, steps: Sequence[Step]) -> Iterator[list[Written]]:
        """Share the steps out among as few transactions as will do."""
        group: list[Written] = []
        size = 0
        for place, step in enumerate(steps):
            actions = self._writes.together(step)
            if group and size + len(actions) > WRITTEN_AT_ONCE:
                yield group
                group, size = [], 0
            group.append((place, actions))
            size += len(actions)
        if group:
            yield group

    def _write(self, group: list[Written]) -> set[int]:
        """Write what can be written of a group: who fails leaves it, the others go again; give who failed."""
        lost: set[int] = set()
        while left := [written for written in group if written[0] not in lost]:
            owners = [place for place, actions in left for _ in actions]
            failed = self._sender.transact([action for _, actions in left for action in actions])
            if not failed:
                break
            lost |= {owners[action] for action in failed}
        return lost
