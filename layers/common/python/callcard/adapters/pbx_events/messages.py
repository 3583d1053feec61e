"""The PBX's messages as it writes them (protocol 1 and 2), read by plain functions: pydantic takes 80 ms to load.

local/pbx_messages.py says the same in pydantic's words, for the API's document and as the test's oracle.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from callcard.errors import InvalidInputError

type Checks = dict[str, Callable[[Any], Any]]

LONGEST_CALL = 10 * 24 * 3600
TOLD = {"event", "history", "rating"}

_PRINTABLE = re.compile(r"[^\x00-\x1f\x7f]*")
_NAME = re.compile(r"[^\x00-\x1f\x7f#]*")
_ANY = re.compile(r".*", re.DOTALL)
_WHOLE = re.compile(r"[+-]?[0-9]+(_[0-9]+)*(\.0*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class LegMessage:
    """What every message about a leg names."""

    callid: str
    user: str = ""
    ext: str = ""
    phone: str = ""
    diversion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMessage(LegMessage):
    """A call begins or is answered."""

    type: str
    direction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryMessage(LegMessage):
    """A call is over; `duration` in seconds."""

    type: str
    start: str = ""
    end: str = ""
    duration: int | None = None
    link: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingMessage:
    """The client rated the call."""

    callid: str
    rating: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactMessage:
    """A call waits: whose is it?"""

    phone: str = ""


def lower(value: object) -> object:
    """Make a word comparable; anything else stays as it is."""
    return value.strip().lower() if isinstance(value, str) else value


def read_message[M](kind: type[M], fields: Mapping[str, Any]) -> M:
    """Read a message; raises InvalidInputError with fields and reasons, never values: those are people's numbers."""
    values, faults = {}, []
    for name, check in _CHECKS[kind].items():
        try:
            values[name] = check(fields.get(name, _ABSENT))
        except ValueError as exc:
            faults.append(f"{name} ({exc})")
    if faults:
        raise InvalidInputError("bad_fields", fields=", ".join(faults))
    return kind(**{name: value for name, value in values.items() if value is not _ABSENT})


_ABSENT = object()


def _text(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()  # before the lengths are looked at: a blank name is none
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _string(value: Any, least: int, most: int, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str):
        raise ValueError("string_type")  # noqa: TRY004  # a fault of the message, not of ours
    if not _writable(value):
        raise ValueError("string_unicode")
    if len(value) > most:
        raise ValueError("string_too_long")
    if len(value) < least:
        raise ValueError("string_too_short")
    if not pattern.fullmatch(value):
        raise ValueError("string_pattern_mismatch")
    return value


def _writable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _texts(value: Any, *, most: int, least: int = 0, pattern: re.Pattern[str] = _PRINTABLE) -> Any:
    return value if value is _ABSENT else _string(_text(value), least, most, pattern)


def _word(value: Any) -> Any:
    return value if value is _ABSENT else _string(lower(value), 1, 64, _ANY)


def _way(value: Any) -> Any:
    word = lower(value)
    if isinstance(word, str) and not _writable(word):
        raise ValueError("string_unicode")
    if word is not _ABSENT and word not in ("in", "out"):
        raise ValueError("literal_error")
    return word


def _seconds(value: Any) -> Any:
    if value is _ABSENT or value is None or (isinstance(value, str) and not value.strip()):
        return None
    whole = _whole(value)
    if whole < 0:
        raise ValueError("greater_than_equal")
    if whole > LONGEST_CALL:
        raise ValueError("less_than_equal")
    return whole


def _whole(value: Any) -> int:
    match value:
        case bool():
            raise ValueError("value_error")
        case int():
            return value
        case float() if value != value or value in (float("inf"), float("-inf")):
            raise ValueError("finite_number")
        case float() if value != int(value):
            raise ValueError("int_from_float")
        case float():
            return int(value)
        case str() if _WHOLE.fullmatch(value.strip()):
            return int(value.strip().partition(".")[0])
        case str():
            raise ValueError("int_parsing")
        case _:
            raise ValueError("int_type")


def _needed(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def present(value: Any) -> Any:
        if value is _ABSENT:
            raise ValueError("missing")
        return check(value)

    return present


_CALL_ID = _needed(partial(_texts, least=1, most=128))
_SHORT = partial(_texts, most=200)
_PERSON = partial(_texts, most=64, pattern=_NAME)
_LEG: Checks = {"callid": _CALL_ID, "user": _PERSON, "ext": _PERSON, "phone": _SHORT, "diversion": _SHORT}
_CHECKS: dict[type, Checks] = {
    EventMessage: _LEG | {"type": _needed(_word), "direction": lambda value: None if value is None else _way(value)},
    HistoryMessage: _LEG
    | {"type": _needed(_way), "start": _SHORT, "end": _SHORT, "duration": _seconds}
    | {"link": partial(_texts, most=4096, pattern=_ANY), "status": _SHORT},
    RatingMessage: {"callid": _CALL_ID, "rating": _needed(partial(_texts, least=1, most=16))},
    ContactMessage: {"phone": _SHORT},
}
