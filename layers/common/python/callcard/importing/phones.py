"""The numbers of a row: several columns, several numbers in each, some of them spoiled by Excel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from callcard.domain.contacts import MOST_PHONES
from callcard.domain.phone import Number, canonical, display, read_numbers
from callcard.importing.sheets import Field, Problem

SHORTENED = re.compile(r"([0-9])(?:[.,]([0-9]+))?[EeЕе]\+?([0-9]{1,2})")
WITH_POINT = re.compile(r"([0-9]{5,})[.,]0+")
NOTHING = re.compile(r"\W*|нет|no|none|n/a|null|-", re.IGNORECASE)
# as our export writes what is dialled after a number, where it would be read otherwise: two pauses, say
EXACT = re.compile(r"([^=]+) доб\.=([0-9*#,]{1,20})")
LONGEST_NUMBER = 64  # digits, as everywhere in the book
LONGEST = 400  # characters of one line in a cell of numbers
LONGEST_AFTER = 20


@dataclass(frozen=True, slots=True)
class Phones:
    """What a row's cells of numbers came to."""

    digits: tuple[str, ...]
    dial_after: dict[str, str]
    problems: list[Problem]


def read_phones(line: int, cells: Sequence[str], region: str) -> Phones:
    """Read all numbers of a row, each once; a cell that holds none is a problem, not a reason to lose the row."""
    found: dict[str, dict[str, None]] = {}
    problems: list[Problem] = []
    for text in _texts(cells):
        numbers, reason = _numbers(text, region)
        for number in numbers:
            found.setdefault(number.digits, {}).update({number.dial_after: None} if number.dial_after else {})
        problems += [Problem(line, Field.PHONES, reason)] if reason else []
    if len(found) > MOST_PHONES:
        problems.append(Problem(line, Field.PHONES, "too_many_phones", {"limit": str(MOST_PHONES)}))
        found = dict(islice(found.items(), MOST_PHONES))
    dial_after = {digits: _together(list(afters)) for digits, afters in found.items() if afters}
    return Phones(tuple(found), dial_after, problems)


def written_phones(phones: Sequence[str], dial_after: Mapping[str, str], region: str) -> str:
    """Write numbers as people read them, so that reading them gives the same numbers again."""
    shown = [_written(digits, dial_after.get(digits, ""), region) for digits in phones]
    joined = ", ".join(shown)
    return joined if _same(joined, phones, dial_after, region) else "\n".join(shown)


def _texts(cells: Sequence[str]) -> list[str]:
    # our CSV guards «+7 …» with a '; in a workbook made of it the ' stays
    lines = [line.strip().lstrip("'") for cell in cells for line in re.split(r"[\r\n]+", cell)]
    return [line for line in lines if not NOTHING.fullmatch(line)]


def _numbers(text: str, region: str) -> tuple[tuple[Number, ...], str]:
    shortened = SHORTENED.fullmatch(text)
    if shortened:
        digits = shortened[1] + (shortened[2] or "")
        if len(digits) <= int(shortened[3]):
            return (), "spoiled_number"
        text = digits[: int(shortened[3]) + 1]
    if exact := EXACT.fullmatch(text):
        return (Number(canonical(exact[1], region), exact[2]),), ""
    pointed = WITH_POINT.fullmatch(text)
    numbers = read_numbers(pointed[1] if pointed else text[:LONGEST], region)
    held = tuple(number for number in numbers if len(number.digits) <= LONGEST_NUMBER)
    return held, "" if held else "no_digits"


def _together(afters: list[str]) -> str:
    joined = ",".join(afters)
    return joined if len(joined) <= LONGEST_AFTER else afters[0]


def _written(digits: str, dial_after: str, region: str) -> str:
    ways = [display(digits, dial_after), f"+{digits}", digits]
    if dial_after:
        ways[1:] = [f"{number} доб.={dial_after}" for number in (display(digits), f"+{digits}", digits)]
    return next((way for way in ways if _numbers(way, region)[0] == (Number(digits, dial_after),)), digits)


def _same(text: str, phones: Sequence[str], dial_after: Mapping[str, str], region: str) -> bool:
    read = read_phones(0, [text], region)
    return (read.digits, read.dial_after) == (tuple(phones), dict(dial_after))
