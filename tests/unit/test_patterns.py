"""Every regular expression of the product reads 200 kB of the worst text we know of in under a second."""

import importlib
import pkgutil
import re
from itertools import product
from time import process_time

import pytest

import callcard
from callcard.importing.content import LONGEST_PHONE
from callcard.importing.xlsx_values import LONGEST_FORMAT

SIZE, TRIED = 200_000, 20_000  # characters; what is not linear takes seconds for the tenth part already
# what a pattern may begin with, go on with, or wait for the end of in vain
PIECES = [
    *'1+(["\\_aA;= xх#é\n\r\u0300', "1 ", "1_", "1.", "1,", "1-", "_1", "_x", "a.", "a;", "9E", "доб", "=\r", "*31#",
    "1)", "тел", "(1", "[1", "\\;", "1A", "12:", "2026-",
]  # fmt: skip
ENDS = ["", "\\", "!", "x", "\x00", "("]
# how a pattern is used where that is more than it promises by itself: anchored, or on a text of so many characters
USES = {
    "callcard.importing.content.PLAIN": ("fullmatch", LONGEST_PHONE),
    "callcard.importing.phones.EXACT": ("fullmatch", SIZE),
    "callcard.importing.phones.WITH_POINT": ("fullmatch", SIZE),
    "callcard.importing.vcards.PROPERTY": ("match", SIZE),
    "callcard.importing.xlsx_values.ASIDE": ("search", LONGEST_FORMAT),
}


def patterns() -> dict[str, "re.Pattern[str]"]:
    """Give all patterns that our modules keep, by their names; `wiring` keeps none and wants a function's variables."""
    names = [each.name for each in pkgutil.walk_packages(callcard.__path__, "callcard.") if "wiring" not in each.name]
    modules = {name: vars(importlib.import_module(name)) for name in names}
    kept = [(f"{module}.{name}", value) for module, values in modules.items() for name, value in values.items()]
    return {name: value for name, value in kept if isinstance(value, re.Pattern)}


ALL = patterns()


def seconds(name: str, text: str) -> float:
    """How long a pattern takes over a text, looked for at every place unless it is used otherwise."""
    way, longest = USES.get(name, ("search", SIZE))
    began = process_time()
    if way == "search":
        ALL[name].sub("", text[:longest])
    else:
        getattr(ALL[name], way)(text[:longest])
    return process_time() - began


@pytest.mark.parametrize("name", ALL)
def test_every_pattern_is_linear(name: str) -> None:
    took: dict[tuple[str, str], float] = {}
    for piece, end in product(PIECES, ENDS):
        took[piece, end] = seconds(name, piece * (TRIED // len(piece)) + end)
        assert took[piece, end] < 0.5, (piece, end)  # else the whole text would take minutes
    piece, end = max(took, key=lambda text: took[text])
    assert seconds(name, piece * (SIZE // len(piece)) + end) < 1, (piece, end)


def test_the_patterns_are_found_and_their_uses_are_theirs() -> None:
    assert len(ALL) > 30
    assert USES.keys() <= ALL.keys()
