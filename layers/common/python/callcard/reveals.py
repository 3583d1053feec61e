"""Showing a whole number to who does not see it: noted first, then shown."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from callcard.bodies import IDENT, RevealBody
from callcard.domain.calls import Call
from callcard.domain.contacts import Contact
from callcard.domain.groups import Group
from callcard.domain.legs import callid_of
from callcard.domain.phone import display
from callcard.domain.retention import is_kept
from callcard.domain.reveals import Reveal
from callcard.domain.setup import Operator, Setup
from callcard.errors import ForbiddenError, InvalidInputError, NotFoundError, TooManyError
from callcard.frames import iso
from callcard.pages import Page

PER_HOUR = 30


class Notes(Protocol):
    """Who was shown what."""

    def note(self, reveal: Reveal) -> None: ...


class Noted(Protocol):
    """The same, to be read."""

    def newest(self, cursor: str | None) -> Page[Reveal]: ...


class Pace(Protocol):
    """How often each operator asked of late."""

    def take(self, operator_id: str, now: datetime, limit: int) -> bool: ...


class Legs(Protocol):
    """The calls known so far."""

    def group(self, callid: str) -> Group: ...


class Contacts(Protocol):
    """The address book."""

    def get(self, contact_id: str) -> Contact: ...


@dataclass(frozen=True, slots=True)
class Reveals:
    """Shows numbers one by one to operators who may ask for them."""

    setup: Callable[[], Setup]
    legs: Legs
    contacts: Contacts
    pace: Pace
    notes: Notes
    clock: Callable[[], datetime]

    def show(self, login: str, asked: RevealBody) -> dict[str, Any]:
        """Show the numbers of a call or a contact; none is shown that is not on the list of who saw what."""
        operator = self._allowed(login)
        phones, contact_id = self._found(asked)
        if not self.pace.take(operator.operator_id, self.clock(), PER_HOUR):
            raise TooManyError("too_many_reveals", limit=str(PER_HOUR))
        self.notes.note(Reveal(self.clock(), operator.operator_id, asked.call_id or "", contact_id))
        return {"phones": list(phones), "displays": [display(phone) for phone in phones]}

    def _allowed(self, login: str) -> Operator:
        operator = self.setup().logged_in(login)
        if operator is None:
            raise ForbiddenError("no_operator")
        if operator.numbers == "masked":
            raise ForbiddenError("no_reveal")
        return operator

    def _found(self, asked: RevealBody) -> tuple[tuple[str, ...], str]:
        """Give the numbers, and whose they are as far as is known; raises NotFoundError when there are none."""
        if (asked.call_id is None) is (asked.contact_id is None):
            raise InvalidInputError("bad_fields", fields="call_id, contact_id (one of them)")
        if asked.contact_id is not None:
            contact = self._contact(asked.contact_id)
            return contact.phones, contact.contact_id
        call = self._call(asked.call_id or "")
        return (call.phone,), call.contact.contact_id if call.contact else ""

    def _contact(self, contact_id: str) -> Contact:
        if not IDENT.fullmatch(contact_id):
            raise NotFoundError("no_such_contact")
        contact = self.contacts.get(contact_id)
        if not contact.phones:
            raise NotFoundError("no_such_number")
        return contact

    def _call(self, call_id: str) -> Call:
        callid = callid_of(call_id)
        leg = self.legs.group(callid).named(call_id) if callid else None
        if leg is None or not is_kept(leg, self.setup().settings.calls_kept_days, self.clock()):
            raise NotFoundError("no_such_call")
        if not leg.phone:
            raise NotFoundError("no_such_number")
        return leg


@dataclass(frozen=True, slots=True)
class RevealList:
    """Tells administrators who was shown whose number."""

    noted: Noted
    setup: Callable[[], Setup]

    def page(self, cursor: str | None) -> dict[str, Any]:
        """List reveals, newest first; without the numbers."""
        found = self.noted.newest(cursor)
        names = {one.operator_id: one.name for one in self.setup().operators}
        return {"reveals": [_row(one, names) for one in found.rows], "cursor": found.cursor}


def _row(reveal: Reveal, names: dict[str, str]) -> dict[str, Any]:
    row = asdict(reveal)
    operator_id = row.pop("operator_id")
    by = {"operator_id": operator_id, "name": names.get(operator_id, operator_id)}
    return row | {
        "at": iso(reveal.at),
        "by": by,
        "call_id": reveal.call_id or None,
        "contact_id": reveal.contact_id or None,
    }
