"""What a message means to us."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from callcard.adapters.pbx_events.messages import (
    TOLD,
    ContactMessage,
    EventMessage,
    HistoryMessage,
    LegMessage,
    RatingMessage,
    lower,
    read_message,
)
from callcard.domain.clock import resolve_times
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.phone import canonical
from callcard.errors import InvalidInputError

_KINDS = {
    "incoming": EventKind.STARTED,
    "outgoing": EventKind.STARTED,
    "accepted": EventKind.ANSWERED,
    "completed": EventKind.COMPLETED,
    "cancelled": EventKind.CANCELLED,
    "transferred": EventKind.TRANSFERRED,
}
_DIRECTIONS = {"incoming": Direction.IN, "outgoing": Direction.OUT}


@dataclass(frozen=True, slots=True)
class Ignored:
    """A message of the family that says nothing to us (protocol 2)."""

    cmd: str


def asks_whose(fields: dict[str, Any]) -> bool:
    """Say whether a message is the question `contact`."""
    return lower(fields.get("cmd")) == "contact"


def phone_in(fields: dict[str, Any], region: str) -> str:
    """Give the canonical digits a question asks about; raises InvalidInputError."""
    return canonical(read_message(ContactMessage, fields).phone, region)


def understand(fields: dict[str, Any], received_at: datetime, region: str) -> CallEvent | Ignored:
    """Turn a message whose token was good into what it means; raises InvalidInputError naming its fields."""
    cmd = lower(fields.get("cmd"))
    if isinstance(cmd, str) and cmd and cmd not in TOLD:
        return Ignored(cmd[:32])
    match cmd:
        case "event":
            return _of_event(read_message(EventMessage, fields), region)
        case "history":
            return _of_history(read_message(HistoryMessage, fields), received_at, region)
        case "rating":
            message = read_message(RatingMessage, fields)
            return CallEvent(EventKind.RATED, message.callid, "", Direction.IN, rating=message.rating)
        case _:
            raise InvalidInputError("bad_fields", fields="cmd (union_tag_invalid)")


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
