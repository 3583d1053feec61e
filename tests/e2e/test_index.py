"""The phone index in the local engine's DynamoDB: its order, and what it says it has read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import batched
from typing import Any

import pytest

from callcard.adapters.numbers_table import NumbersTable
from callcard.book_items import number_items
from local.bench_index.book import Book, make_book
from local.bench_index.callers import callers
from local.bench_index.lookups import look_up
from local.bench_index.oracle import Oracle
from local.engine import client
from tests.e2e.world import World

TABLE = "NumbersOfATest"
KEY = {"last_digit": "HASH", "number_key": "RANGE"}
AT_ONCE = 25  # items that a BatchWriteItem takes


@dataclass(slots=True)
class Counted:
    """Counts what the engine was asked, and what it says it has read."""

    requests: int = 0
    items: int = 0

    def ask(self, **_: Any) -> None:
        """Note a request, a repeated one too."""
        self.requests += 1

    def hear(self, parsed: dict[str, Any], **_: Any) -> None:
        """Note what an answer says."""
        self.items += parsed["ScannedCount"]


@contextmanager
def counting(dynamodb: Any) -> Iterator[Counted]:
    """Count what goes over a client's wire."""
    counted, events = Counted(), dynamodb.meta.events
    events.register("request-created.dynamodb", counted.ask)
    events.register("after-call.dynamodb.Query", counted.hear)
    yield counted
    events.unregister("request-created.dynamodb", counted.ask)
    events.unregister("after-call.dynamodb.Query", counted.hear)


@pytest.fixture
def dynamodb(world: World) -> Iterator[Any]:
    """Give a client of the engine, which several tests share, and a table of this test alone."""
    made: Any = client("dynamodb", world.stack["aws_endpoint_url"])
    made.create_table(
        TableName=TABLE,
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in KEY.items()],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in KEY],
        BillingMode="PAY_PER_REQUEST",
    )
    yield made
    made.delete_table(TableName=TABLE)


def fill(dynamodb: Any, book: Book) -> None:
    """Write every number of a book."""
    contacts = (book.contact(owner, number) for number, owner in zip(book.numbers, book.owners.tolist(), strict=True))
    items = [item for contact in contacts for item in number_items(contact)]
    for part in batched(items, AT_ONCE, strict=False):
        dynamodb.batch_write_item(RequestItems={TABLE: [{"PutRequest": {"Item": item}} for item in part]})


def test_the_engine_agrees_with_brute_force_and_reads_at_most_two_k_items(dynamodb: Any) -> None:
    book = make_book(1_000, seed=5)
    fill(dynamodb, book)
    table, oracle = NumbersTable(dynamodb, TABLE), Oracle(book)
    for k in (1, 5):
        with counting(dynamodb) as counted:
            came = look_up(table, counted, oracle, callers(book, 140, seed=k), k, lambda: None)
        assert (came.wrong, came.requests, came.items) == ([], {2}, 2 * k)
