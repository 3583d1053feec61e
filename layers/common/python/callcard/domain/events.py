"""What the PBX says of a call leg."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Who dialled: the client (in) or the operator (out)."""

    IN = "in"
    OUT = "out"


class EventKind(StrEnum):
    """What the PBX reports of a leg."""

    STARTED = "started"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"  # this leg took the call over from another operator
    CANCELLED = "cancelled"  # it stopped ringing: the caller gave up, or another operator answered
    COMPLETED = "completed"  # the conversation is over; a history follows
    ENDED = "ended"  # the history: the last word
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class CallEvent:
    """One thing the PBX said of one leg; phone and line are canonical digits, duration is in seconds."""

    kind: EventKind
    callid: str
    extension: str
    direction: Direction
    phone: str = ""
    line: str = ""
    user: str = ""
    operator_id: str | None = None
    internal: bool = False
    started_at: datetime | None = None
    ended_at: datetime | None = None
    times_inferred: bool = False
    times_text: str = ""
    duration: int | None = None
    success: bool = False
    status: str = ""
    link: str = ""
    rating: str = ""
