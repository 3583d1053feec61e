"""The part of the book that some rows are about: contacts of their ids, their numbers and their names."""

from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Protocol

from callcard.domain.contacts import Contact
from callcard.domain.words import folded
from callcard.importing.drafts import Draft
from callcard.waves import soon

RECENT = 5000  # contacts: the index by name may lag behind the table by what was written a second ago


class Readable(Protocol):
    """The address book by the hundred."""

    def get_many(self, contact_ids: Iterable[str]) -> dict[str, Contact]: ...
    def named(self, name: str) -> list[Contact]: ...
    def owners(self, number: str) -> list[str]: ...


class Reads:
    """Reads around a window's drafts, and remembers whom this run made lately."""

    def __init__(self, book: Readable) -> None:
        self._book = book
        self._recent: deque[tuple[str, str]] = deque(maxlen=RECENT)

    def around(self, drafts: Sequence[Draft]) -> dict[str, Contact]:
        """Read every contact that a draft may be, in the order in which they are to be asked."""
        known = self._book.get_many(draft.contact_id for draft in drafts)
        unknown = [draft for draft in drafts if draft.contact_id not in known]
        numbers = dict.fromkeys(phone for draft in unknown for phone in draft.phones)
        names = dict.fromkeys(folded(draft.name) for draft in unknown)
        owners = [soon(partial(self._book.owners, number)) for number in numbers]
        named = [soon(partial(self._book.named, name)) for name in names]
        alike = {contact.contact_id: contact for found in named for contact in found.result()}
        late = [contact_id for name, contact_id in self._recent if name in names]
        others = [contact_id for found in owners for contact_id in found.result()]
        # what the index by name tells may be old; what the table tells is not
        return known | self._book.get_many([*others, *alike, *late])

    def made(self, contacts: Iterable[Contact]) -> None:
        """Remember contacts that were written just now."""
        self._recent.extend((folded(contact.name), contact.contact_id) for contact in contacts)
