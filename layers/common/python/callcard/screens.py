"""Showing a call on its operator's screens: a push may be lost, late or repeated; `sync` repairs it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from callcard.domain.calls import Call, settled
from callcard.domain.cards import decide, kept
from callcard.domain.matching import Candidate, Match, match
from callcard.domain.setup import Setup
from callcard.domain.trace import Fate, Hitch, Trouble, trouble_with
from callcard.errors import UnavailableError
from callcard.frames import call_frame
from callcard.glass import glass_of
from callcard.observability import logger
from callcard.turns import Pending, soon
from callcard.waves import Budget

PUSH_SECONDS = 0.8  # design: a push fans out within 800 ms and gives up on the rest
TRACE_SECONDS = 0.15  # of these, for the note that a push was off
CLICK_SECONDS = 0.2  # likewise; the page recognises its call by the number as well


class Tabs(Protocol):
    """The tabs open at an extension."""

    def at(self, extension: str) -> list[str]: ...
    def remove(self, extension: str, connection_id: str) -> None: ...


class Pushes(Protocol):
    """The way to a tab."""

    def send(self, connection_id: str, frame: dict[str, Any]) -> Fate: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """What one event is handled with; its own number, and the click it may follow, are being looked up already."""

    setup: Setup
    at: datetime
    near: Callable[[str], list[Candidate]]
    phone: str
    soon: Pending[list[Candidate]]
    click: Pending[str | None] | None = None
    budget: Budget = field(default_factory=lambda: Budget(PUSH_SECONDS))

    def who(self, call: Call) -> tuple[Match, ...]:
        """Say whom a call may be with; nobody when it is internal."""
        return () if call.internal else self._among(self._asked(call).result(), call)

    def seen(self, call: Call) -> tuple[Match, ...]:
        """Say the same for the screens, which do not wait: nobody when the index is slow."""
        try:
            return () if call.internal else self._among(self.budget.take(self._asked(call)), call)
        except TimeoutError:
            logger.warning("Phone index late")
            return ()

    def anew(self) -> "Scene":
        """Look the number up again: whoever was faster with the leg may have been a change of the address book."""
        return replace(self, soon=soon(lambda: self.near(self.phone)))

    def clicked(self) -> str | None:
        """Name the click that the event's call follows, if one does and it is known in time."""
        try:
            return self.budget.take(self.click, CLICK_SECONDS) if self.click else None
        except TimeoutError:
            logger.warning("Click late")
            return None

    def _asked(self, call: Call) -> Pending[list[Candidate]]:
        return self.soon if call.phone == self.phone else soon(lambda: self.near(call.phone))

    def _among(self, found: list[Candidate], call: Call) -> tuple[Match, ...]:
        return match(call.phone, found, self.setup.settings.suffix_digits)


@dataclass(frozen=True, slots=True)
class Screens:
    """The open tabs of every operator; `keep` notes what was off with a card's push."""

    tabs: Tabs
    pushes: Pushes
    clock: Callable[[], datetime]
    keep: Callable[[Call, Hitch], None] = lambda *_: None

    def show(self, before: Call | None, after: Call, scene: Scene, tabs: Pending[list[str]]) -> None:
        """Tell the tabs of a leg's extension what it has become, and forget those that are gone."""
        now = self.clock()
        if before is None and settled(after, now) and not after.final:
            # delivered so late that it rings no more
            self._note(after, Hitch(now, after.version, Trouble.OVERDUE), scene.budget)
            return
        matches = scene.seen(after)
        decision = decide(after, before, matches, scene.setup.settings)
        click = scene.clicked() if before is None else None
        frame = call_frame(after, matches, decision, scene.setup, now, click=click)
        self._push(_seen(frame, after, scene.setup), after, tabs, scene.budget)

    def tell(self, call: Call, matches: Sequence[Match], setup: Setup, tabs: Pending[list[str]]) -> None:
        """Tell the tabs of a leg's extension that it is with other people than they were told."""
        decision = kept(call, matches, setup.settings)
        frame = call_frame(call, matches, decision, setup, self.clock(), relinked=True)
        self._push(_seen(frame, call, setup), call, tabs, Budget(PUSH_SECONDS))

    def _push(self, frame: dict[str, Any], call: Call, tabs: Pending[list[str]], budget: Budget) -> None:
        try:
            open_tabs = budget.take(tabs, keep=TRACE_SECONDS)
        except (UnavailableError, TimeoutError):
            logger.warning("Connections unavailable")
            self._note(call, Hitch(self.clock(), call.version, Trouble.UNREAD), budget)
            return
        sent = {tab: soon(partial(self._send, call.extension, tab, frame)) for tab in open_tabs}
        budget.wait(sent.values(), keep=TRACE_SECONDS)
        fates = {tab: _fate(sending) for tab, sending in sent.items()}
        if trouble := trouble_with(fates):
            self._note(call, Hitch(self.clock(), call.version, trouble, tuple(fates.items())), budget)
        late = budget.wait(sent.values())
        for sending in late:
            sending.cancel()
        if late:
            logger.warning("Pushes given up", extra={"late": len(late)})

    def _send(self, extension: str, tab: str, frame: dict[str, Any]) -> Fate:
        fate = self.pushes.send(tab, frame)
        if fate is Fate.GONE:
            try:
                self.tabs.remove(extension, tab)
            except UnavailableError:
                logger.warning("Connection not removed")
        return fate

    def _note(self, call: Call, hitch: Hitch, budget: Budget) -> None:
        """Keep what was off with a card that was due; given up like a push."""
        if not call.carded:
            return
        keeping = soon(partial(self.keep, call, hitch))
        if budget.wait([keeping], TRACE_SECONDS) or keeping.exception():
            logger.warning("Trace not kept")


def _seen(frame: dict[str, Any], call: Call, setup: Setup) -> dict[str, Any]:
    """Show a call's frame as whoever sits at its extension may see it."""
    seen = glass_of(setup, setup.at(call.extension)).seen(frame)
    return {"type": "call", "call": seen}


def _fate(sending: Pending[Fate]) -> Fate:
    if not sending.done():
        return Fate.LATE
    return Fate.FAILED if sending.exception() else sending.result()
