"""Who may open a socket, and who may not keep one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from callcard.adapters.tickets_table import Holder
from callcard.domain.setup import Operator
from callcard.turns import soon


class Tickets(Protocol):
    """The tickets issued."""

    def take(self, ticket: str, now: datetime) -> Holder | None: ...


class HeldTabs(Protocol):
    """The tabs that are open, by whose they are."""

    def held(self, extension: str, operator_id: str) -> list[str]: ...
    def remove(self, extension: str, connection_id: str) -> None: ...


class Sockets(Protocol):
    """The way to close a tab."""

    def close(self, connection_id: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets a socket open on a ticket."""

    tickets: Tickets
    operator: Callable[[str], Operator | None]
    clock: Callable[[], datetime]

    def admit(self, ticket: str, origin: str) -> Holder | None:
        """Take a ticket for a page of the origin that asked for it; None when the socket must not open.

        The operator is read anew: a ticket outlives by up to 30 s what an administrator changed.
        """
        holder = self.tickets.take(ticket, self.clock()) if ticket else None
        if holder is None or holder.origin != origin:
            return None
        operator = self.operator(holder.operator_id)
        fits = operator is not None and operator.active and operator.extension == holder.extension
        return holder if fits else None


@dataclass(frozen=True, slots=True)
class Expulsion:
    """Closes the sockets of who was let in once."""

    tabs: HeldTabs
    sockets: Sockets

    def expel(self, operator: Operator) -> None:
        """Close every tab an operator has open at their extension; raises UnavailableError."""
        if not operator.extension:
            return
        extension = operator.extension
        tabs = self.tabs.held(extension, operator.operator_id)
        for closing in [soon(partial(self._close, extension, tab)) for tab in tabs]:
            closing.result()

    def _close(self, extension: str, tab: str) -> None:
        self.sockets.close(tab)
        self.tabs.remove(extension, tab)
