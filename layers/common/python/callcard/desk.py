"""An operator's address book, journal and socket tickets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any, Protocol
from uuid import uuid4

from callcard.adapters.journal_table import JournalFilter
from callcard.adapters.tickets_table import Holder
from callcard.bodies import IDENT, ContactBody, ContactChange
from callcard.domain.calls import Call
from callcard.domain.contacts import Contact
from callcard.domain.phone import canonical, display
from callcard.domain.setup import Operator, Setup
from callcard.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from callcard.frames import journal_row
from callcard.pages import Page

TICKET_BYTES = 32  # 256 bits
TICKET_SECONDS = 30


class Contacts(Protocol):
    """The address book."""

    def get(self, contact_id: str) -> Contact: ...
    def search(self, query: str, cursor: str | None) -> Page[Contact]: ...
    def create(self, contact: Contact) -> None: ...
    def replace(self, contact: Contact, before: Contact) -> None: ...
    def delete(self, contact: Contact) -> None: ...


class Journal(Protocol):
    """The calls on record."""

    def journal(self, wanted: JournalFilter, cursor: str | None) -> Page[Call]: ...


class Tickets(Protocol):
    """The tickets issued."""

    def put(self, ticket: str, holder: Holder, expires_at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """Serves the operator's pages."""

    contacts: Contacts
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

    def search(self, query: str, cursor: str | None) -> dict[str, Any]:
        """List contacts whose name, company or number contains the query, by name, in pages."""
        found = self.contacts.search(_numeric(query) or query, cursor)
        return {"contacts": [_shown(contact) for contact in found.rows], "cursor": found.cursor}

    def contact(self, contact_id: str) -> dict[str, Any]:
        """Show one contact; raises NotFoundError."""
        return _shown(self._known(contact_id))

    def create(self, body: ContactBody) -> dict[str, Any]:
        """Write a new contact with its numbers."""
        contact = self._contact(body, str(uuid4()), 1)
        self.contacts.create(contact)
        return _shown(contact)

    def change(self, contact_id: str, body: ContactChange) -> dict[str, Any]:
        """Write a contact anew; raises ConflictError with the current one when the editor saw an older version."""
        before = self._known(contact_id)
        if before.version != body.version:
            raise _stale(before)
        after = self._contact(body, contact_id, body.version + 1)
        try:
            self.contacts.replace(after, before)
        except ConflictError as exc:
            raise _stale(self.contacts.get(contact_id)) from exc
        return _shown(after)

    def delete(self, contact_id: str) -> None:
        """Remove a contact with its numbers; raises NotFoundError."""
        self.contacts.delete(self._known(contact_id))

    def journal(self, asked: dict[str, str], cursor: str | None) -> dict[str, Any]:
        """List the calls on record, newest first, in pages."""
        found = self.calls.journal(_filter(asked), cursor)
        setup = self.setup()
        return {"calls": [journal_row(call, setup) for call in found.rows], "cursor": found.cursor}

    def _known(self, contact_id: str) -> Contact:
        if not IDENT.fullmatch(contact_id):
            raise NotFoundError("no_such_contact")
        return self.contacts.get(contact_id)

    def _contact(self, body: ContactBody, contact_id: str, version: int) -> Contact:
        numbers = {phone: canonical(phone, self.region) for phone in body.phones}
        if not all(numbers.values()):
            raise InvalidInputError("bad_fields", fields="phones (no_digits)")
        if body.responsible and body.responsible not in {one.operator_id for one in self.setup().operators}:
            raise InvalidInputError("bad_fields", fields="responsible (unknown)")
        return Contact(
            contact_id=contact_id,
            kind=body.kind,
            name=body.name,
            company=body.company,
            phones=tuple(dict.fromkeys(numbers.values())),
            responsible=body.responsible,
            note=body.note,
            version=version,
        )


def _stale(current: Contact) -> ConflictError:
    return ConflictError("stale_contact", extra={"contact": _shown(current)})


def _shown(contact: Contact) -> dict[str, Any]:
    return {
        "contact_id": contact.contact_id,
        "kind": contact.kind.value,
        "name": contact.name,
        "company": contact.company,
        "phones": list(contact.phones),
        "displays": [display(phone) for phone in contact.phones],
        "responsible": contact.responsible,
        "note": contact.note,
        "version": contact.version,
    }


def _colleague(operator: Operator) -> dict[str, Any]:
    return {"operator_id": operator.operator_id, "name": operator.name, "extension": operator.extension}


def _numeric(query: str) -> str:
    """Give the bare digits of a query that is a number, less the 8 or 7 people dial before one."""
    if any(char.isalpha() for char in query):
        return ""
    digits = canonical(query)
    return digits if len(digits) != 11 else digits[1:]


def _filter(asked: dict[str, str]) -> JournalFilter:
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
        query=_numeric(query) or query,
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
