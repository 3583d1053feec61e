"""DynamoDB in memory behind real clients, for tests of order: each request is one step, and may be the last."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from threading import Condition, Lock
from types import SimpleNamespace
from typing import Any, cast

import boto3
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config

from callcard.adapters.book import BookTables, BulkBook, ContactsTable
from callcard.adapters.numbers_table import NumbersTable
from local.storm.schema import table_keys
from local.storm.tables import RefusedError, Tables

TABLES = BookTables("ContactsTable", "NumbersTable", "TermsTable")


class CrashError(BaseException):
    """The writer's process is gone."""


@dataclass
class Memory:
    """The tables; `before` hears of each request of a writer, and may let it wait or crash; `instead` may answer."""

    tables: Tables = field(default_factory=lambda: Tables(table_keys()))
    requests: list[str] = field(default_factory=list)
    before: Callable[[int, str], None] = lambda *_: None
    after: Callable[[int, str], None] = lambda *_: None
    instead: Callable[[str, Any], tuple[int, Any] | None] = lambda *_: None
    lock: Lock = field(default_factory=Lock)

    def serve(self, writer: int, request: AWSPreparedRequest) -> AWSResponse:
        """Answer one request."""
        operation = cast("bytes", request.headers["X-Amz-Target"]).decode().rsplit(".", 1)[-1]
        self.before(writer, operation)
        with self.lock:
            self.requests.append(operation)
            asked = json.loads(cast("bytes", request.body))
            status, body = self.instead(operation, asked) or self._answer(operation, asked)
        self.after(writer, operation)
        raw = SimpleNamespace(stream=lambda: iter([json.dumps(body).encode()]))
        return AWSResponse(request.url, status, HTTPHeaders.from_dict({}), cast("Any", raw))

    def _answer(self, operation: str, asked: Any) -> tuple[int, Any]:
        try:
            return 200, self.tables.answer(operation, asked)
        except RefusedError as refused:
            return 400, refused.body

    def contacts(self, writer: int = 0) -> ContactsTable:
        """Reach the address book as one of several writers."""
        return ContactsTable(self._client(writer), TABLES)

    def bulk(self, writer: int = 0, patience: float = 20) -> BulkBook:
        """Reach it by the hundred."""
        return BulkBook(self._client(writer), TABLES, patience)

    def numbers(self, writer: int = 0) -> NumbersTable:
        """Reach the phone index."""
        return NumbersTable(self._client(writer), TABLES.numbers)

    def _client(self, writer: int) -> Any:
        made, line = client(writer)
        line.memory = self
        return made


@dataclass
class Turns:
    """Lets writers in threads of their own go on one request at a time, in an order that is given."""

    order: Callable[[], int]
    live: set[int] = field(default_factory=set)
    waiting: Counter[int] = field(default_factory=Counter)
    turn: int | None = None
    changed: Condition = field(default_factory=Condition)

    def before(self, writer: int, _: str) -> None:
        """Wait for the writer's turn."""
        with self.changed:
            self.waiting[writer] += 1
            self.changed.notify_all()
            assert self.changed.wait_for(lambda: self.turn == writer, timeout=10)
            self.turn = None
            self.waiting[writer] -= 1
            self.changed.notify_all()

    def run(self, works: list[Callable[[], None]]) -> None:
        """Run the writers to their ends; raises what one of them raised."""
        self.live = set(range(len(works)))
        with ThreadPoolExecutor(len(works)) as pool:
            done = [pool.submit(self._live, writer, work) for writer, work in enumerate(works)]
            while self._next():
                pass
        for one in done:
            one.result()

    def _next(self) -> bool:
        with self.changed:
            assert self.changed.wait_for(self._all_wait, timeout=10)
            if not self.live:
                return False
            self.turn = sorted(self.live)[self.order() % len(self.live)]
            self.changed.notify_all()
            return True

    def _all_wait(self) -> bool:
        return self.turn is None and all(self.waiting[writer] for writer in self.live)

    def _live(self, writer: int, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            with self.changed:
                self.live.discard(writer)
                self.changed.notify_all()


@dataclass
class Line:
    """Which memory a client's requests go to at the moment: clients are dear, memories are not."""

    writer: int
    memory: Memory = field(default_factory=Memory)

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        """Answer instead of HTTP."""
        return self.memory.serve(self.writer, request)


@cache
def client(writer: int) -> tuple[Any, Line]:
    """Make a client of its own for a writer."""
    once = Config(retries={"mode": "standard", "total_max_attempts": 1})  # whoever repeats is the product
    made, line = boto3.client("dynamodb", config=once), Line(writer)
    made.meta.events.register_first("before-send", cast("Callable[..., None]", line))
    return made, line
