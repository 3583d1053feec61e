"""What may be dialled on the company's bill: toll fraud dials premium, satellite and far countries' numbers."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from callcard.domain.phone import bare, canonical
from callcard.domain.spelling import fold

MINUTE = timedelta(minutes=1)
_DEAR = {PhoneNumberType.PREMIUM_RATE: "toll_premium", PhoneNumberType.SHARED_COST: "toll_shared"}
_PREMIUM_ABROAD = ("979",)
# Inmarsat, Iridium and its kin, networks of no country, and Globalstar's Russian code
_SATELLITE = ("870", "881", "882", "883", "878", "7954")
# Abkhazia answers under Russia's +7, at another price
_ELSEWHERE = ("7840", "7940")


def refusal(phone: str, *, region: str, countries: Collection[str], extensions: Collection[str]) -> str | None:
    """Say why a number may not be dialled, as a code of `texts.py`; None when it may.

    `countries` are ISO codes of two letters; a colleague's extension may always be dialled. What no numbering plan
    knows is refused: a short code may be a paid service, and a long one nobody's.
    """
    if set(fold(phone)) & set("*#"):
        return "toll_service"
    # what is dialled are the digits, whoever wrote a plus before them meant another country
    readings = (canonical(phone, region), canonical(bare(phone), region))
    reasons = (_refusal(digits, countries) for digits in readings if digits not in extensions)
    return next(filter(None, reasons), None)


def _refusal(digits: str, countries: Collection[str]) -> str | None:
    if digits.startswith(_SATELLITE):
        return "toll_satellite"
    if digits.startswith(_PREMIUM_ABROAD):
        return "toll_premium"
    number = _assigned(digits)
    if number is None:
        return "toll_unassigned"
    if dear := _DEAR.get(phonenumbers.number_type(number)):
        return dear
    home = phonenumbers.region_code_for_number(number)
    return None if home in countries and not digits.startswith(_ELSEWHERE) else "toll_country"


def pace(
    dialled: Sequence[datetime], now: datetime, limit: int, span: timedelta = MINUTE
) -> tuple[datetime, ...] | None:
    """Add a call that begins now to those of the last minute; None when `limit` of them have begun already."""
    recent = tuple(at for at in dialled if now - at < span)
    return None if len(recent) >= limit else (*recent, now)


def _assigned(digits: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
