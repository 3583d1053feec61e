"""The address book, as operators read and change it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import uuid4

from callcard.bodies import IDENT, ContactBody, ContactChange
from callcard.domain.contacts import MOST_PHONES, Contact, Kind, Wanted, with_phones
from callcard.domain.masking import DOT, masked_list, restored
from callcard.domain.phone import Number, display, distinct, read_numbers
from callcard.domain.setup import Setup
from callcard.domain.words import digits_asked
from callcard.errors import ConflictError, InvalidInputError, NotFoundError
from callcard.pages import Page


class Contacts(Protocol):
    """The contacts."""

    def get(self, contact_id: str) -> Contact: ...
    def search(self, query: str, cursor: str | None, *, wanted: Wanted) -> Page[Contact]: ...
    def create(self, contact: Contact) -> None: ...
    def replace(self, contact: Contact, before: Contact) -> None: ...
    def delete(self, contact: Contact) -> None: ...


@dataclass(frozen=True, slots=True)
class Book:
    """Serves the address book; `region` is where a number without a country code is from."""

    contacts: Contacts
    setup: Callable[[], Setup]
    region: str

    def search(self, asked: Mapping[str, str]) -> dict[str, Any]:
        """List contacts whose name, company or number contains the query, by name, in pages."""
        query, cursor = asked.get("query", ""), asked.get("cursor")
        found = self.contacts.search(digits_asked(query, self.region) or query, cursor, wanted=wanted(asked))
        return {"contacts": [shown(contact) for contact in found.rows], "cursor": found.cursor}

    def contact(self, contact_id: str) -> dict[str, Any]:
        """Show one contact; raises NotFoundError."""
        return shown(self._known(contact_id))

    def create(self, body: ContactBody) -> dict[str, Any]:
        """Write a new contact with its numbers."""
        contact = self._written(body, Contact(str(uuid4()), body.kind, body.name))
        self.contacts.create(contact)
        return shown(contact)

    def change(self, contact_id: str, body: ContactChange) -> dict[str, Any]:
        """Write a contact anew; raises ConflictError with the current one when the editor saw an older version."""
        before = self._known(contact_id)
        if before.version != body.version:
            raise _stale(before)
        after = replace(self._written(body, before), version=body.version + 1)
        try:
            self.contacts.replace(after, before)
        except ConflictError as exc:
            raise _stale(self.contacts.get(contact_id)) from exc
        return shown(after)

    def delete(self, contact_id: str) -> None:
        """Remove a contact with its numbers; raises NotFoundError."""
        self.contacts.delete(self._known(contact_id))

    def _known(self, contact_id: str) -> Contact:
        if not IDENT.fullmatch(contact_id):
            raise NotFoundError("no_such_contact")
        return self.contacts.get(contact_id)

    def _written(self, body: ContactBody, contact: Contact) -> Contact:
        """Put what somebody wrote into a contact; the rest of it stays."""
        numbers = distinct(one for text in body.phones for one in self._read(text, contact))
        if len(numbers) > MOST_PHONES:
            raise InvalidInputError("bad_fields", fields="phones (too_long)")
        if body.responsible and body.responsible not in {one.operator_id for one in self.setup().operators}:
            raise InvalidInputError("bad_fields", fields="responsible (unknown)")
        contact = with_phones(contact, tuple(one.digits for one in numbers))
        dial_after = contact.dial_after if body.dial_after is None else body.dial_after
        dial_after = {**dial_after, **{one.digits: one.dial_after for one in numbers if one.dial_after}}
        if not set(dial_after) <= set(contact.phones):
            raise InvalidInputError("bad_fields", fields="dial_after (no_such_number)")
        return replace(
            contact,
            kind=body.kind,
            name=restored(body.name, contact.name),
            company=restored(body.company, contact.company),
            responsible=body.responsible,
            note=restored(body.note, contact.note),
            dial_after=dial_after,
        )

    def _read(self, text: str, contact: Contact) -> tuple[Number, ...]:
        """Read the numbers of one field; what is known already stays (a foreign number's digits may lack the plus).

        A number as it was shown masked is the one that was shown.
        """
        if DOT in text:
            pairs = zip(contact.phones, masked_list(_displays(contact)), strict=True)
            numbers = tuple(Number(phone) for phone, one in pairs if one == text)
        else:
            numbers = (Number(text),) if text in contact.phones else read_numbers(text, self.region)
        if not numbers:
            raise InvalidInputError("bad_fields", fields="phones (no_digits)")
        return numbers


def wanted(asked: Mapping[str, str]) -> Wanted:
    """Read which contacts are asked for; raises InvalidInputError for a kind nobody is of."""
    try:
        kinds = frozenset(Kind(kind) for kind in asked.get("kind", "").split(",") if kind)
    except ValueError as exc:
        raise InvalidInputError("bad_fields", fields="kind (unknown)") from exc
    return Wanted(kinds, asked.get("responsible") or None)


def shown(contact: Contact) -> dict[str, Any]:
    """Describe a contact as the API does (design: the outside contract)."""
    return {
        "contact_id": contact.contact_id,
        "kind": contact.kind.value,
        "name": contact.name,
        "company": contact.company,
        "phones": list(contact.phones),
        "displays": _displays(contact),
        "dial_after": dict(contact.dial_after),
        "pinned": list(contact.pinned),
        "responsible": contact.responsible,
        "note": contact.note,
        "external_id": contact.external_id,
        "version": contact.version,
    }


def _displays(contact: Contact) -> list[str]:
    return [display(phone, contact.dial_after.get(phone, "")) for phone in contact.phones]


def _stale(current: Contact) -> ConflictError:
    return ConflictError("stale_contact", extra={"contact": shown(current)})
