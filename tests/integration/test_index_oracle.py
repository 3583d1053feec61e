"""The phone index against brute force: a bench in small, and books that a machine thinks up."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.adapters.numbers_table import NumbersTable
from callcard.wiring import shared
from local.bench_index.book import Book, make_book
from local.bench_index.callers import Caller, callers
from local.bench_index.lookups import count_waves, look_up
from local.bench_index.oracle import Oracle
from local.bench_index.store import NUMBERS, Store, connected

# few digits make many equal endings, and short numbers that are the endings of long ones
SHORT = st.text("012", min_size=1, max_size=6)
LONG = st.text("0123456789", min_size=7, max_size=15)
ROWS = st.lists(st.tuples(SHORT | LONG, st.integers(0, 6)), unique=True, max_size=40)


@pytest.fixture(scope="module", autouse=True)
def environment() -> Iterator[None]:
    """Make the product's client once for all examples."""
    shared.dynamodb.cache_clear()
    yield
    shared.dynamodb.cache_clear()


def table() -> NumbersTable:
    """Reach the phone index with the product's client."""
    return NumbersTable(shared.dynamodb(), NUMBERS)


def looked_up(rows: list[tuple[str, int]], pinned: int, caller: str, k: int) -> list[str]:
    """Look a caller up for every N in a book whose first numbers are pinned; say what is wrong."""
    owners = np.array([owner for _, owner in rows], dtype=np.int64)
    store, book = Store(), Book([number for number, _ in rows], owners, dict(rows[:pinned]))
    store.tables.shelve(book)
    with connected(store):
        came = look_up(table(), store, Oracle(book), [Caller("", caller)], k, lambda: None)
    assert came.items <= 2 * k
    assert came.requests == {2}
    return came.wrong


@given(ROWS, st.integers(0, 3), SHORT | LONG, st.integers(1, 6))
def test_what_is_found_is_what_brute_force_finds(rows: list[tuple[str, int]], pinned: int, caller: str, k: int) -> None:
    assert looked_up(rows, pinned, caller, k) == []


@given(ROWS.filter(bool), st.integers(0, 3), st.data(), st.integers(1, 6))
def test_a_clients_own_number_and_its_neighbours_are_found(
    rows: list[tuple[str, int]], pinned: int, data: st.DataObject, k: int
) -> None:
    own = data.draw(st.sampled_from(rows))[0]
    caller = data.draw(st.sampled_from([own, own[1:] or own, f"7{own}", own[:-1] + "1", f"7{own[-3:]}"]))
    assert looked_up(rows, pinned, caller, k) == []


@pytest.mark.parametrize("size", [1_000, 10_000])
@pytest.mark.parametrize("k", [1, 5])
def test_the_bench_in_small_finds_nothing_wrong_and_costs_the_same(size: int, k: int) -> None:
    book, store = make_book(size, seed=2), Store()
    store.tables.shelve(book)
    oracle = Oracle(book)
    with connected(store):
        came = look_up(table(), store, oracle, callers(book, 280, seed=k), k, lambda: None)
        assert count_waves(table(), store, callers(book, 20, seed=3), k) == {1}
    assert (came.wrong, came.requests, came.items) == ([], {2}, 2 * k)
    assert (came.callers, came.verdicts) == (280, 280 * 20)
