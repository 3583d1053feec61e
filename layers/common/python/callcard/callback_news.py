"""Telling everybody that a callback has changed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from callcard.adapters.connections_table import Tab
from callcard.callback_rows import callback_row
from callcard.crowd import Crowd
from callcard.domain.callbacks import Callback, CallbackState
from callcard.domain.setup import Setup
from callcard.errors import UnavailableError
from callcard.glass import glass_of
from callcard.observability import logger


class Waiting(Protocol):
    """Those who wait."""

    def waiting(self, now: datetime) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class CallbackNews:
    """Pushes what became of a callback to every open tab; it fails nobody."""

    kept: Waiting
    crowd: Crowd
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]

    def tell(self, callback: Callback) -> None:
        """Tell of one callback, and how many clients wait now."""
        try:
            setup = self.setup()
            row = callback_row(callback, setup)
            waiting = self.count(callback)
        except UnavailableError:
            logger.warning("Callback not told")
            return

        def seen(tab: Tab) -> dict[str, Any]:
            glass = glass_of(setup, setup.operator(tab.operator_id))
            return {"type": "callback", "callback": glass.seen(row), "waiting": waiting}

        self.crowd.tell(seen)

    def tell_of_many(self, changed: list[Callback]) -> None:
        """Say that several have changed: whoever shows them asks for the list."""
        frame: dict[str, Any] = {"type": "callbacks"}
        try:
            frame |= {"waiting": self.count(*changed)}
        except UnavailableError:
            logger.warning("Callbacks not told")
            return
        self.crowd.tell(lambda _: frame)

    def count(self, *changed: Callback) -> int:
        """Count those who wait; of what has just changed we know more than an index, which may lag."""
        others = self.kept.waiting(self.clock()).keys() - {callback.phone for callback in changed}
        return len(others) + sum(callback.state is CallbackState.OPEN for callback in changed)
