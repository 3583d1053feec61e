"""Who an operator is, and the tickets for sockets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Protocol

from callcard.adapters.tickets_table import Holder
from callcard.domain.setup import Operator, Setup
from callcard.errors import ForbiddenError

TICKET_BYTES = 32  # 256 bits
TICKET_SECONDS = 30


class Tickets(Protocol):
    """The tickets issued."""

    def put(self, ticket: str, holder: Holder, expires_at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Tells an operator who it is, and lets it open a socket."""

    tickets: Tickets
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]

    def me(self, login: str, *, admin: bool) -> dict[str, Any]:
        """Tell a login who it is here, and who works beside it."""
        operator = self.setup().logged_in(login)
        return {
            "operator_id": operator.operator_id if operator else None,
            "name": operator.name if operator else login,
            "extension": operator.extension if operator else None,
            "admin": admin,
            "numbers": "whole" if admin else operator.numbers if operator else "masked",
            "colleagues": [_colleague(one) for one in self.setup().operators if one.active],
        }

    def ticket(self, login: str, origin: str) -> dict[str, Any]:
        """Issue a one-time ticket for a socket at the login's own extension, from a page of this origin.

        Raises ForbiddenError.
        """
        operator = self.setup().logged_in(login)
        if operator is None or not operator.extension:
            raise ForbiddenError("no_operator")
        ticket = token_urlsafe(TICKET_BYTES)
        holder = Holder(operator.operator_id, operator.extension, origin)
        self.tickets.put(ticket, holder, self.clock() + timedelta(seconds=TICKET_SECONDS))
        return {"ticket": ticket, "expires_in": TICKET_SECONDS}


def _colleague(operator: Operator) -> dict[str, Any]:
    return {"operator_id": operator.operator_id, "name": operator.name, "extension": operator.extension}
