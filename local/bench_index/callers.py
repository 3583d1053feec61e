"""Who calls: clients in any spelling, strangers with a client's last digits, short numbers, anybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from local.bench_index.book import Book

SPELLINGS = [
    "8 ({0}) {1}-{2}-{3}",
    "+7 {0} {1} {2} {3}",
    "8{0}{1}{2}{3}",
    "{0}{1}{2}{3}",
    "+7({0}){1}-{2}{3}",
    "7{0}{1}{2}{3}",
]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls: the number as it is written, or "" for canonical digits, and the digits that it is."""

    written: str
    digits: str


def callers(book: Book, count: int, seed: int) -> Iterator[Caller]:
    """Give `count` callers, of all kinds in turn."""
    chance = np.random.default_rng(seed)
    kinds: list[Callable[[str, np.random.Generator], str]] = [
        _same,
        _same,
        _stranger,
        _stranger,
        _slip,
        _short,
        _anybody,
    ]
    for at in range(count):
        own = book.numbers[int(chance.integers(len(book.numbers)))]
        digits = kinds[at % len(kinds)](own, chance)
        yield Caller(_written(digits, chance), digits)


def _same(own: str, _: np.random.Generator) -> str:
    return own


def _stranger(own: str, chance: np.random.Generator) -> str:
    """Share the last digits of a client's number, and those alone."""
    shared = own[-int(chance.integers(1, 11)) :]
    return f"7{_digits(10 - len(shared), chance)}{shared}"


def _slip(own: str, chance: np.random.Generator) -> str:
    """Dial one digit wrong."""
    at = int(chance.integers(len(own)))
    return own[:at] + str((int(own[at]) + int(chance.integers(1, 10))) % 10) + own[at + 1 :]


def _short(own: str, chance: np.random.Generator) -> str:
    return own[-int(chance.integers(1, 8)) :]


def _anybody(_: str, chance: np.random.Generator) -> str:
    return f"79{_digits(9, chance)}"


def _written(digits: str, chance: np.random.Generator) -> str:
    """Spell a Russian number in one of the usual ways."""
    if len(digits) != 11 or digits[0] != "7" or digits[1] not in "3489" or digits.startswith("7810"):
        return ""
    return str(chance.choice(SPELLINGS)).format(digits[1:4], digits[4:7], digits[7:9], digits[9:])


def _digits(count: int, chance: np.random.Generator) -> str:
    return "".join(map(str, chance.integers(0, 10, count)))
