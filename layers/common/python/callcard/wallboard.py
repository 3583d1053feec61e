"""The wallboard: who is doing what, how many wait, and how the day goes; no client's name or number."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from callcard.adapters.connections_table import Tab
from callcard.domain.callbacks import Callback
from callcard.domain.calls import Call
from callcard.domain.setup import Operator
from callcard.domain.statistics import Statistics, statistics
from callcard.domain.waiting import How
from callcard.domain.wallboard import Doing, Presence, Ringing, presence, ringing
from callcard.domain.whole import seconds
from callcard.figures import Figures, bounds, zone_of
from callcard.frames import iso
from callcard.turns import soon


class OpenCalls(Protocol):
    """The calls that have not ended."""

    def open_at(self, extension: str) -> list[Call]: ...


class AllTabs(Protocol):
    """The tabs that are open."""

    def everyone(self, now: datetime) -> list[Tab]: ...


class Callbacks(Protocol):
    """Those who wait to be called back, and those who did."""

    def waiting(self, now: datetime) -> dict[str, str]: ...
    def closed_since(self, since: str, now: datetime) -> list[Callback]: ...


@dataclass(frozen=True, slots=True)
class Wallboard:
    """Shows the moment and the day; everything is asked for at once."""

    figures: Figures
    calls: OpenCalls
    tabs: AllTabs
    callbacks: Callbacks
    clock: Callable[[], datetime]

    def show(self, asked: dict[str, str]) -> dict[str, Any]:
        """Show all that hangs on the wall, the day as the reader's `zone` sees it."""
        now, zone = self.clock(), zone_of(asked.get("zone", ""))
        today = now.astimezone(zone).date()
        waiting, tabs = soon(partial(self.callbacks.waiting, now)), soon(partial(self.tabs.everyone, now))
        closed = soon(partial(self.callbacks.closed_since, bounds(today, zone)[0], now))
        people = [one for one in self.figures.setup().operators if one.active and one.extension]
        reads = [soon(partial(self.calls.open_at, one.extension or "")) for one in people]
        journal = self.figures.read([today], zone)
        day = statistics(journal, [today], zone)
        legs = [read.result() for read in reads]
        opened, ended = _opened(tabs.result()), _last_ended(journal)
        seen = [
            presence(own, opened.get(one.extension or ""), ended.get(one.operator_id), now)
            for one, own in zip(people, legs, strict=True)
        ]
        return {
            "now": iso(now),
            "operators": [_row(one, at, day) for one, at in zip(people, seen, strict=True)],
            "talking": sum(one.doing is Doing.TALKING for one in seen),
            "free": sum(one.doing is Doing.FREE for one in seen),
            "today": _today(day, closed.result()),
            **_heard(ringing([leg for own in legs for leg in own], now)),
            **_waiting(list(waiting.result().values())),
        }


def _opened(tabs: Sequence[Tab]) -> dict[str, datetime]:
    """Say for each extension since when it has had a tab open."""
    opened: dict[str, datetime] = {}
    for tab in tabs:
        opened[tab.extension] = min(tab.opened_at, opened.get(tab.extension, tab.opened_at))
    return opened


def _last_ended(journal: Sequence[Call]) -> dict[str, datetime]:
    """Say of each operator when the last call was over."""
    ended: dict[str, datetime] = {}
    for leg in journal:
        if leg.operator_id and leg.closed_at:
            ended[leg.operator_id] = max(leg.closed_at, ended.get(leg.operator_id, leg.closed_at))
    return ended


def _row(operator: Operator, seen: Presence, day: Statistics) -> dict[str, Any]:
    own = day.operators.get(operator.operator_id)
    return {
        "operator_id": operator.operator_id,
        "name": operator.name,
        "extension": operator.extension,
        "state": seen.doing.value,
        "since": iso(seen.since),
        "calls": own.answered + own.outgoing if own else 0,
    }


def _heard(found: Ringing) -> dict[str, Any]:
    return {"ringing": found.calls, "ringing_since": iso(found.since)}


def _waiting(since: Sequence[str]) -> dict[str, Any]:
    return {"waiting": len(since), "longest_since": since[0] if since else None}


def _today(day: Statistics, closed: Sequence[Callback]) -> dict[str, Any]:
    hours = [{"hour": hour, "answered": one.answered, "missed": one.missed} for hour, one in enumerate(day.hours)]
    return asdict(day.totals) | {"average_callback": _average(closed), "hours": hours}


def _average(closed: Sequence[Callback]) -> int | None:
    """Average the seconds until clients were called back."""
    ends = [(one.waiting.since, one.waiting.closing) for one in closed if one.waiting]
    waits = [seconds(since, closing.at) for since, closing in ends if closing and closing.how is How.REACHED]
    return round(sum(waits) / len(waits)) if waits else None
