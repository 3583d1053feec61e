"""Numbers as those read them who may not see them whole: +7 999 •••-••-45."""

import re
from collections.abc import Iterable

from callcard.domain.numbering import is_assigned
from callcard.domain.phone import canonical
from callcard.domain.words import digits_asked, folded

DOT = "•"
SHORT = 4  # digits: an extension is no secret
WHOLE = 11  # digits: the shorter numbers of small countries are found like parts of longer ones
TAIL = 2
HIDDEN = 5  # digits at least, of a number that has a code
_COUNTRY = 10
_AFTER = " доб. "
# a date is no number; seven digits and more are, whatever stands between them
_DATE = (
    r"(?<!\d)(?:(?:19|20)\d\d-[01]\d-[0-3]\d(?:T[0-2]\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?)?"
    r"|[0-3]?\d\.[01]?\d\.(?:19|20)\d\d)(?!\d)"
)
_NUMBER = re.compile(rf"({_DATE})|\d(?:[\W_]{{0,3}}\d){{6,}}")
_DIGITS = re.compile(r"\d{3,}|(?<!\w)\d+(?!\w)")


def masked(shown: str) -> str:
    """Mask a displayed number: its country, its code and the last two digits stay; a short one stays whole."""
    number, mark, after = shown.partition(_AFTER)
    places = [index for index, char in enumerate(number) if char.isdigit()]
    if len(places) <= SHORT:
        return shown
    hidden = set(places[_head(number, len(places)) : -TAIL])
    return "".join(DOT if index in hidden else char for index, char in enumerate(number)) + mark + after


def masked_list(shown: Iterable[str]) -> list[str]:
    """Mask the numbers of one contact; those that look alike then are counted: … (2)."""
    seen: dict[str, int] = {}
    made = []
    for one in map(masked, shown):
        seen[one] = seen.get(one, 0) + 1
        made.append(one if seen[one] == 1 else f"{one} ({seen[one]})")
    return made


def masked_text(text: str) -> str:
    """Mask whatever in a text may be a number: seven digits and more, however they are spaced."""
    return _NUMBER.sub(lambda found: found[0] if found[1] else masked(found[0]), text)


def restored(written: str, stored: str) -> str:
    """Put back the numbers that the writer of a text was shown masked, in the order of the stored text."""
    if DOT not in written:
        return written
    for found in _NUMBER.finditer(stored):
        if not found[1]:
            written = written.replace(masked(found[0]), found[0], 1)
    return written


def whole_number(query: str, region: str) -> str:
    """Give the digits of a query that is one whole number, and not the part of one that was typed so far."""
    digits = canonical(query, region) if digits_asked(query, region) else ""
    return digits if len(digits) >= WHOLE and is_assigned(digits) else ""


def without_numbers(query: str) -> str:
    """Give the longest part of a query that looks for no number; it finds whatever the query would, and more."""
    return max((part.strip() for part in _DIGITS.split(folded(query))), key=len)


def _head(number: str, count: int) -> int:
    """Say how many digits at the beginning stay: those of country and code. A longer row may be several numbers."""
    longest, most = (15, 6) if number.startswith("+") else (12, 4)
    if not _COUNTRY <= count <= longest:
        return 0
    groups = re.findall(r"\d+", number)
    return min(sum(map(len, groups[:2])), count - TAIL - HIDDEN, most)
