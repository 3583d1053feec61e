"""Who in the book may be the person a row means, although the row does not say so by an id."""

from collections.abc import Iterable, Iterator

from callcard.domain.contacts import Contact
from callcard.domain.words import folded
from callcard.importing.drafts import Draft


class Shelf:
    """Contacts by id, number and name: the part of the book that some rows are about, with what becomes of it."""

    def __init__(self, contacts: Iterable[Contact] = ()) -> None:
        self._contacts: dict[str, Contact] = {}
        self._by_number: dict[str, dict[str, None]] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        for contact in contacts:
            self.put(contact)

    def __len__(self) -> int:
        return len(self._contacts)

    def put(self, contact: Contact) -> None:
        """Take a contact, in place of what it was."""
        self._contacts[contact.contact_id] = contact
        for phone in contact.phones:
            self._by_number.setdefault(phone, {})[contact.contact_id] = None
        self._by_name.setdefault(folded(contact.name), {})[contact.contact_id] = None

    def get(self, contact_id: str) -> Contact | None:
        """Find a contact by its id."""
        return self._contacts.get(contact_id)

    def twin(self, draft: Draft) -> tuple[Contact, str] | None:
        """Find the contact a draft doubles, and by what: a number of its own, or name and company."""
        for contact in self._sharing(draft):
            if _distinct(contact, draft):
                continue
            if any(_same_line(contact, draft, phone) for phone in draft.phones if phone in contact.phones):
                return contact, "duplicate_number"
        for contact in self._having(self._by_name.get(folded(draft.name), {})):
            if not _distinct(contact, draft) and _same_name(contact, draft):
                return contact, "duplicate_name"
        return None

    def _sharing(self, draft: Draft) -> Iterator[Contact]:
        return self._having({each: None for phone in draft.phones for each in self._by_number.get(phone, {})})

    def _having(self, contact_ids: dict[str, None]) -> Iterator[Contact]:
        return (self._contacts[each] for each in contact_ids)


def _distinct(contact: Contact, draft: Draft) -> bool:
    """Two ids of one system are two of its records, whatever they share."""
    return bool(contact.external_id and draft.external_id) and contact.external_id != draft.external_id


def _same_line(contact: Contact, draft: Draft, phone: str) -> bool:
    """A number with two different extensions is two people's."""
    one, other = contact.dial_after.get(phone, ""), draft.dial_after.get(phone, "")
    return not (one and other) or one == other


def _same_name(contact: Contact, draft: Draft) -> bool:
    one, other = folded(contact.company), folded(draft.company)
    return folded(contact.name) == folded(draft.name) and (not one or not other or one == other)
