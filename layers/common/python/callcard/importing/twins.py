"""Who in the book may be the person a row means, although the row does not say so by an id."""

from collections.abc import Iterable, Iterator

from callcard.domain.contacts import Contact
from callcard.domain.words import folded
from callcard.importing.drafts import Draft


class Shelf:
    """Contacts by id, number and name: the part of the book that some rows are about, with what becomes of it."""

    def __init__(self, contacts: Iterable[Contact] = ()) -> None:
        self._contacts: dict[str, Contact] = {}
        self._by_number: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        for contact in contacts:
            self.put(contact)

    def __len__(self) -> int:
        return len(self._contacts)

    def put(self, contact: Contact) -> None:
        """Take a contact, in place of what it was."""
        self._contacts[contact.contact_id] = contact
        for phone in contact.phones:
            self._by_number.setdefault(phone, set()).add(contact.contact_id)
        self._by_name.setdefault(folded(contact.name), set()).add(contact.contact_id)

    def get(self, contact_id: str) -> Contact | None:
        """Find a contact by its id."""
        return self._contacts.get(contact_id)

    def twin(self, draft: Draft) -> tuple[Contact, str] | None:
        """Find the contact a draft doubles, and by what: a number of its own, or name and company.

        Of several the likest, then the one whose id comes first: the choice hangs on no order of reading or writing.
        """
        numbers = self._having(each for phone in draft.phones for each in self._by_number.get(phone, ()))
        sharing = [one for one in numbers if not _distinct(one, draft) and _same_line(one, draft)]
        if sharing:
            return min(sharing, key=lambda one: (not _same_name(one, draft), one.contact_id)), "duplicate_number"
        names = self._having(self._by_name.get(folded(draft.name), ()))
        alike = [one for one in names if not _distinct(one, draft) and _same_name(one, draft)]
        if alike:
            return min(alike, key=lambda one: (one.company != draft.company, one.contact_id)), "duplicate_name"
        return None

    def _having(self, contact_ids: Iterable[str]) -> Iterator[Contact]:
        return (self._contacts[each] for each in set(contact_ids))


def _distinct(contact: Contact, draft: Draft) -> bool:
    """Two ids of one system are two of its records, whatever they share."""
    return bool(contact.external_id and draft.external_id) and contact.external_id != draft.external_id


def _same_line(contact: Contact, draft: Draft) -> bool:
    """Say whether they share a number; one with two different extensions is two people's."""
    for phone in draft.phones:
        one, other = contact.dial_after.get(phone, ""), draft.dial_after.get(phone, "")
        if phone in contact.phones and (not (one and other) or one == other):
            return True
    return False


def _same_name(contact: Contact, draft: Draft) -> bool:
    one, other = folded(contact.company), folded(draft.company)
    return folded(contact.name) == folded(draft.name) and (not one or not other or one == other)
