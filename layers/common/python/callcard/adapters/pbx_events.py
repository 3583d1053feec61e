"""Everything strange about what the PBX sends: spellings, encodings, clocks. Nothing of it travels inward."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from callcard.domain.clock import resolve_times
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.phone import canonical
from callcard.errors import InvalidInputError, TooLargeError

BODY_LIMIT = 16 * 1024
BRACKETS_AT_MOST = 64  # the PBX's messages are flat
LONGEST_CALL = 10 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Question:
    """A call waits at the PBX: whose is it? `phone` is canonical digits."""

    phone: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message of the family that says nothing to us (protocol 2)."""

    cmd: str


def _text(value: object) -> object:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _number(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("not a number")  # noqa: TRY004  # pydantic makes a validation error of a ValueError only
    return None if value in ("", None) else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


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
Link = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=4096)]
Seconds = Annotated[int | None, BeforeValidator(_number), Field(ge=0, le=LONGEST_CALL)]
Way = Annotated[Literal["in", "out"], BeforeValidator(_lower)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Leg(_Message):
    callid: CallId
    user: Name = ""
    ext: Name = ""
    phone: Text = ""
    diversion: Text = ""


class _Event(_Leg):
    cmd: Literal["event"]
    type: Annotated[str, BeforeValidator(_lower), StringConstraints(min_length=1, max_length=64)]
    direction: Way | None = None


class _History(_Leg):
    cmd: Literal["history"]
    type: Way
    start: Text = ""
    end: Text = ""
    duration: Seconds = None
    link: Link = ""
    status: Text = ""


class _Contact(_Message):
    cmd: Literal["contact"]
    phone: Text = ""


_MESSAGE: TypeAdapter[_Event | _History | _Contact] = TypeAdapter(
    Annotated[_Event | _History | _Contact, Field(discriminator="cmd")]
)
_KNOWN = {"event", "history", "contact"}
_KINDS = {"incoming": EventKind.STARTED, "outgoing": EventKind.STARTED, "accepted": EventKind.ANSWERED}
_DIRECTIONS = {"incoming": Direction.IN, "outgoing": Direction.OUT}


def read_fields(body: bytes) -> dict[str, Any]:
    """Read a body as JSON or as a form, whatever it calls itself (protocol 2); raises InvalidInputError."""
    if len(body) > BODY_LIMIT:
        raise TooLargeError("too_large", limit=str(BODY_LIMIT))
    try:
        written = body.decode("utf-8").lstrip("\ufeff \t\r\n")
        _check_depth(written)
        fields = json.loads(written) if written[:1] in ("{", "[", '"', "") else dict(parse_qsl(written))
    except ValueError as exc:
        raise InvalidInputError("bad_body", reason="not JSON") from exc
    if not isinstance(fields, dict) or not fields:
        raise InvalidInputError("bad_body", reason="not an object")
    named = {name.strip().lower(): value for name, value in fields.items()}
    return named if "callid" in named else named | {"callid": named.get("call_id")}


def _check_depth(written: str) -> None:
    if written.count("[") + written.count("{") > BRACKETS_AT_MOST:
        raise InvalidInputError("bad_body", reason="nested too deep")


def understand(fields: dict[str, Any], received_at: datetime, region: str) -> CallEvent | Question | Ignored:
    """Turn a message whose token was good into what it means; raises InvalidInputError naming its fields."""
    cmd = _lower(fields.get("cmd"))
    if isinstance(cmd, str) and cmd and cmd not in _KNOWN:
        return Ignored(cmd[:32])
    try:
        message = _MESSAGE.validate_python(fields | {"cmd": cmd})
    except ValidationError as exc:
        raise InvalidInputError("bad_fields", fields=", ".join(_faults(exc))) from exc
    match message:
        case _Contact():
            return Question(canonical(message.phone, region))
        case _Event():
            return _of_event(message, region)
        case _:
            return _of_history(message, received_at, region)


def _of_event(message: _Event, region: str) -> CallEvent | Ignored:
    kind = _KINDS.get(message.type)
    if kind is None:
        return Ignored(f"event {message.type}"[:32])
    direction = _DIRECTIONS.get(message.type) or Direction(message.direction or "in")
    return CallEvent(kind=kind, direction=direction, **_leg(message, region))


def _of_history(message: _History, received_at: datetime, region: str) -> CallEvent:
    times = resolve_times(message.start, message.end, message.duration, received_at)
    return CallEvent(
        kind=EventKind.ENDED,
        direction=Direction(message.type),
        started_at=times.started_at,
        ended_at=times.ended_at,
        times_inferred=times.inferred,
        times_text=f"{message.start} {message.end}".strip(),
        duration=message.duration,
        success=message.status.lower() == "success",
        status=message.status.lower(),
        link=_link(message.link),
        **_leg(message, region),
    )


def _leg(message: _Leg, region: str) -> dict[str, Any]:
    return {
        "callid": message.callid,
        "extension": message.ext,
        "user": message.user,
        "phone": canonical(message.phone, region),
        "line": canonical(message.diversion, region),
    }


def _link(text: str) -> str:
    """Keep an https URL or nothing (protocol 3.4)."""
    try:
        parts = urlsplit(text)
        honest = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc and text.isprintable()
    except ValueError:
        return ""
    return text if honest and " " not in text else ""


def _faults(error: ValidationError) -> list[str]:
    """Name fields and reasons, never values: the values are people's phone numbers."""
    faults = [(".".join(map(str, fault["loc"][1:])) or "cmd", fault["type"]) for fault in error.errors()]
    return [f"{name} ({reason})" for name, reason in faults]
