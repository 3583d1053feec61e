"""How often the last N digits show the wrong client, for every N, in one pass over the book's numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

DIGITS = 20  # the setting's largest value
GOOD_SHARE = 0.005  # a wrong card this rarely is what an administrator is advised to have


@dataclass(frozen=True, slots=True)
class Advice:
    """The book's distinct numbers, and for N = 1 to 20 the share of calls that would show somebody else's card."""

    numbers: int
    shares: tuple[float, ...]

    @property
    def recommended(self) -> int | None:
        """Name the smallest N whose share is good; None when there is nothing to go by."""
        good = (n for n, share in enumerate(self.shares, 1) if share < GOOD_SHARE)
        return next(good, None) if self.numbers else None


def advise(entries: Iterable[tuple[str, str]]) -> Advice:
    """Judge a book given as (number, contact) in the ascending order of `number`, whose digits are reversed.

    The share for N is the larger of two: an unknown number has one of the 10^N endings by chance, so the endings
    in use; and a number of the book, were it not there yet, would show another client (numbers of one book
    resemble each other more than chance). Both follow `matching.match`.
    """
    tally = _Tally()
    for number, owners in _distinct(entries):
        tally.add(number, owners)
    return tally.advice()


@dataclass(slots=True)
class _Ending:
    """The numbers with one ending: their owners together, how many are longer than it, how many belong to all of them.

    A number would show somebody else's card exactly when it does not belong to every owner of its ending.
    """

    digits: int
    owners: set[str] = field(default_factory=set)
    longer: int = 0
    of_all: int = 0

    def add(self, number: str, owners: set[str]) -> None:
        if not owners <= self.owners:
            self.owners |= owners
            self.of_all = 0
        if len(number) > self.digits:
            self.longer += 1
            self.of_all += len(owners) == len(self.owners)


@dataclass(slots=True)
class _Tally:
    """Keeps one ending of each length: those that the number in hand shares with the one before it."""

    numbers: int = 0
    fresh: list[int] = field(default_factory=lambda: [0] * (DIGITS + 2))  # endings of more digits than before
    spent: list[int] = field(default_factory=lambda: [0] * (DIGITS + 2))  # endings the number is too short for
    wrong: list[int] = field(default_factory=lambda: [0] * (DIGITS + 1))
    open: list[_Ending] = field(default_factory=list)
    last: tuple[str, set[str]] = ("", set())

    def add(self, number: str, owners: set[str]) -> None:
        shared = min(_common_prefix(self.last[0], number), DIGITS)
        self._close(shared)
        for digits in range(len(self.open) + 1, shared + 1):
            self.open.append(_Ending(digits))
            self.open[-1].add(*self.last)
        for ending in self.open:
            ending.add(number, owners)
        self.fresh[shared + 1] += 1
        self.spent[min(len(number), DIGITS) + 1] += 1
        self.numbers += 1
        self.last = number, owners

    def advice(self) -> Advice:
        self._close(0)
        return Advice(self.numbers, tuple(self._shares()))

    def _close(self, shared: int) -> None:
        while len(self.open) > shared:
            ending = self.open.pop()
            self.wrong[ending.digits] += ending.longer - ending.of_all

    def _shares(self) -> Iterator[float]:
        endings = 0
        for digits in range(1, DIGITS + 1):
            endings += self.fresh[digits] - self.spent[digits]
            yield max(endings / 10**digits, self.wrong[digits] / max(self.numbers, 1))


def _distinct(entries: Iterable[tuple[str, str]]) -> Iterator[tuple[str, set[str]]]:
    number, owners = "", set[str]()
    for each, owner in entries:
        if each != number and number:
            yield number, owners
        if each != number:
            number, owners = each, set()
        owners.add(owner)
    if number:
        yield number, owners


def _common_prefix(one: str, other: str) -> int:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared
