"""Brute force: every number of the book is compared with every caller. It shares no code with the product."""

from dataclasses import dataclass

import numpy as np

from local.bench_index.book import Book

LONGEST = 20
PAD = 255


@dataclass(frozen=True, slots=True)
class Row:
    """One number of the book as a caller sees it: whose, how many last digits are common, and whether all are."""

    owner: int
    digits: int
    full: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to find for one caller, before any N."""

    length: int
    pin: int | None  # whose the number was said to be
    best: int  # the most last digits that any number has in common
    full: bool  # whether some number is the caller's
    first: frozenset[int]  # the owners of the best
    reach: int  # of the k numbers on either side, how much the last have in common: better ones are all among them
    seen: tuple[Row, ...]  # the numbers that are better than that


class Oracle:
    """Knows a book by heart, digit by digit from the end; a pin is a row beside its number's."""

    def __init__(self, book: Book) -> None:
        numbers = [*book.numbers, *book.pins]
        self._owners = np.concatenate([book.owners, np.array(list(book.pins.values()), dtype=np.int64)])
        self._pinned = np.arange(len(numbers)) >= len(book.numbers)
        self._backwards = np.array([number[::-1] for number in numbers], dtype=f"S{LONGEST}")
        self._lengths = np.array([len(number) for number in numbers])
        letters = self._backwards.view(np.uint8).reshape(len(numbers), LONGEST)
        self._columns = [np.ascontiguousarray(letters[:, at]) for at in range(LONGEST)]

    def look(self, digits: str, k: int) -> Sight:
        """Compare a caller with every number."""
        rows, common = self._common(digits)
        full = (common == len(digits)) & (self._lengths[rows] == len(digits))
        # as DynamoDB sorts them: a number that is a beginning of the caller's stands before it
        above = self._backwards[rows] >= digits[::-1].encode()
        reach = max(_last(common[above], k), _last(common[~above], k))
        best = int(common.max(initial=0))
        better = np.flatnonzero(common > reach)
        seen = tuple(Row(int(self._owners[rows[at]]), int(common[at]), bool(full[at])) for at in better)
        is_best = full if full.any() else common == best
        first = frozenset(self._owners[rows[is_best]].tolist())
        pin = next(iter(self._owners[rows[full & self._pinned[rows]]].tolist()), None)
        return Sight(len(digits), pin, best, bool(full.any()), first, reach, seen)

    def has(self, digits: str, row: Row) -> bool:
        """Say whether the book has such a number."""
        rows, common = self._common(digits)
        full = (common == len(digits)) & (self._lengths[rows] == len(digits))
        return bool(((self._owners[rows] == row.owner) & (common == row.digits) & (full == row.full)).any())

    def _common(self, digits: str) -> tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", ...]:
        """List the numbers with the same last digit, and how many last digits they share."""
        rows = np.flatnonzero(self._columns[0] == ord(digits[-1]))
        common = np.ones(len(rows), dtype=np.int64)
        alive = np.arange(len(rows))
        for at, digit in enumerate(reversed(digits[:-1]), start=1):
            alive = alive[self._columns[at][rows[alive]] == ord(digit)]
            common[alive] += 1
        return rows, common


def _last(common: "np.ndarray[tuple[int], np.dtype[np.int64]]", k: int) -> int:
    """Say how much the k-th best of a side has in common; 0 when there are fewer, and none is left out."""
    return int(np.partition(common, -k)[-k]) if len(common) >= k else 0
