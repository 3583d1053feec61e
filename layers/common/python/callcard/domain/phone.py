"""Telephone numbers: the canonical digits they are stored and compared by, and how people read them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from callcard.domain.numbering import shown
from callcard.domain.reading import read
from callcard.domain.spelling import fold


@dataclass(frozen=True, slots=True)
class Number:
    """A number's canonical digits, and what is to be dialled once it has answered (an extension)."""

    digits: str
    dial_after: str = ""


def read_numbers(text: str, region: str = "RU") -> tuple[Number, ...]:
    """Read every number of a field, in its order, each once.

    «8 (423) 202-25-11, доб. 100» is one number, «89991234567/8 (495) 123-45-67» two, and the 68 of
    «123-45-67/68» is 123-45-68. What no numbering plan knows stays as its digits.
    """
    return distinct(Number(digits, after) for digits, after in read(fold(text), region))


def distinct(numbers: Iterable[Number]) -> tuple[Number, ...]:
    """Give each number once; several things to dial after one stand beside each other: 100/200."""
    after: dict[str, dict[str, None]] = {}
    for number in numbers:
        after.setdefault(number.digits, {}).update({number.dial_after: None} if number.dial_after else {})
    return tuple(Number(digits, "/".join(extensions)) for digits, extensions in after.items())


# a Russian mobile number as PBXs write it: nearly all callers, and no numbering plan has to be asked
_MOBILE = re.compile(r"(?:\+?7|8)(9[0-9]{9})")


@lru_cache(maxsize=4096)  # every message of a call names the same numbers
def canonical(text: str, region: str = "RU") -> str:
    """Give the E.164 digits without the plus of the (first) number of a text, or its bare digits, or "" for none.

    A number without a country code is taken as one of `region`: 8 999 123-45-67 and 9991234567 are
    79991234567 (protocol 3.9). What no numbering plan knows (an extension, a local number) stays as digits.
    """
    if region == "RU" and (mobile := _MOBILE.fullmatch(text)):
        return f"7{mobile[1]}"
    numbers = read_numbers(text, region)
    return numbers[0].digits if numbers else ""


def bare(text: str) -> str:
    """Give the digits of a text, in whatever script they are written."""
    return "".join(re.findall(r"[0-9]+", fold(text)))


@lru_cache(maxsize=4096)
def display(digits: str, dial_after: str = "") -> str:
    """Show canonical digits as people write them: +7 999 123-45-67 доб. 5; a short number stays as it is."""
    plain = digits.startswith("79") and _MOBILE.fullmatch(digits)
    whole = f"+7 {digits[1:4]} {digits[4:7]}-{digits[7:9]}-{digits[9:]}" if plain else shown(digits)
    return f"{whole} доб. {dial_after}" if dial_after else whole


def common_suffix(one: str, other: str) -> int:
    """Count the last digits two numbers share."""
    shared = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        shared += 1
    return shared
