"""Callbacks: clients who called, reached nobody and wait to be called back.

A callback is never counted up: it is what the legs of its phone say, together with what people noted. So messages may
come in any order and any number of times, and one that was lost is made good by the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from callcard.domain.calls import Call, CallContact
from callcard.domain.waiting import Marks, Waiting, done_by


class CallbackState(StrEnum):
    """Whether a client waits; `none` is a callback that turned out to be none: somebody had talked after all."""

    OPEN = "open"
    CLOSED = "closed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Callback:
    """All that is kept of one phone; `fresh` are legs seen so lately that an index may not have them yet."""

    phone: str
    version: int = 0
    waiting: Waiting | None = None
    marks: Marks = field(default_factory=Marks)
    contact: CallContact | None = None
    fresh: tuple[Call, ...] = ()

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


def _noted(callback: Callback, marks: Marks, waiting: Waiting | None = None) -> Callback:
    noted = replace(callback, marks=marks, waiting=waiting or callback.waiting)
    return callback if noted == callback else replace(noted, version=callback.version + 1)
