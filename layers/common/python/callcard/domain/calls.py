"""What an event does to a call leg, in any order, any number of times."""

from dataclasses import replace
from datetime import datetime, timedelta

from callcard.domain.events import CallEvent, EventKind
from callcard.domain.legs import Call, CallContact, CallState

__all__ = ["REPEAT_WINDOW", "RINGING_LASTS", "Call", "CallContact", "CallState", "advance", "settled"]

REPEAT_WINDOW = timedelta(seconds=10)  # protocol 3.2
RINGING_LASTS = timedelta(minutes=2)  # protocol 3.2


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
        phone=call.phone or ("" if call.erased else event.phone),
        line=call.line or event.line,
        operator_id=call.operator_id or event.operator_id,
        internal=call.internal or event.internal,
        duration=event.duration if call.duration is None else call.duration,
        status=call.status or event.status,
        link=call.link or ("" if call.erased else event.link),
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
