"""An address book in memory, with the conditions of the real one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from callcard.domain.contacts import Change, Contact
from callcard.domain.words import folded


@dataclass
class Book:
    """Keeps contacts by id; `versions` are its only condition."""

    contacts: dict[str, Contact] = field(default_factory=dict)
    written: int = 0

    def get_many(self, contact_ids: Iterable[str]) -> dict[str, Contact]:
        return {each: self.contacts[each] for each in contact_ids if each in self.contacts}

    def named(self, name: str) -> list[Contact]:
        return [contact for contact in self.contacts.values() if folded(contact.name) == folded(name)]

    def owners(self, number: str) -> list[str]:
        return sorted(contact.contact_id for contact in self.contacts.values() if number in contact.phones)

    def every(self, segment: int, segments: int) -> Iterator[Contact]:
        contacts = list(self.contacts.values())
        return iter(contacts[segment::segments])

    def write_many(self, changes: Sequence[Change]) -> list[Change]:
        lost = [change for change in changes if not self._write(change)]
        self.written += len(changes) - len(lost)
        return lost

    def _write(self, change: Change) -> bool:
        stored = self.contacts.get(change.after.contact_id)
        if (stored.version if stored else None) != (change.before.version if change.before else None):
            return False
        self.contacts[change.after.contact_id] = change.after
        return True

    def by_name(self) -> list[Contact]:
        return sorted(self.contacts.values(), key=lambda contact: (folded(contact.name), contact.contact_id))
