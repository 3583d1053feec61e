"""What a message means to us."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError

from callcard.adapters.pbx_events.messages import (
    MESSAGE,
    ContactMessage,
    EventMessage,
    HistoryMessage,
    LegMessage,
    faults,
    lower,
)
from callcard.domain.clock import resolve_times
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.phone import canonical
from callcard.errors import InvalidInputError

_KNOWN = {"event", "history", "contact"}
_KINDS = {"incoming": EventKind.STARTED, "outgoing": EventKind.STARTED, "accepted": EventKind.ANSWERED}
_DIRECTIONS = {"incoming": Direction.IN, "outgoing": Direction.OUT}


@dataclass(frozen=True, slots=True)
class Question:
    """A call waits at the PBX: whose is it? `phone` is canonical digits."""

    phone: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message of the family that says nothing to us (protocol 2)."""

    cmd: str


def understand(fields: dict[str, Any], received_at: datetime, region: str) -> CallEvent | Question | Ignored:
    """Turn a message whose token was good into what it means; raises InvalidInputError naming its fields."""
    cmd = lower(fields.get("cmd"))
    if isinstance(cmd, str) and cmd and cmd not in _KNOWN:
        return Ignored(cmd[:32])
    try:
        message = MESSAGE.validate_python(fields | {"cmd": cmd})
    except ValidationError as exc:
        raise InvalidInputError("bad_fields", fields=", ".join(faults(exc))) from exc
    match message:
        case ContactMessage():
            return Question(canonical(message.phone, region))
        case EventMessage():
            return _of_event(message, region)
        case _:
            return _of_history(message, received_at, region)


def _of_event(message: EventMessage, region: str) -> CallEvent | Ignored:
    kind = _KINDS.get(message.type)
    if kind is None:
        return Ignored(f"event {message.type}"[:32])
    direction = _DIRECTIONS.get(message.type) or Direction(message.direction or "in")
    return CallEvent(kind=kind, direction=direction, **_leg(message, region))


def _of_history(message: HistoryMessage, received_at: datetime, region: str) -> CallEvent:
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


def _leg(message: LegMessage, region: str) -> dict[str, Any]:
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
