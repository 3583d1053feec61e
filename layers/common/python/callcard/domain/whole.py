"""The legs of one call taken together: what the client lived through, whoever's phones rang."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from callcard.domain.calls import RINGING_LASTS, Call, CallState
from callcard.domain.events import Direction
from callcard.domain.groups import CLOCK_TRUSTED, together


@dataclass(frozen=True, slots=True)
class WholeCall:
    """One call with all its legs, the first one first."""

    legs: tuple[Call, ...]

    @property
    def direction(self) -> Direction:
        """Say who dialled."""
        return self.legs[0].direction

    @property
    def began(self) -> datetime:
        """Say when the call began."""
        return min(map(began, self.legs))

    @property
    def talker(self) -> Call | None:
        """Give the leg on which somebody talked with the client first; None when nobody did."""
        talked = [leg for leg in self.legs if leg.answered]
        return min(talked, key=lambda leg: (talked_at(leg), leg.call_id), default=None)

    @property
    def answered(self) -> bool:
        """Say whether somebody talked with the client; the leg on which they did need not be among those known."""
        return any(leg.answered or leg.answered_by for leg in self.legs)

    @property
    def missed(self) -> bool:
        """Say whether the client called, everything is over, and nobody talked."""
        over = all(leg.state is CallState.ENDED for leg in self.legs)
        return self.direction is Direction.IN and over and not self.answered

    @property
    def known_at(self) -> datetime | None:
        """Say when we first heard that the call was over."""
        return min((leg.closed_at for leg in self.legs if leg.closed_at), default=None)

    @property
    def rang(self) -> int:
        """Give the seconds an unanswered call rang: the PBX's own if it told them, else between our receipts."""
        told = [leg.duration for leg in self.legs if leg.duration is not None]
        first = min(leg.rung_at for leg in self.legs)
        return max(told) if told else seconds(first, max(leg.closed_at or leg.rung_at for leg in self.legs))

    @property
    def line(self) -> str:
        """Name the line the client dialled."""
        return next((leg.line for leg in self.legs if leg.line), "")


def whole_calls(legs: Iterable[Call]) -> list[WholeCall]:
    """Put the legs of each call together, oldest call first; legs that count for nobody are left out.

    A callid alone does not make a call: a PBX may use it again (protocol 3.2), so a later generation at the same
    extension, and what began after all was over, is another call.
    """
    counted = sorted(filter(counts, legs), key=lambda leg: (leg.callid, leg.rung_at, leg.extension, leg.generation))
    calls = [call for _, alike in groupby(counted, key=lambda leg: leg.callid) for call in _apart(alike)]
    return sorted(calls, key=lambda call: (call.began, call.legs[0].call_id))


def counts(leg: Call) -> bool:
    """Say whether a leg is a client's: not between colleagues, not a repetition, not an operator's test."""
    return not leg.internal and not leg.repeated and not leg.test


def began(leg: Call) -> datetime:
    """Say when a leg began: by our receipt if we heard it ring, by the PBX's clock if only its end was told.

    A PBX whose clock is years off (protocol 3.2) is not believed.
    """
    heard = leg.closed_at is None or leg.rung_at < leg.closed_at
    if heard or leg.closed_at is None or leg.ended_at is None:
        return leg.rung_at
    return leg.started_at if abs(leg.ended_at - leg.closed_at) <= CLOCK_TRUSTED else leg.rung_at


def talked_at(leg: Call) -> datetime:
    """Say when the conversation on an answered leg began, as well as we know."""
    return leg.answered_at or began(leg)


def seconds(since: datetime, until: datetime) -> int:
    """Count whole seconds, none when the order is wrong."""
    return max(0, round((until - since) / timedelta(seconds=1)))


def _apart(legs: Iterable[Call]) -> list[WholeCall]:
    calls: list[list[Call]] = []
    for leg in legs:
        home = next((call for call in reversed(calls) if _belongs(leg, call)), None)
        if home is None:
            calls.append([leg])
        else:
            home.append(leg)
    return [WholeCall(tuple(call)) for call in calls]


def _belongs(leg: Call, call: list[Call]) -> bool:
    return all(one.extension != leg.extension for one in call) and any(
        together(one, leg) and not _lost(one, leg) for one in call
    )


def _lost(one: Call, leg: Call) -> bool:
    """Say whether `one` rang on for ever, its end lost, long before `leg` began (protocol 3.2)."""
    return one.state is CallState.RINGING and leg.rung_at - one.rung_at > RINGING_LASTS
