"""A call leg and what an event does to it, in any order, any number of times."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from callcard.domain.events import CallEvent, Direction, EventKind

REPEAT_WINDOW = timedelta(seconds=10)  # protocol 3.2
RINGING_LASTS = timedelta(minutes=2)  # protocol 3.2


class CallState(StrEnum):
    """How far a leg has come; later values outrank earlier ones."""

    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Call:
    """A call leg: what is known of one call at one extension.

    `started_at` and `ended_at` are the PBX's once it told them, ours before; `rung_at`, `answered_at`
    and `closed_at` are always our receipt of the event. `duration` is in seconds and includes ringing.
    `final`: the history came. `repeated`: a late repetition of an older call's events opened this one.
    `transferred`: this leg took the call over. `answered_by`: the extension where the call was answered instead.
    `stopped`: it ended because of another leg, not by its own end. `carded`, `recorded`: what was decided of it.
    """

    callid: str
    extension: str
    generation: int
    version: int
    direction: Direction
    state: CallState
    started_at: datetime
    rung_at: datetime
    phone: str = ""
    line: str = ""
    operator_id: str | None = None
    internal: bool = False
    answered: bool = False
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    times_inferred: bool = False
    times_text: str = ""
    duration: int | None = None
    status: str = ""
    link: str = ""
    rating: str = ""
    final: bool = False
    repeated: bool = False
    transferred: bool = False
    stopped: bool = False
    answered_by: str = ""
    carded: bool = False
    recorded: bool = False
    contact: "CallContact | None" = None

    @property
    def call_id(self) -> str:
        """Name this leg, this time (design: callid#ext#generation)."""
        return f"{self.callid}#{self.extension}#{self.generation}"

    @property
    def missed(self) -> bool:
        """Say whether the call is over and nobody talked."""
        return self.state is CallState.ENDED and not self.answered and not self.answered_by

    @property
    def answered_elsewhere(self) -> bool:
        """Say whether another operator of the group took this call."""
        return bool(self.answered_by) and not self.answered

    @property
    def in_journal(self) -> bool:
        """Say whether this leg is a record «Звонок»: one answered elsewhere is that operator's record."""
        return self.recorded and not self.answered_elsewhere

    @property
    def talk(self) -> int | None:
        """Estimate the seconds of conversation from our receipt of the answer (protocol 3.6)."""
        if self.answered_at is None or self.closed_at is None:
            return None
        seen = max(0, round((self.closed_at - self.answered_at).total_seconds()))
        return seen if self.duration is None else min(seen, self.duration)


@dataclass(frozen=True, slots=True)
class CallContact:
    """Whom the journal names for a call, as the contact was when the record was made."""

    contact_id: str
    name: str
    kind: str
    company: str


def advance(call: Call | None, event: CallEvent, received_at: datetime, *, window: timedelta = REPEAT_WINDOW) -> Call:
    """Say what a leg is after an event; the same object comes back when the event adds nothing.

    `call` is the newest generation known. Ranks only rise (ringing, talking, ended), answered beats missed,
    a late lower event only fills empty fields, and a start after the end opens a new generation (protocol 3.2).
    """
    if call is None:
        return _begin(event, received_at, generation=0)
    if _starts_anew(call, event, received_at, window):
        return _begin(event, received_at, generation=call.generation + 1)
    merged = _apply(_fill(call, event), event, received_at)
    return call if merged == call else replace(merged, version=call.version + 1)


def settled(call: Call, now: datetime) -> bool:
    """Say whether a leg needs no more attention: it ended, or rang for 2 min and nothing followed (protocol 3.2)."""
    return call.state is CallState.ENDED or (call.state is CallState.RINGING and now - call.rung_at > RINGING_LASTS)


def _begin(event: CallEvent, received_at: datetime, generation: int) -> Call:
    fresh = Call(
        callid=event.callid,
        extension=event.extension,
        generation=generation,
        version=1,
        direction=event.direction,
        state=CallState.RINGING,
        started_at=received_at,
        rung_at=received_at,
    )
    return _apply(_fill(fresh, event), event, received_at)


def _starts_anew(call: Call, event: CallEvent, received_at: datetime, window: timedelta) -> bool:
    if event.kind is not EventKind.STARTED:
        return False
    if event.direction != call.direction or (event.phone and call.phone and event.phone != call.phone):
        return True
    over = call.closed_at or (call.rung_at + RINGING_LASTS if settled(call, received_at) else None)
    return over is not None and received_at - over > window


def _fill(call: Call, event: CallEvent) -> Call:
    return replace(
        call,
        phone=call.phone or event.phone,
        line=call.line or event.line,
        operator_id=call.operator_id or event.operator_id,
        internal=call.internal or event.internal,
        duration=event.duration if call.duration is None else call.duration,
        status=call.status or event.status,
        link=call.link or event.link,
    )


def _apply(call: Call, event: CallEvent, received_at: datetime) -> Call:
    match event.kind:
        case EventKind.ANSWERED:
            return _answer(call, received_at)
        case EventKind.TRANSFERRED:
            return replace(_answer(call, received_at), transferred=True)
        case EventKind.CANCELLED if call.state is not CallState.TALKING:
            return _close(call, received_at)
        case EventKind.COMPLETED:
            return _close(replace(call, answered=True), received_at)
        case EventKind.ENDED:
            return _end(call, event, received_at)
        case _:
            return call


def _answer(call: Call, received_at: datetime) -> Call:
    if call.state is CallState.RINGING or (call.stopped and not call.answered):
        return replace(call, state=CallState.TALKING, answered=True, answered_at=received_at, stopped=False)
    return replace(call, answered=True)


def _close(call: Call, received_at: datetime) -> Call:
    if call.state is CallState.ENDED:
        return replace(call, stopped=False)
    return replace(call, state=CallState.ENDED, ended_at=received_at, closed_at=received_at)


def _end(call: Call, event: CallEvent, received_at: datetime) -> Call:
    call = replace(_close(call, received_at), answered=call.answered or event.success)
    if call.final:
        return call
    return replace(
        call,
        final=True,
        started_at=event.started_at or call.started_at,
        ended_at=event.ended_at or received_at,
        times_inferred=event.times_inferred,
        times_text=event.times_text,
    )
