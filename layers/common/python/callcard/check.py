"""Does a call reach this browser, and if its card did not come: why?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from callcard.domain.calls import Call
from callcard.domain.explain import explain
from callcard.domain.groups import Group
from callcard.domain.legs import callid_of
from callcard.domain.matching import Candidate, Match, match
from callcard.domain.phone import display
from callcard.domain.retention import is_kept, kept_since
from callcard.domain.setup import Setup
from callcard.domain.trace import Trace
from callcard.domain.why import Known
from callcard.errors import ForbiddenError, NotFoundError
from callcard.explained import Reader, answer, summary
from callcard.frames import iso
from callcard.pages import Page
from callcard.turns import soon

HOUR = timedelta(hours=1)


class Legs(Protocol):
    """The calls known so far."""

    def group(self, callid: str) -> Group: ...


class Times(Protocol):
    """All legs, newest first."""

    def newest(self, extension: str | None, cursor: str | None, since: datetime | None = None) -> Page[Call]: ...
    def count_since(self, moment: datetime) -> int: ...


class Traces(Protocol):
    """The traces of cards."""

    def of(self, calls: Sequence[Call]) -> list[Trace]: ...


class Tabs(Protocol):
    """The tabs open at an extension."""

    def at(self, extension: str) -> list[str]: ...


class PhoneIndex(Protocol):
    """The numbers nearest to one."""

    def near(self, number: str) -> list[Candidate]: ...


@dataclass(frozen=True, slots=True)
class Check:
    """Answers the self-check's page."""

    legs: Legs
    times: Times
    traces: Traces
    tabs: Tabs
    index: PhoneIndex
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]

    def reader(self, login: str, accept: str, *, admin: bool) -> Reader:
        """Say who asks."""
        return Reader(self.setup().logged_in(login), admin, accept)

    def overview(self, reader: Reader) -> dict[str, Any]:
        """Say what a browser cannot see of itself: the PBX's last event, the extension, the tabs, the settings."""
        operator, now, settings = reader.operator, self.clock(), self.setup().settings
        newest, hour = soon(lambda: self.times.newest(None, None)), soon(lambda: self.times.count_since(now - HOUR))
        extension = operator.extension if operator else None
        tabs = self.tabs.at(extension or "")
        return {
            "server_time": iso(now),
            "last_event_at": iso(max((_last(call) for call in newest.result().rows if not call.test), default=None)),
            "calls_last_hour": hour.result(),
            "operator": {"operator_id": operator.operator_id, "name": operator.name} if operator else None,
            "extension": extension,
            "tabs": len(tabs),
            "settings": {
                "incoming_card": settings.incoming_card,
                "outgoing_card": settings.outgoing_card,
                "toast": settings.toast,
            },
        }

    def recent(self, reader: Reader, asked: dict[str, str]) -> dict[str, Any]:
        """List the newest calls, recorded or not, each with what became of its card; raises ForbiddenError."""
        extension = asked.get("extension") or None
        if not reader.admin:
            own = reader.operator.extension if reader.operator else None
            if own is None:
                raise ForbiddenError("no_operator")
            if extension not in (None, own):
                raise ForbiddenError("not_admin")
            extension = own
        setup, now = self.setup(), self.clock()
        since = kept_since(setup.settings.calls_kept_days, now)
        page = self.times.newest(extension, asked.get("cursor"), since)
        people = [soon(partial(self._people, call, setup)) for call in page.rows]
        traces = self.traces.of(page.rows) if page.rows else []
        rows = [
            _row(Known(call, trace, setup, tabs=0, people=0, now=now), who.result(), reader)
            for call, trace, who in zip(page.rows, traces, people, strict=True)
        ]
        return {"calls": rows, "cursor": page.cursor}

    def trace(self, reader: Reader, call_id: str) -> dict[str, Any]:
        """Say why a call has no card, or that it was shown; raises NotFoundError, also for another's call."""
        callid = callid_of(call_id)
        call = self.legs.group(callid).named(call_id) if callid else None
        setup = self.setup()
        if call is None or not reader.may_see(call.extension) or not self._kept(call, setup):
            raise NotFoundError("no_such_call")
        traces, tabs = soon(lambda: self.traces.of([call])), soon(lambda: self.tabs.at(call.extension))
        people = self._people(call, setup)
        [trace] = traces.result()
        known = Known(call, trace, setup, len(tabs.result()), len(people), self.clock())
        return _row(known, people, reader) | answer(known, reader)

    def _kept(self, call: Call, setup: Setup) -> bool:
        return is_kept(call, setup.settings.calls_kept_days, self.clock())

    def _people(self, call: Call, setup: Setup) -> tuple[Match, ...]:
        near = [] if call.internal else self.index.near(call.phone)
        return match(call.phone, near, setup.settings.suffix_digits)


def _last(call: Call) -> datetime:
    return max(moment for moment in (call.rung_at, call.answered_at, call.closed_at) if moment)


def _row(known: Known, people: Sequence[Match], reader: Reader) -> dict[str, Any]:
    call, operator = known.call, known.setup.operator(known.call.operator_id)
    return {
        "call_id": call.call_id,
        "at": iso(call.rung_at),
        "direction": call.direction.value,
        "state": call.state.value,
        "missed": call.missed,
        "phone": call.phone,
        "display": display(call.phone),
        "extension": call.extension,
        "operator": {"operator_id": operator.operator_id, "name": operator.name} if operator else None,
        "contact": _contact(call, people),
        "internal": call.internal,
        "recorded": call.in_journal,
        "test": call.test,
    } | summary(explain(known), reader.accept)


def _contact(call: Call, people: Sequence[Match]) -> dict[str, str] | None:
    """Name whom the journal names, else who fits the number best now."""
    if call.contact:
        return {"contact_id": call.contact.contact_id, "name": call.contact.name}
    return {"contact_id": people[0].candidate.contact_id, "name": people[0].candidate.name} if people else None
