"""Showing a call on its operator's screens: a push may be lost, late or repeated; `sync` repairs it."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from callcard.domain.calls import Call, settled
from callcard.domain.cards import decide
from callcard.domain.matching import Candidate, Match, match
from callcard.domain.setup import Setup
from callcard.errors import UnavailableError
from callcard.frames import call_frame
from callcard.observability import logger
from callcard.waves import within

PUSH_SECONDS = 0.8  # design: a push fans out within 800 ms and gives up on the rest


class Tabs(Protocol):
    """The tabs open at an extension."""

    def at(self, extension: str) -> list[str]: ...
    def remove(self, extension: str, connection_id: str) -> None: ...


class Pushes(Protocol):
    """The way to a tab."""

    def send(self, connection_id: str, frame: dict[str, Any]) -> bool: ...


@dataclass(frozen=True, slots=True)
class Scene:
    """What one event is handled with; its own number is being looked up already."""

    setup: Setup
    at: datetime
    near: Callable[[str], list[Candidate]]
    phone: str
    soon: Future[list[Candidate]]

    def who(self, call: Call) -> tuple[Match, ...]:
        """Say whom a call may be with; nobody when it is internal."""
        if call.internal:
            return ()
        found = self.soon.result() if call.phone == self.phone else self.near(call.phone)
        return match(call.phone, found, self.setup.settings.suffix_digits)


@dataclass(frozen=True, slots=True)
class Screens:
    """The open tabs of every operator."""

    tabs: Tabs
    pushes: Pushes
    clock: Callable[[], datetime]

    def show(self, before: Call | None, after: Call, scene: Scene, tabs: Future[list[str]]) -> None:
        """Tell the tabs of a leg's extension what it has become, and forget those that are gone."""
        now = self.clock()
        if before is None and settled(after, now) and not after.final:
            return  # delivered so late that it rings no more
        matches = scene.who(after)
        decision = decide(after, before, matches, scene.setup.settings)
        frame = call_frame(after, matches, decision, scene.setup, now)
        self._push({"type": "call", "call": frame}, after.extension, tabs)

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
