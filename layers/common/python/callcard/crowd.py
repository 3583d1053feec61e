"""Telling everybody who is looking; a push may be lost, the page asks when it connects."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from callcard.adapters.connections_table import Tab
from callcard.domain.trace import Fate
from callcard.errors import UnavailableError
from callcard.observability import logger
from callcard.waves import within

PUSH_SECONDS = 2.0


class AllTabs(Protocol):
    """The tabs that are open, whoever's they are."""

    def everyone(self, now: datetime) -> list[Tab]: ...
    def remove(self, extension: str, connection_id: str) -> None: ...


class Pushes(Protocol):
    """The way to a tab."""

    def send(self, connection_id: str, frame: dict[str, Any]) -> Fate: ...


@dataclass(frozen=True, slots=True)
class Crowd:
    """All open tabs together."""

    tabs: AllTabs
    pushes: Pushes
    clock: Callable[[], datetime]

    def tell(self, frame: Callable[[Tab], dict[str, Any]]) -> None:
        """Push to every open tab at once what it may see, and forget those that are gone; it fails nobody."""
        try:
            tabs = self.tabs.everyone(self.clock())
        except UnavailableError:
            logger.warning("Connections unavailable")
            return
        late = within(PUSH_SECONDS, [partial(self._send, tab, frame(tab)) for tab in tabs])
        if late:
            logger.warning("Pushes given up", extra={"late": late})

    def _send(self, tab: Tab, frame: dict[str, Any]) -> None:
        if self.pushes.send(tab.connection_id, frame) is not Fate.GONE:
            return
        try:
            self.tabs.remove(tab.extension, tab.connection_id)
        except UnavailableError:
            logger.warning("Connection not removed")
