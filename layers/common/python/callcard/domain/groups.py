"""What the legs of one call mean for each other: ring groups, transfers, repetitions (protocol 2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from callcard.domain.calls import REPEAT_WINDOW, Call, CallState, advance
from callcard.domain.events import CallEvent, EventKind

CLOCK_TRUSTED = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Group:
    """All legs of one callid, every generation, and the client's rating of the call."""

    legs: tuple[Call, ...] = ()
    rating: str = ""

    def named(self, call_id: str) -> Call | None:
        """Find a leg by its name."""
        return next((leg for leg in self.legs if leg.call_id == call_id), None)


def leg_for(event: CallEvent, legs: Sequence[Call]) -> Call | None:
    """Choose the leg an event speaks of, among all legs of its callid.

    It is the newest generation at the event's extension; but a history is the last word of the oldest one that
    ended without it.
    """
    own = sorted((leg for leg in legs if leg.extension == event.extension), key=lambda leg: leg.generation)
    if event.kind is EventKind.ENDED:
        waiting = [leg for leg in own[:-1] if leg.state is CallState.ENDED and not leg.final and not leg.answered_by]
        own = own + waiting[:1]
    return own[-1] if own else None


def advance_in_group(
    event: CallEvent, group: Group, received_at: datetime, *, window: timedelta = REPEAT_WINDOW
) -> tuple[Call | None, Call]:
    """Say which leg an event changes and what it becomes, given all that is known of its call."""
    before = leg_for(event, group.legs)
    after = advance(before, event, received_at, window=window)
    older = [leg for leg in group.legs if leg.extension == after.extension and leg.generation != after.generation]
    if event.kind is EventKind.ENDED and any(_took(leg, event) for leg in older):
        after = replace(after, repeated=True)
    return before, join(after, group, received_at, window=window)


def join(leg: Call, group: Group, now: datetime, *, window: timedelta = REPEAT_WINDOW) -> Call:
    """Say what a leg is beside the others of its call; the same object comes back when they change nothing.

    When one operator answered, or the call is over, the others stop ringing; when one took the call over, the
    one before has ended; the recording of a transferred call and the rating are the whole call's.
    """
    others = [one for one in group.legs if one.extension != leg.extension and together(leg, one, window)]
    rated = replace(leg, rating=leg.rating or group.rating)
    joined = _link(_transfer(_stop(rated, others, now), others, now), others)
    return leg if joined == leg else replace(joined, version=leg.version + 1)


def _stop(leg: Call, others: Sequence[Call], now: datetime) -> Call:
    takers = sorted(one.extension for one in others if one.answered)
    if takers and not leg.answered and not leg.answered_by:
        return _over(replace(leg, answered_by=takers[0]), now)
    if leg.state is CallState.RINGING and any(one.final for one in others):
        return _over(leg, now)
    return leg


def _transfer(leg: Call, others: Sequence[Call], now: datetime) -> Call:
    if leg.state is not CallState.TALKING:
        return leg
    took = any(one.transferred and _later(one, leg) for one in others)
    over = any(one.final and (one.transferred or leg.transferred) for one in others)
    return _over(leg, now) if took or over else leg


def _later(one: Call, leg: Call) -> bool:
    if not leg.transferred:
        return True
    return one.answered_at is not None and leg.answered_at is not None and one.answered_at > leg.answered_at


def _link(leg: Call, others: Sequence[Call]) -> Call:
    shared = [one.link for one in others if one.link and (one.transferred or leg.transferred)]
    return replace(leg, link=min(shared)) if shared and leg.answered and not leg.link and not leg.erased else leg


def _over(leg: Call, now: datetime) -> Call:
    if leg.state is CallState.ENDED:
        return leg
    return replace(leg, state=CallState.ENDED, stopped=True, ended_at=now, closed_at=now)


def together(one: Call, other: Call, window: timedelta = REPEAT_WINDOW) -> bool:
    """Say whether two legs are of the same call: the same client, and neither began after the other was over."""
    if one.direction != other.direction or (one.phone and other.phone and one.phone != other.phone):
        return False
    first, second = sorted((one, other), key=lambda leg: leg.rung_at)
    return first.closed_at is None or second.rung_at - first.closed_at <= window


def _took(leg: Call, event: CallEvent) -> bool:
    """Say whether a leg has taken this very history; a clock that is years off cannot tell (protocol 3.2)."""
    if not leg.final or (leg.times_text, leg.duration) != (event.times_text, event.duration):
        return False
    if leg.ended_at is None or leg.closed_at is None:
        return False
    return abs(leg.ended_at - leg.closed_at) <= CLOCK_TRUSTED
