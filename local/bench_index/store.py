"""DynamoDB in memory behind the product's own client: counts what is asked and what is read."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Any, cast

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from callcard.book_items import PIN, number_items
from callcard.wiring import shared
from local.bench_index.book import Book, contact_id
from local.storm.expressions import Item
from local.storm.schema import Keys, table_keys
from local.storm.tables import Ask, RefusedError, Tables
from local.storm.wire import answer, target

NUMBERS = "NumbersTable"
CONDITION = re.compile(r"last_digit = :d AND (?:number_key (<|>=) :n|(begins_with)\(number_key, :n\))")
AFTER_ALL = "\U0010ffff"  # sorts behind whatever else goes on with the same beginning
PATIENCE = 0.25  # seconds a held answer waits for the others of its wave


@dataclass(slots=True)
class Store:
    """Tables, and what went over the wire to them."""

    tables: "SortedIndex" = field(default_factory=lambda: SortedIndex(table_keys()))
    requests: int = 0
    items: int = 0
    holding: int = 0  # how many requests a wave has; 0: answer at once
    waves: int = 0
    _waiting: int = 0
    _gate: Condition = field(default_factory=Condition)

    def send(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse:
        """Answer a request in the place of HTTP."""
        operation = target(request, event_name).partition(".")[2]
        with self._gate:
            self.requests += 1
            self._hold()
            try:
                told = self.tables.answer(operation, json.loads(cast("bytes", request.body)))
            except RefusedError as refused:
                return answer(request, 400, json.dumps(refused.body).encode())
            self.items += told.get("ScannedCount", 0)
        return answer(request, 200, json.dumps(told).encode())

    def _hold(self) -> None:
        """Let a request wait for the others of its wave, and count the waves."""
        if not self.holding:
            return
        self._waiting += 1
        wave = self.waves
        if self._waiting < self.holding:
            self._gate.wait_for(lambda: self.waves > wave, PATIENCE)
        if self.waves == wave:  # the last to come, or the first to lose patience
            self.waves, self._waiting = self.waves + 1, 0
            self._gate.notify_all()


@contextmanager
def connected(store: Store) -> Iterator[None]:
    """Let the product's own DynamoDB client ask this store."""
    events = shared.dynamodb().meta.events
    events.register_first("before-send.dynamodb", store.send)
    try:
        yield
    finally:
        events.unregister("before-send.dynamodb", store.send)


class SortedIndex(Tables):
    """The storm's tables, whose phone index may hold a million numbers: sorted once, its items made when read."""

    def __init__(self, keys: dict[str, Keys]) -> None:
        super().__init__(keys)
        self.book: Book | None = None
        self.sorted: dict[str, list[str]] = {}

    def shelve(self, book: Book) -> None:
        """Put a book's numbers into the phone index."""
        self.book = book
        for number, owner in zip(book.numbers, book.owners.tolist(), strict=True):
            self.sorted.setdefault(number[-1], []).append(f"{number[::-1]}#{contact_id(owner)}")
        for number in book.pins:
            self.sorted.setdefault(number[-1], []).append(f"{number[::-1]}#{PIN}")
        for keys in self.sorted.values():
            keys.sort()

    def answer(self, operation: str, ask: Ask) -> dict[str, Any]:
        """Do one operation; raises RefusedError."""
        if operation != "Query" or ask["TableName"] != NUMBERS or self.book is None:
            return super().answer(operation, ask)
        asked = CONDITION.fullmatch(ask["KeyConditionExpression"])
        if asked is None:
            raise RefusedError("ValidationException", message=ask["KeyConditionExpression"])
        values = ask["ExpressionAttributeValues"]
        found = _reach(self.sorted.get(values[":d"]["S"], []), asked[1] or asked[2], values[":n"]["S"], ask)
        count = {"Count": len(found), "ScannedCount": len(found)}
        return count if ask.get("Select") == "COUNT" else count | {"Items": [_item(self.book, key) for key in found]}


def _reach(keys: list[str], what: str, bound: str, ask: Ask) -> list[str]:
    """Find what a key condition means in a partition that is sorted, in the order that is asked for."""
    first, last = 0, len(keys)
    if what != "<":
        first = bisect_left(keys, bound)
    if what != ">=":
        last = bisect_left(keys, bound if what == "<" else bound + AFTER_ALL)
    limit = ask.get("Limit", len(keys))
    if ask.get("ScanIndexForward", True):
        return keys[first : min(last, first + limit)]
    return keys[max(first, last - limit) : last][::-1]


def _item(book: Book, key: str) -> Item:
    backwards, _, whose = key.partition("#")
    number = backwards[::-1]
    if whose == PIN:
        return number_items(book.contact(book.pins[number], number))[1]
    return number_items(book.contact(int(whose.removeprefix("c-")), number))[0]
