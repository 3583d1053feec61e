"""Whether a client waits to be called back: what the legs of one phone say, and what people noted beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callcard.domain.calls import Call
from callcard.domain.events import Direction
from callcard.domain.whole import WholeCall, talked_at, whole_calls


class How(StrEnum):
    """What ended the waiting: the client called again and was answered, was called back, or a person said so."""

    GOT_THROUGH = "got_through"
    REACHED = "reached"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One missed call of a client; `rang` in seconds, `known_at` our receipt of its end."""

    call_id: str
    at: datetime
    known_at: datetime
    line: str = ""
    rang: int = 0
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """How the waiting ended, when, and by whom."""

    how: How
    at: datetime
    operator_id: str | None = None
    extension: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What people noted: who takes care, who said it is done, and that it is not done after all.

    `done_through` is the receipt of the newest missed call that whoever said «done» saw. Conversations between
    `back_from` and `back_at` did not end the waiting: somebody put the client back on the list.
    """

    taken_by: str | None = None
    taken_at: datetime | None = None
    done_by: str | None = None
    done_at: datetime | None = None
    done_through: datetime | None = None
    reason: str = ""
    back_from: datetime | None = None
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A client's missed calls since the last conversation, newest last, and what ended the waiting if it ended."""

    attempts: tuple[Attempt, ...]
    closing: Closing | None = None

    @property
    def since(self) -> datetime:
        """Say since when the client waits."""
        return self.attempts[0].at


def assess(legs: Iterable[Call], marks: Marks, horizon: datetime) -> Waiting | None:
    """Say whether the client behind one phone waits, from the legs of that phone; None when nothing was missed.

    What began before `horizon` is not looked at.
    """
    calls = [call for call in whole_calls(legs) if call.began >= horizon]
    missed = [attempt for call in calls if (attempt := _attempt(call))]
    if not missed:
        return None
    talks = sorted((talk for call in calls if (talk := _talk(call, marks))), key=lambda talk: talk.at)
    last = missed[-1]
    run = [one for one in missed if _same_run(one, last, talks, marks)]
    return Waiting(tuple(run), _closing(last, talks, marks))


def done_by(marks: Marks) -> Closing | None:
    """Say how a person closed a callback, if one did."""
    return Closing(How.DONE, marks.done_at, marks.done_by, reason=marks.reason) if marks.done_at else None


def _attempt(call: WholeCall) -> Attempt | None:
    if not call.missed or call.known_at is None:
        return None
    told = next((leg for leg in call.legs if leg.final), call.legs[0])  # the one that may be in the journal
    extensions = tuple(sorted(leg.extension for leg in call.legs))
    return Attempt(told.call_id, call.began, call.known_at, call.line, call.rang, extensions)


def _talk(call: WholeCall, marks: Marks) -> Closing | None:
    """Say how and when a call was a conversation; None when it was none or people said that it does not count."""
    if not call.answered:
        return None
    talker = call.talker
    at = talked_at(talker) if talker else call.began
    if marks.back_from and marks.back_at and marks.back_from <= at <= marks.back_at:
        return None
    how = How.GOT_THROUGH if call.direction is Direction.IN else How.REACHED
    if talker:
        return Closing(how, at, talker.operator_id, talker.extension)
    return Closing(how, at, extension=next(leg.answered_by for leg in call.legs if leg.answered_by))


def _same_run(one: Attempt, last: Attempt, talks: Sequence[Closing], marks: Marks) -> bool:
    """Say whether nothing ended the client's waiting between two missed calls."""
    through = marks.done_through
    if through and one.known_at <= through < last.known_at:
        return False
    return not any(one.at <= talk.at < last.at for talk in talks)


def _closing(last: Attempt, talks: Sequence[Closing], marks: Marks) -> Closing | None:
    """Find what ended the waiting first."""
    ends = [talk for talk in talks if talk.at >= last.at][:1]
    done = done_by(marks)
    if done and marks.done_through and last.known_at <= marks.done_through:
        ends.append(done)
    return min(ends, key=lambda end: end.at, default=None)
