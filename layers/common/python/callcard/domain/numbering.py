"""What the world's numbering plans say of a row of digits."""

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

_LONGEST = 20  # an international prefix and E.164's 15 digits
_SHORTEST = 10  # of what is shown as an international number
_ABROAD = "00"
_SERVICE_TYPES = {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}


def planned(digits: str, region: str, *, plus: bool) -> str:
    """Give the E.164 digits of a number, or "" when no numbering plan knows it.

    Without a plus the region's own plan is asked first: 8… and bare ten digits are Russian (protocol 3.9).
    """
    if not _shortest(region) <= len(digits) <= _LONGEST:
        return ""
    if plus:
        return _abroad(digits) or _without_plus(digits, region)
    if digits.startswith(_ABROAD) and (abroad := _abroad(digits.removeprefix(_ABROAD))):
        return abroad
    if home := _home(digits, region):
        return home
    abroad = _abroad(digits)
    return "" if _home(abroad, region) else abroad  # else it would be read as another number the next time


def is_assigned(digits: str) -> bool:
    """Say whether E.164 digits are a number that somebody may have."""
    return bool(_abroad(digits))


def is_service(digits: str) -> bool:
    """Say whether E.164 digits are a number for all callers of a country: free of charge, say."""
    number = _parse(f"+{digits}", None)
    return number is not None and phonenumbers.number_type(number) in _SERVICE_TYPES


def is_mobile(digits: str) -> bool:
    """Say whether E.164 digits are a mobile number, and nothing else."""
    number = _parse(f"+{digits}", None)
    return number is not None and phonenumbers.number_type(number) == PhoneNumberType.MOBILE


def shown(digits: str) -> str:
    """Show E.164 digits as people write them; what is none stays as it is.

    What is shown is read back as the same digits; so the ten of +7 999 123-45-6, that no region would leave as
    they are, keep their plus.
    """
    number = _parse(f"+{digits}", None) if len(digits) >= _SHORTEST else None
    if number is None or _e164(number) != digits:  # it would be read back without the 0 of +84 0 912 345 678
        return digits
    if not _possible(number):
        short = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.TOO_SHORT
        return f"+{digits}" if short else digits
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


@lru_cache(maxsize=8)
def _shortest(region: str) -> int:
    plan = PhoneMetadata.metadata_for_region(region, None)
    lengths = plan.general_desc.possible_length if plan and plan.general_desc else ()
    return min(lengths, default=_SHORTEST)


def _home(digits: str, region: str) -> str:
    number = _parse(digits, region)
    if number is None or not _possible(number):
        return ""
    # a plan may be older than a new code; other lengths are too many to be believed without one
    usual = _SHORTEST <= len(str(number.national_number)) <= _SHORTEST + 1
    return _e164(number) if usual or phonenumbers.is_valid_number(number) else ""


def _without_plus(digits: str, region: str) -> str:
    """Read +8 999 123-45-67 as its writer meant it; +7 with a digit too few is nothing else."""
    own = str(phonenumbers.country_code_for_region(region))
    return "" if digits.startswith(own) else _home(digits, region)


def _abroad(digits: str) -> str:
    number = _parse(f"+{digits}", None) if digits else None
    return _e164(number) if number is not None and phonenumbers.is_valid_number(number) else ""


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
