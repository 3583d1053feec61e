"""Whom a call is linked to, and what a change of the address book means for the calls that are known already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from callcard.domain.calls import Call, CallContact, settled
from callcard.domain.matching import Match, equally_good

# Fewer common digits than this fit too much of a long journal; what they link stays as it was decided at the time.
SHORTEST_ENDING = 5
ENDED_STAYS = timedelta(seconds=30)  # a card leaves the screen 20 s after the end, unless somebody is busy in it
MISSED_STAYS = timedelta(hours=12)  # a missed call's card waits until the operator closes it


@dataclass(frozen=True, slots=True)
class Changed:
    """A number of a contact that was written or removed; what became of it the phone index knows."""

    number: str
    contact_id: str


@dataclass(frozen=True, slots=True)
class Ending:
    """Last digits; `whole`: there are no others before them."""

    digits: str
    whole: bool


def linked(matches: Sequence[Match]) -> CallContact | None:
    """Name the contact of a journal record: the best match, when it alone is the best."""
    best = equally_good(matches)
    if len(best) != 1:
        return None
    found = best[0].candidate
    return CallContact(found.contact_id, found.name, found.kind, found.company)


def ending_of(number: str, n: int) -> Ending:
    """Say how the numbers end that a change of `number` may concern; below `n` digits only the number itself fits."""
    return Ending(number[-max(n, SHORTEST_ENDING) :], whole=len(number) < n)


def on_screen(call: Call, now: datetime) -> bool:
    """Say whether a tab may be showing the call."""
    if call.closed_at is None:
        return not settled(call, now)
    return call.carded and now - call.closed_at <= (MISSED_STAYS if call.missed else ENDED_STAYS)


def relinked(call: Call, matches: Sequence[Match], now: datetime) -> Call:
    """Say what a leg is once its number was matched anew; the same object comes back when nobody need hear of it.

    A leg that may be on a screen always gets a new version: the frame about it has to be newer than the last, and an
    event that is being handled with what the book said before must lose its race.
    """
    contact = linked(matches) if call.recorded else None
    if contact == call.contact and not on_screen(call, now):
        return call
    return replace(call, contact=contact, version=call.version + 1)
