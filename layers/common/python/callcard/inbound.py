"""The PBX tells us about a call, or asks whose it is."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from callcard.domain.calls import Call, CallContact, advance
from callcard.domain.cards import decide
from callcard.domain.events import CallEvent, EventKind
from callcard.domain.matching import Candidate, Match, agreed_responsible, match
from callcard.domain.setup import Setup
from callcard.errors import UnavailableError
from callcard.frames import call_frame
from callcard.observability import logger
from callcard.waves import soon, within

PUSH_SECONDS = 0.8  # design: a push fans out within 800 ms and gives up on the rest
ANSWER_SECONDS = 1.2  # protocol 3.7: `contact` answers within 1.5 s
ATTEMPTS = 10


class Legs(Protocol):
    """The calls known so far."""

    def latest(self, callid: str, extension: str) -> Call | None: ...
    def save(self, call: Call, over: Call | None) -> bool: ...


class PhoneIndex(Protocol):
    """The numbers nearest to one."""

    def near(self, number: str) -> list[Candidate]: ...


class Tabs(Protocol):
    """The tabs open at an extension."""

    def at(self, extension: str) -> list[str]: ...
    def remove(self, extension: str, connection_id: str) -> None: ...


class Pushes(Protocol):
    """The way to a tab."""

    def send(self, connection_id: str, frame: dict[str, Any]) -> bool: ...


@dataclass(frozen=True, slots=True)
class Inbound:
    """Writes events down, then shows them."""

    setup: Callable[[], Setup]
    legs: Legs
    index: PhoneIndex
    tabs: Tabs
    pushes: Pushes
    clock: Callable[[], datetime]
    window: timedelta

    def receive(self, told: CallEvent, received_at: datetime) -> bool:
        """Take an event down for good and push what it changed; False when it was a repetition."""
        setup = self.setup()
        event = setup.address(told)
        tabs = soon(lambda: self.tabs.at(event.extension))
        near = soon(lambda: self._near(event.phone))
        who = _Who(self._near, setup.settings.suffix_digits, event.phone, near)
        change = self._record(event, received_at, setup, who)
        if change is None:
            return False
        before, after = change
        matches = () if after.internal else who.of(after.phone)
        decision = decide(after, before, matches, setup.settings)
        frame = {"type": "call", "call": call_frame(after, matches, decision, setup, self.clock())}
        self._push(frame, after.extension, tabs)
        return True

    def responsible(self, phone: str) -> str:
        """Name the extension a waiting caller belongs to, or "" (protocol 1, smart transfer); never late."""
        answer = soon(lambda: self._responsible(phone))
        try:
            return answer.result(timeout=ANSWER_SECONDS)
        except Exception:
            # protocol 3.7: always the object, also when something inside fails
            logger.exception("Responsible not found in time")
            return ""

    def _responsible(self, phone: str) -> str:
        setup = self.setup()
        if not setup.settings.auto_transfer or not phone or setup.at(phone):
            return ""
        matches = match(phone, self.index.near(phone), setup.settings.suffix_digits)
        operator = setup.operator(agreed_responsible(matches))
        return (operator.extension or "") if operator else ""

    def _record(
        self, event: CallEvent, received_at: datetime, setup: Setup, who: "_Who"
    ) -> tuple[Call | None, Call] | None:
        # a start is new as a rule: it is written unread, and read only when the table knows the leg already
        before = None if event.kind is EventKind.STARTED else self.legs.latest(event.callid, event.extension)
        for _ in range(ATTEMPTS):
            after = advance(before, event, received_at, window=self.window)
            if after == before:
                return None
            filed = _filed(after, before, setup, who)
            if self.legs.save(filed, before):
                return before, filed
            before = self.legs.latest(event.callid, event.extension)
        raise UnavailableError("unavailable")

    def _near(self, phone: str) -> list[Candidate]:
        try:
            return self.index.near(phone)
        except UnavailableError:
            # the call is shown as an unknown caller's rather than not at all
            logger.warning("Phone index unavailable")
            return []

    def _push(self, frame: dict[str, Any], extension: str, tabs: Future[list[str]]) -> None:
        try:
            open_tabs = tabs.result()
        except UnavailableError:
            logger.warning("Connections unavailable")
            return
        late = within(PUSH_SECONDS, [partial(self._send, extension, tab, frame) for tab in open_tabs])
        if late:
            logger.warning("Pushes given up", extra={"late": late})

    def _send(self, extension: str, tab: str, frame: dict[str, Any]) -> None:
        if not self.pushes.send(tab, frame):
            self.tabs.remove(extension, tab)


@dataclass(frozen=True, slots=True)
class _Who:
    """Whom a number may belong to; the event's own number is being looked up already."""

    near: Callable[[str], list[Candidate]]
    digits: int
    phone: str
    soon: Future[list[Candidate]]

    def of(self, phone: str) -> tuple[Match, ...]:
        found = self.soon.result() if phone == self.phone else self.near(phone)
        return match(phone, found, self.digits)


def _filed(after: Call, before: Call | None, setup: Setup, who: _Who) -> Call:
    """Make a call a journal record when the settings say so; it names a contact when one alone is the best."""
    if after.recorded or not decide(after, before, (), setup.settings).record:
        return after
    contact = _linked(who.of(after.phone))
    return replace(after, recorded=True, contact=contact)


def _linked(matches: Sequence[Match]) -> CallContact | None:
    best = [m for m in matches if (m.reason, m.digits) == (matches[0].reason, matches[0].digits)]
    if len(best) != 1:
        return None
    found = best[0].candidate
    return CallContact(found.contact_id, found.name, found.kind, found.company)
