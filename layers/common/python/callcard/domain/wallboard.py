"""Who is doing what right now, for a screen on the wall: no client's name or number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from callcard.domain.calls import Call, CallState, settled
from callcard.domain.events import Direction
from callcard.domain.whole import talked_at, whole_calls

TALKING_LASTS = timedelta(hours=2)  # as on the cards: an end that was lost does not let anyone talk for ever


class Doing(StrEnum):
    """What an operator is doing."""

    FREE = "free"
    RINGING = "ringing"
    TALKING = "talking"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Presence:
    """What an operator is doing, and since when as far as that is known."""

    doing: Doing
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Ringing:
    """How many clients hear it ring, and since when the first of them does."""

    calls: int
    since: datetime | None


def presence(legs: Iterable[Call], tabs_since: datetime | None, last_ended: datetime | None, now: datetime) -> Presence:
    """Say what an operator does, from the open legs at the extension.

    `tabs_since` is when the oldest of the open tabs was opened, None when there is none.
    """
    live = [leg for leg in legs if _live(leg, now)]
    talking = [talked_at(leg) for leg in live if leg.state is CallState.TALKING]
    ringing = [leg.rung_at for leg in live if leg.state is CallState.RINGING]
    if talking:
        return Presence(Doing.TALKING, min(talking))
    if ringing:
        return Presence(Doing.RINGING, min(ringing))
    if tabs_since is None:
        return Presence(Doing.OFFLINE, last_ended)
    return Presence(Doing.FREE, max(tabs_since, last_ended or tabs_since))


def ringing(legs: Iterable[Call], now: datetime) -> Ringing:
    """Count the clients who hear it ring: a call to a ring group is one of them."""
    live = whole_calls(leg for leg in legs if _live(leg, now))
    unanswered = [call for call in live if call.direction is Direction.IN and not call.answered]
    return Ringing(len(unanswered), min((call.began for call in unanswered), default=None))


def _live(leg: Call, now: datetime) -> bool:
    stale = leg.state is CallState.TALKING and now - talked_at(leg) > TALKING_LASTS
    return not settled(leg, now) and not stale and not leg.test
