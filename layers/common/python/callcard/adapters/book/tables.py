"""The tables the address book is kept in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BookTables:
    """Their names: the contacts, the phone index and the search index."""

    contacts: str
    numbers: str
    terms: str
