"""Telephone numbers: the canonical digits they are stored and compared by, and how people read them."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

SHORTEST_INTERNATIONAL = 10


def canonical(text: str, region: str = "RU") -> str:
    """Give the E.164 digits of a number without the plus, or its bare digits, or "" when it has none.

    A number without a country code is taken as one of `region`: 8 999 123-45-67 and 9991234567 are
    79991234567 (protocol 3.9). What no numbering plan knows (an extension, a local number) stays as digits.
    """
    plain = unicodedata.normalize("NFKC", text)
    digits = bare(plain)
    if not digits:
        return ""
    international = plain.strip().startswith("+")
    home = None if international else _parse(plain, region)
    abroad = _parse("+" + digits, None)
    if home is not None and _possible(home):
        return _e164(home)
    return _e164(abroad) if abroad is not None and phonenumbers.is_valid_number(abroad) else digits


def bare(text: str) -> str:
    """Give the digits of a text, in whatever script they are written."""
    return "".join(str(unicodedata.digit(char)) for char in re.findall(r"\d", text))


@lru_cache(maxsize=4096)
def display(digits: str) -> str:
    """Show canonical digits as people write them: +7 999 123-45-67; a short number stays as it is."""
    number = _parse("+" + digits, None) if len(digits) >= SHORTEST_INTERNATIONAL else None
    if number is None or not _possible(number):
        return digits
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def common_suffix(one: str, other: str) -> int:
    """Count the last digits two numbers share."""
    shared = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        shared += 1
    return shared


def _parse(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _possible(number: PhoneNumber) -> bool:
    # is_possible_number also says yes to a number that only works inside one city
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")
