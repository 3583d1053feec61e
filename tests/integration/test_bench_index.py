"""`make bench-index` itself: it says no when something is wrong, and draws the same picture twice."""

from dataclasses import replace

import pytest

from local.bench_index.book import make_book
from local.bench_index.imports import Import, write_rows
from local.bench_index.lookups import NAIVE_N, Lookups
from local.bench_index.plot import plot
from local.bench_index.report import Size, answers, comparison, of_import, problems

GOOD = Import(rows=100, numbers=150, seconds=1.0, requests=10, wrong=[])


def lookups(k: int) -> Lookups:
    """Make what a good run came to."""
    return Lookups(k, 10, 200, [], {2}, 2 * k, [0.001] * 10, [0.001] * 10, {1})


def sizes(*changed: Lookups) -> list[Size]:
    """Make two sizes, the second with other lookups."""
    naive = {n: [10, 20] for n in NAIVE_N}
    return [Size(1_000, (lookups(1), lookups(5)), naive), Size(1_000_000, changed or (lookups(1), lookups(5)), naive)]


def test_a_good_run_has_no_problems() -> None:
    assert problems(sizes(), GOOD) == []


@pytest.mark.parametrize(
    "bad",
    [
        replace(lookups(1), wrong=["somebody"]),
        replace(lookups(1), items=3),
        replace(lookups(5), items=11),
        replace(lookups(5), requests={2, 3}),
        replace(lookups(5), requests={3}),
        replace(lookups(1), waves={1, 2}),
        replace(lookups(1), waves=set()),
    ],
    ids=[
        "a wrong answer",
        "3 items, k = 1",
        "11 items, k = 5",
        "requests grow",
        "requests differ",
        "waves",
        "no waves",
    ],
)
def test_what_must_not_be_is_a_problem(bad: Lookups) -> None:
    assert len(problems(sizes(bad), GOOD)) == 1


def test_an_import_that_lost_rows_is_a_problem() -> None:
    assert problems(sizes(), replace(GOOD, wrong=["3 rows were not written"])) == ["3 rows were not written"]


def test_the_tables_say_what_was_measured() -> None:
    assert "| 1,000,000 | 5 | 10 | 200 | 0 | 10 | 2 | 1 | 1.0 ms | 1.0 ms | 1.0 ms |" in answers(sizes())
    assert "| 1,000,000 | 2 | 10 | 15.0 (at most 20) |" in comparison(sizes())
    assert "**100 rows per second**" in of_import(GOOD)


def test_the_picture_is_the_same_every_time() -> None:
    once = plot(sizes())
    assert once == plot(sizes())
    assert "<dc:date>" not in once


def test_rows_are_written_once_and_only_once() -> None:
    ticks: list[int] = []
    came = write_rows(make_book(600, seed=1), 250, ticks.append)
    assert (came.rows, came.wrong, sum(ticks)) == (250, [], 250)
