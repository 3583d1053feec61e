"""A client's day on the phone, for tests of what is made of it: calls by their events, through the real rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from callcard.domain.calls import Call
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.groups import Group, advance_in_group, join
from tests.unit.making import NOON

PHONE = "79990001122"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Told:
    """An event and when we heard of it."""

    event: CallEvent
    at: datetime


def told(kind: EventKind, callid: str, extension: str, at: datetime, **fields: object) -> Told:
    """Make an event of this client's call."""
    known: dict[str, object] = {"direction": Direction.IN, "phone": PHONE, "operator_id": f"operator-{extension}"}
    return Told(CallEvent(kind=kind, callid=callid, extension=extension, **(known | fields)), at)  # type: ignore[arg-type]  # fields by name


def history(callid: str, extension: str, began: datetime, seconds: int, *, success: bool, **fields: object) -> Told:
    """Make the last word of a call that began at a time and lasted some seconds."""
    ended = began + timedelta(seconds=seconds)
    times = {"started_at": began, "ended_at": ended, "duration": seconds, "success": success, "times_text": str(began)}
    return told(EventKind.ENDED, callid, extension, ended, **(times | fields))


def legs_after(deliveries: Iterable[Told]) -> list[Call]:
    """Give the legs that the deliveries leave behind, as inbound writes them."""
    return list(states_after(deliveries)[-1].values())


def states_after(deliveries: Iterable[Told]) -> list[dict[str, Call]]:
    """Give all legs as they are after each write."""
    legs: dict[str, Call] = {}
    seen: list[dict[str, Call]] = [{}]
    for delivery in deliveries:
        event = delivery.event
        before, after = advance_in_group(event, _group(legs, event.callid), delivery.at)
        if after != before:
            legs[after.call_id] = after
            seen.append(dict(legs))
        _settle(legs, event.callid, delivery.at, seen)
    return seen


def _settle(legs: dict[str, Call], callid: str, at: datetime, seen: list[dict[str, Call]]) -> None:
    while True:
        group = _group(legs, callid)
        moved = [joined for leg in group.legs if (joined := join(leg, group, at)) != leg]
        if not moved:
            return
        for leg in moved:
            legs[leg.call_id] = leg
            seen.append(dict(legs))


def _group(legs: dict[str, Call], callid: str) -> Group:
    return Group(tuple(leg for leg in legs.values() if leg.callid == callid))


def missed(callid: str, minute: int, extensions: Sequence[str] = ("100",), rang: int = 20) -> list[Told]:
    """Let a client call, and nobody answer."""
    at = NOON + minute * MINUTE
    rings = [told(EventKind.STARTED, callid, extension, at, line="3333333") for extension in extensions]
    return rings + [history(callid, extension, at, rang, success=False) for extension in extensions]


def got_through(callid: str, minute: int, extension: str = "100", ringing: Sequence[str] = ()) -> list[Told]:
    """Let a client call and be answered; the other phones of the group ring too."""
    at = NOON + minute * MINUTE
    rings = [told(EventKind.STARTED, callid, one, at) for one in (extension, *ringing)]
    answer = told(EventKind.ANSWERED, callid, extension, at + timedelta(seconds=5))
    return [*rings, answer, history(callid, extension, at, 40, success=True)]


def dialled(callid: str, minute: int, *, success: bool, extension: str = "101") -> list[Told]:
    """Let an operator call the client."""
    at, out = NOON + minute * MINUTE, {"direction": Direction.OUT}
    ring = told(EventKind.STARTED, callid, extension, at, **out)
    answer = [told(EventKind.ANSWERED, callid, extension, at + timedelta(seconds=5), **out)] if success else []
    return [ring, *answer, history(callid, extension, at, 30, success=success, **out)]
