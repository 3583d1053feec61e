"""An operator's journal and socket tickets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Protocol

from callcard.adapters.journal_table import JournalFilter
from callcard.adapters.tickets_table import Holder
from callcard.domain.calls import Call
from callcard.domain.setup import Operator, Setup
from callcard.domain.words import digits_asked
from callcard.errors import ForbiddenError, InvalidInputError
from callcard.frames import journal_row
from callcard.pages import Page

TICKET_BYTES = 32  # 256 bits
TICKET_SECONDS = 30


class Journal(Protocol):
    """The calls on record."""

    def journal(self, wanted: JournalFilter, cursor: str | None) -> Page[Call]: ...


class Tickets(Protocol):
    """The tickets issued."""

    def put(self, ticket: str, holder: Holder, expires_at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Serves the operator's pages."""

    calls: Journal
    tickets: Tickets
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]
    region: str

    def me(self, login: str, *, admin: bool) -> dict[str, Any]:
        """Tell a login who it is here, and who works beside it."""
        operator = self.setup().logged_in(login)
        return {
            "operator_id": operator.operator_id if operator else None,
            "name": operator.name if operator else login,
            "extension": operator.extension if operator else None,
            "admin": admin,
            "colleagues": [_colleague(one) for one in self.setup().operators if one.active],
        }

    def ticket(self, login: str) -> dict[str, Any]:
        """Issue a one-time ticket for a socket at the login's own extension; raises ForbiddenError."""
        operator = self.setup().logged_in(login)
        if operator is None or not operator.extension:
            raise ForbiddenError("no_operator")
        ticket = token_urlsafe(TICKET_BYTES)
        holder = Holder(operator.operator_id, operator.extension)
        self.tickets.put(ticket, holder, self.clock() + timedelta(seconds=TICKET_SECONDS))
        return {"ticket": ticket, "expires_in": TICKET_SECONDS}

    def journal(self, asked: dict[str, str], cursor: str | None) -> dict[str, Any]:
        """List the calls on record, newest first, in pages."""
        found = self.calls.journal(_filter(asked, self.region), cursor)
        setup = self.setup()
        return {"calls": [journal_row(call, setup) for call in found.rows], "cursor": found.cursor}


def _colleague(operator: Operator) -> dict[str, Any]:
    return {"operator_id": operator.operator_id, "name": operator.name, "extension": operator.extension}


def _filter(asked: dict[str, str], region: str) -> JournalFilter:
    if asked.get("direction", "") not in ("", "in", "out"):
        raise InvalidInputError("bad_fields", fields="direction (in, out)")
    if asked.get("missed", "") not in ("", "true", "false"):
        raise InvalidInputError("bad_fields", fields="missed (true, false)")
    query, since, until = asked.get("query", "").strip(), _moment(asked, "from"), _moment(asked, "to")
    if since and until and since > until:
        raise InvalidInputError("bad_fields", fields="to (before_from)")  # DynamoDB refuses such a range
    return JournalFilter(
        since=since,
        until=until,
        direction=asked.get("direction", ""),
        missed=asked["missed"] == "true" if asked.get("missed") else None,
        operator=asked.get("operator", ""),
        contact=asked.get("contact", ""),
        query=digits_asked(query, region) or query,
    )


def _moment(asked: dict[str, str], name: str) -> str:
    value = asked.get(name, "")
    if not value:
        return ""
    try:
        moment = datetime.fromisoformat(value)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return zoned.astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError) as exc:
        raise InvalidInputError("bad_fields", fields=f"{name} (datetime)") from exc
