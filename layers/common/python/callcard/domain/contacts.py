"""A contact of the address book."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

MOST_PHONES = 30  # of one contact: it is written together with all its numbers, in one transaction


class Kind(StrEnum):
    """The four kinds of contact (protocol 1, cards)."""

    PARTNER = "partner"
    COUNTERPARTY = "counterparty"
    PERSON = "person"
    CONTACT_PERSON = "contact_person"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contacts a list is of: those of some kinds, and those an operator is responsible for."""

    kinds: frozenset[Kind] = frozenset()
    responsible: str | None = None

    def takes(self, contact: "Contact") -> bool:
        """Say whether a contact belongs on the list."""
        of_kind = not self.kinds or contact.kind in self.kinds
        return of_kind and self.responsible in (None, contact.responsible)


ALL = Wanted()


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone who may call; `phones` are canonical digits, `responsible` an operator_id.

    `dial_after`: what to dial once one of the numbers has answered. `pinned`: the numbers an operator said are this
    contact's and nobody else's. `external_id`: what another system calls it. `import_id`: the import that made it.
    `terms` names its terms in the search index, and is whoever writes the contact's own business.
    """

    contact_id: str
    kind: Kind
    name: str
    company: str = ""
    phones: tuple[str, ...] = ()
    responsible: str | None = None
    note: str = ""
    version: int = 1
    external_id: str = ""
    dial_after: Mapping[str, str] = field(default_factory=dict, hash=False)
    pinned: tuple[str, ...] = ()
    import_id: str = ""
    terms: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a contact; `before` is None for a new one."""

    before: Contact | None
    after: Contact


def with_phones(contact: Contact, phones: tuple[str, ...]) -> Contact:
    """Give the contact other numbers; what belongs to a number that stays is kept, the rest leaves with its number."""
    return replace(
        contact,
        phones=phones,
        dial_after={phone: after for phone, after in contact.dial_after.items() if phone in phones},
        pinned=tuple(phone for phone in contact.pinned if phone in phones),
    )


def pinning(contact: Contact, number: str) -> Contact:
    """Give the next version of a contact, whose own a number now is."""
    phones = contact.phones if number in contact.phones else (*contact.phones, number)
    pinned = contact.pinned if number in contact.pinned else (*contact.pinned, number)
    return replace(contact, phones=phones, pinned=pinned, version=contact.version + 1)


def unpinning(contact: Contact, number: str) -> Contact:
    """Give the next version of a contact, to which a number is not pinned any more; the number stays."""
    pinned = tuple(phone for phone in contact.pinned if phone != number)
    return replace(contact, pinned=pinned, version=contact.version + 1)
