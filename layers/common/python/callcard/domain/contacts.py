"""A contact of the address book."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The four kinds of contact (protocol 1, cards)."""

    PARTNER = "partner"
    COUNTERPARTY = "counterparty"
    PERSON = "person"
    CONTACT_PERSON = "contact_person"


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone who may call; `phones` are canonical digits, `responsible` an operator_id."""

    contact_id: str
    kind: Kind
    name: str
    company: str = ""
    phones: tuple[str, ...] = ()
    responsible: str | None = None
    note: str = ""
    version: int = 1
