"""How fast contacts go into the address book: through the same code as an import, into tables in memory."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import batched

from callcard.adapters.book import BulkBook
from callcard.domain.contacts import Change, Contact, Kind
from callcard.imports import WINDOW
from callcard.wiring import shared
from callcard.wiring.address_book import book_tables
from local.bench_index.book import Book, contact_id, name
from local.bench_index.store import NUMBERS, Store, connected


@dataclass(frozen=True, slots=True)
class Import:
    """What came of writing contacts."""

    rows: int
    numbers: int
    seconds: float
    requests: int
    wrong: list[str]


def write_rows(book: Book, rows: int, tick: Callable[[int], None]) -> Import:
    """Write the first contacts of a book as an import would, then once more: the second time none may be new."""
    store, changes = Store(), [Change(None, contact) for contact in _contacts(book, rows)]
    with connected(store):
        writer = BulkBook(shared.dynamodb(), book_tables())
        started = time.perf_counter()
        lost = []
        for window in batched(changes, WINDOW, strict=False):
            lost += writer.write_many(window)
            tick(len(window))
        seconds, requests = time.perf_counter() - started, store.requests
        again = writer.write_many(changes[:WINDOW])
    numbers = sum(len(change.after.phones) for change in changes)
    wrong = [f"{len(lost)} rows were not written"] if lost else []
    wrong += ["a second import wrote again"] if len(again) != min(WINDOW, len(changes)) else []
    written = len(store.tables.all(NUMBERS))
    wrong += [f"{written} numbers in the index, {numbers} were written"] if written != numbers else []
    return Import(len(changes), numbers, seconds, requests, wrong)


def _contacts(book: Book, rows: int) -> Iterator[Contact]:
    phones: dict[int, list[str]] = {}
    for number, owner in zip(book.numbers, book.owners.tolist(), strict=True):
        phones.setdefault(owner, []).append(number)
    for owner, numbers in list(phones.items())[:rows]:
        yield Contact(
            contact_id(owner), Kind.PERSON, name(owner), "ООО «Ромашка»", tuple(numbers), external_id=str(owner)
        )
