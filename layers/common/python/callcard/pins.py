"""Whose a number is when several fit: an operator says so once, and everybody sees it from then on."""

import re
from dataclasses import dataclass
from typing import Any, Protocol

from callcard.book import shown
from callcard.domain.contacts import MOST_PHONES, Change, Contact, pinning, unpinning
from callcard.errors import ConflictError, InvalidInputError, NotFoundError

NUMBER = re.compile(r"[0-9]{1,64}")
ATTEMPTS = 5  # two operators at once are a race, five are none


class Contacts(Protocol):
    """The contacts, and what is pinned to them."""

    def get(self, contact_id: str) -> Contact: ...
    def pinned(self, number: str) -> str | None: ...
    def together(self, *changes: Change) -> None: ...


@dataclass(frozen=True, slots=True)
class Pins:
    """Pins numbers to contacts: a number to one contact at most, whoever says so last."""

    contacts: Contacts

    def pin(self, number: str, contact_id: str) -> dict[str, Any]:
        """Pin a number to a contact, which gets it if it lacks it; raises NotFoundError, ConflictError in a crowd."""
        _check(number)
        for _ in range(ATTEMPTS):
            contact = self.contacts.get(contact_id)
            if number in contact.pinned:
                return shown(contact)
            after = pinning(contact, number)
            if len(after.phones) > MOST_PHONES:
                raise InvalidInputError("bad_fields", fields="phones (too_long)")
            holder = self.contacts.pinned(number)
            # the contact itself: somebody has just pinned it, and it is to be read again
            if holder != contact_id and self._written(Change(contact, after), *self._taken(number, holder)):
                return shown(after)
        raise ConflictError("stale_contact", extra={"contact": shown(contact)})

    def unpin(self, number: str) -> None:
        """Let a number be anybody's again; the contact keeps it."""
        _check(number)
        for _ in range(ATTEMPTS):
            holder = self.contacts.pinned(number)
            changes = self._taken(number, holder)
            if holder is None or (changes and self._written(*changes)):
                return
        raise ConflictError("stale_contact")

    def _taken(self, number: str, holder: str | None) -> list[Change]:
        """Take a number from the contact it is pinned to; nothing when that has just changed: a write will say so."""
        try:
            before = self.contacts.get(holder) if holder else None
        except NotFoundError:
            return []
        return [Change(before, unpinning(before, number))] if before and number in before.pinned else []

    def _written(self, *changes: Change) -> bool:
        try:
            self.contacts.together(*changes)
        except ConflictError:
            return False
        return True


def _check(number: str) -> None:
    if not NUMBER.fullmatch(number):
        raise InvalidInputError("bad_fields", fields="number (digits)")
