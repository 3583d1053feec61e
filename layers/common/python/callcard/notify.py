"""Browsers come and go, and ask what they missed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from callcard.adapters.tickets_table import Holder
from callcard.domain.calls import Call, settled
from callcard.domain.cards import decide
from callcard.domain.matching import Candidate, Match, match
from callcard.domain.setup import Setup
from callcard.domain.trace import Fate
from callcard.frames import call_frame, iso
from callcard.glass import glass_of
from callcard.turns import soon


class OpenTabs(Protocol):
    """The tabs that are open."""

    def add(self, extension: str, connection_id: str, operator_id: str, now: datetime) -> None: ...
    def remove(self, extension: str, connection_id: str) -> None: ...


class OpenCalls(Protocol):
    """The calls that have not ended."""

    def open_at(self, extension: str) -> list[Call]: ...


class PhoneIndex(Protocol):
    """The numbers nearest to one."""

    def near(self, number: str) -> list[Candidate]: ...


class Pushes(Protocol):
    """The way to a tab."""

    def send(self, connection_id: str, frame: dict[str, Any]) -> Fate: ...


@dataclass(frozen=True, slots=True)
class Notify:
    """Keeps the list of open tabs and answers what they ask."""

    tabs: OpenTabs
    calls: OpenCalls
    index: PhoneIndex
    setup: Callable[[], Setup]
    pushes: Pushes
    clock: Callable[[], datetime]

    def opened(self, holder: Holder, connection_id: str) -> None:
        """Note a tab that connected."""
        self.tabs.add(holder.extension, connection_id, holder.operator_id, self.clock())

    def closed(self, holder: Holder, connection_id: str) -> None:
        """Forget a tab that went away."""
        self.tabs.remove(holder.extension, connection_id)

    def pong(self, connection_id: str) -> None:
        """Answer a ping."""
        self.pushes.send(connection_id, {"type": "pong", "server_time": iso(self.clock())})

    def sync(self, holder: Holder, connection_id: str) -> None:
        """Tell a tab every call that is open at its extension, as the server knows it now."""
        now = self.clock()
        setup = self.setup()
        live = [call for call in self.calls.open_at(holder.extension) if not settled(call, now)]
        asked = [(call, soon(partial(self._who, call, setup))) for call in live]
        glass = glass_of(setup, setup.operator(holder.operator_id))
        calls = [glass.seen(self._frame(call, who.result(), setup, now)) for call, who in asked]
        self.pushes.send(connection_id, {"type": "sync", "calls": calls, "server_time": iso(now)})

    def _who(self, call: Call, setup: Setup) -> tuple[Match, ...]:
        near = [] if call.internal else self.index.near(call.phone)
        return match(call.phone, near, setup.settings.suffix_digits)

    def _frame(self, call: Call, who: tuple[Match, ...], setup: Setup, now: datetime) -> dict[str, Any]:
        # `before` is the call itself: a sync restores a card, it does not raise it anew with a toast
        return call_frame(call, who, decide(call, call, who, setup.settings), setup, now)
