"""One size of the bench after another, with its progress."""

from functools import partial

from rich.progress import Progress

from callcard.adapters.numbers_table import NumbersTable
from callcard.wiring import shared
from local.bench_index.book import make_book
from local.bench_index.callers import callers
from local.bench_index.imports import Import, write_rows
from local.bench_index.lookups import count_waves, look_up, naive_items
from local.bench_index.oracle import Oracle
from local.bench_index.report import Size
from local.bench_index.store import NUMBERS, Store, connected

KS = (1, 5)
HELD, NAIVE = 100, 400  # callers whose waves are counted, and who are looked up naively


def measure_size(size: int, count: int, seed: int, progress: Progress) -> Size:
    """Make a book, look `count` callers up in it with each k, and some of them naively."""
    task = progress.add_task(f"{size:>9,} numbers", total=None)
    book, store = make_book(size, seed), Store()
    store.tables.shelve(book)
    oracle = Oracle(book)
    progress.update(task, total=count * len(KS))
    table, tick = NumbersTable(shared.dynamodb(), NUMBERS), partial(progress.advance, task)
    with connected(store):
        found = [look_up(table, store, oracle, callers(book, count, seed + k), k, tick) for k in KS]
        for one in found:
            one.waves = count_waves(table, store, callers(book, HELD, seed), one.k)
        return Size(len(book.numbers), tuple(found), naive_items(callers(book, NAIVE, seed)))


def measure_import(rows: int, seed: int, progress: Progress) -> Import:
    """Write contacts as an import does."""
    task = progress.add_task(f"{rows:>9,} contacts", total=rows)
    book = make_book(round(rows * 1.8), seed)  # enough for as many owners
    return write_rows(book, rows, partial(progress.advance, task))
