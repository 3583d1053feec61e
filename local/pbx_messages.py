"""The PBX's messages in pydantic's words: for the API's document, and the oracle of the functions that read them."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

LONGEST_CALL = 10 * 24 * 3600


def _text(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()  # before the lengths are looked at: a blank name is none
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("not a number")  # noqa: TRY004  # pydantic makes a validation error of a ValueError only
    return None if value is None or (isinstance(value, str) and not value.strip()) else value


def lower(value: object) -> object:
    """Make a word comparable; anything else stays as it is."""
    return value.strip().lower() if isinstance(value, str) else value


def _writable(value: object) -> object:
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise PydanticCustomError("string_unicode", "half a letter, which no table holds")
    return value


_PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
_NAME = r"^[^\x00-\x1f\x7f#]*$"
Text = Annotated[
    str, BeforeValidator(_text), StringConstraints(max_length=200, pattern=_PRINTABLE, strip_whitespace=True)
]
Name = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=64, pattern=_NAME, strip_whitespace=True)]
CallId = Annotated[
    str,
    BeforeValidator(_text),
    StringConstraints(min_length=1, max_length=128, pattern=_PRINTABLE, strip_whitespace=True),
]
Link = Annotated[str, BeforeValidator(_writable), BeforeValidator(_text), StringConstraints(max_length=4096)]
Seconds = Annotated[Annotated[int, Field(ge=0, le=LONGEST_CALL)] | None, BeforeValidator(_number)]
Way = Annotated[Literal["in", "out"], BeforeValidator(lower)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class LegMessage(_Message):
    """What every message about a leg names."""

    callid: CallId
    user: Name = ""
    ext: Name = ""
    phone: Text = ""
    diversion: Text = ""


class EventMessage(LegMessage):
    """A call begins or is answered."""

    cmd: Literal["event"]
    type: Annotated[
        str, BeforeValidator(_writable), BeforeValidator(lower), StringConstraints(min_length=1, max_length=64)
    ]
    direction: Way | None = None


class HistoryMessage(LegMessage):
    """A call is over; `duration` in seconds."""

    cmd: Literal["history"]
    type: Way
    start: Text = ""
    end: Text = ""
    duration: Seconds = None
    link: Link = ""
    status: Text = ""


class RatingMessage(_Message):
    """The client rated the call."""

    cmd: Literal["rating"]
    callid: CallId
    rating: Annotated[str, BeforeValidator(_text), StringConstraints(min_length=1, max_length=16, pattern=_PRINTABLE)]


class ContactMessage(_Message):
    """A call waits: whose is it?"""

    phone: Text = ""


TOLD = {"event", "history", "rating"}
MESSAGE: TypeAdapter[EventMessage | HistoryMessage | RatingMessage] = TypeAdapter(
    Annotated[EventMessage | HistoryMessage | RatingMessage, Field(discriminator="cmd")]
)
CONTACT = TypeAdapter(ContactMessage)


def faults(error: ValidationError) -> list[str]:
    """Name fields and reasons, never values: the values are people's phone numbers."""
    named = [(str(fault["loc"][-1]) if fault["loc"] else "cmd", fault["type"]) for fault in error.errors()]
    return [f"{name} ({reason})" for name, reason in named]
