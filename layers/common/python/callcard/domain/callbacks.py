"""Callbacks: clients who called, reached nobody and wait to be called back.

A callback is never counted up: it is what the legs of its phone say, together with what people noted. So messages may
come in any order and any number of times, and one that was lost is made good by the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from callcard.domain.calls import Call, CallContact
from callcard.domain.waiting import Marks, Waiting, assess, done_by

LOOKS_BACK = timedelta(days=14)  # what was missed before is forgotten
FRESH_LASTS = timedelta(minutes=5)  # an index follows within a second as a rule
MOST_FRESH = 50


class CallbackState(StrEnum):
    """Whether a client waits; `none` is a callback that turned out to be none: somebody had talked after all."""

    OPEN = "open"
    CLOSED = "closed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Seen:
    """A leg as the stream told of it, and when."""

    leg: Call
    at: datetime


@dataclass(frozen=True, slots=True)
class Callback:
    """All that is kept of one phone; `fresh` are legs seen so lately that an index may not have them yet.

    `version` grows with what people see of it, `revision` with every write.
    """

    phone: str
    version: int = 0
    revision: int = 0
    waiting: Waiting | None = None
    marks: Marks = field(default_factory=Marks)
    contact: CallContact | None = None
    fresh: tuple[Seen, ...] = ()

    @property
    def state(self) -> CallbackState:
        """Say whether the client waits."""
        if self.waiting is None:
            return CallbackState.NONE
        return CallbackState.CLOSED if self.waiting.closing else CallbackState.OPEN

    @property
    def taken(self) -> bool:
        """Say whether somebody takes care of this waiting; what was taken before it began is forgotten."""
        if self.waiting is None or self.marks.taken_by is None or self.marks.taken_at is None:
            return False
        return self.marks.taken_at >= min(attempt.known_at for attempt in self.waiting.attempts)


def newest(*views: Iterable[Call]) -> list[Call]:
    """Put several views of the legs together: of each leg the newest version."""
    legs: dict[str, Call] = {}
    for leg in (leg for view in views for leg in view):
        if leg.call_id not in legs or legs[leg.call_id].version < leg.version:
            legs[leg.call_id] = leg
    return list(legs.values())


def followed(callback: Callback, images: Sequence[Call], known: Iterable[Call], now: datetime) -> Callback:
    """Say what a callback is after the stream told of some legs, of which `known` may show an older state.

    What was told lately is remembered: of two events that are followed at the same time neither may be unknown to
    both, and the index may lag behind either.
    """
    fresh = _fresh(callback.fresh, images, now)
    legs = newest(known, (seen.leg for seen in fresh))
    after = replace(callback, fresh=fresh, waiting=assess(legs, callback.marks, now - LOOKS_BACK))
    return after if after.waiting == callback.waiting else replace(after, version=callback.version + 1)


def named(callback: Callback, contact: CallContact | None) -> Callback:
    """Say who the client is."""
    if contact == callback.contact:
        return callback
    return replace(callback, contact=contact, version=callback.version + 1)


def take(callback: Callback, operator_id: str, at: datetime) -> Callback:
    """Note who takes care of a callback."""
    return _noted(callback, replace(callback.marks, taken_by=operator_id, taken_at=at))


def release(callback: Callback) -> Callback:
    """Note that nobody takes care of it any more."""
    return _noted(callback, replace(callback.marks, taken_by=None, taken_at=None))


def finish(callback: Callback, operator_id: str, at: datetime, reason: str = "") -> Callback:
    """Close an open callback as far as it is known: what was missed and is not known yet opens it again."""
    if callback.waiting is None or callback.waiting.closing:
        return callback
    through = max(attempt.known_at for attempt in callback.waiting.attempts)
    marks = replace(callback.marks, done_by=operator_id, done_at=at, done_through=through, reason=reason)
    return _noted(callback, marks, replace(callback.waiting, closing=done_by(marks)))


def put_back(callback: Callback, at: datetime) -> Callback:
    """Open a closed callback again, whatever closed it."""
    if callback.waiting is None or callback.waiting.closing is None:
        return callback
    marks = Marks(back_from=callback.waiting.since, back_at=at)
    return _noted(callback, marks, replace(callback.waiting, closing=None))


def _fresh(seen: Iterable[Seen], images: Sequence[Call], now: datetime) -> tuple[Seen, ...]:
    fresh = {one.leg.call_id: one for one in seen if now - one.at <= FRESH_LASTS}
    for leg in images:
        if leg.call_id not in fresh or fresh[leg.call_id].leg.version < leg.version:
            fresh[leg.call_id] = Seen(replace(leg, note="", link=""), now)  # a long text is no help here
    return tuple(sorted(fresh.values(), key=lambda one: (one.at, one.leg.call_id))[-MOST_FRESH:])


def _noted(callback: Callback, marks: Marks, waiting: Waiting | None = None) -> Callback:
    noted = replace(callback, marks=marks, waiting=waiting or callback.waiting)
    return callback if noted == callback else replace(noted, version=callback.version + 1)
