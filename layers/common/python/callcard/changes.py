"""Changing the setup, and telling in the same write who did it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from callcard.domain.history import Change, Edit, History
from callcard.domain.setup import Setup
from callcard.errors import UnavailableError
from callcard.frames import iso

ATTEMPTS = 10


class SetupStore(Protocol):
    """Where the setup and its history are kept."""

    def read(self) -> Setup: ...
    def history(self) -> History: ...


@dataclass(frozen=True, slots=True)
class Changes:
    """Keeps the history of the setup. Each change grows it, so of two at once one looks again at what it changes."""

    store: SetupStore
    clock: Callable[[], datetime]

    def make(self, by: str, compare: Callable[[Setup], list[Edit]], write: Callable[[History | None], bool]) -> None:
        """Write a change with its history; `compare` says what it edits, or raises what speaks against it."""
        for _ in range(ATTEMPTS):
            past = self.store.history()
            edits = compare(self.store.read())
            if write(past.grown(edits, by, self.clock()) if edits else None):
                return
        raise UnavailableError("unavailable")

    def shown(self) -> dict[str, Any]:
        """List the newest changes, newest first."""
        names = {one.login: one.name for one in self.store.read().operators if one.login}
        return {"changes": [_shown(change, names) for change in self.store.history().changes]}


def _shown(change: Change, names: dict[str, str]) -> dict[str, Any]:
    edit = change.edit
    return {
        "at": iso(change.at),
        "by": names.get(change.by, change.by),
        "field": edit.field,
        "of": edit.of or None,
        "from": edit.before,
        "to": edit.after,
    }
