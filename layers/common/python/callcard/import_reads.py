"""The part of the book that some rows are about: contacts of their ids, their numbers and their names."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Protocol

from callcard.domain.contacts import Contact
from callcard.domain.words import folded
from callcard.importing.drafts import Draft, Identity
from callcard.turns import soon

RECENT = 5000  # contacts: the index by name may lag behind the table by what was written a second ago
MANY = 100  # new rows in a window: for fewer the book is not read as a whole
SIFTED = 200_000  # contacts: reading so many takes seconds, asking for thousands of numbers and names takes longer
SEGMENTS = 8


class Readable(Protocol):
    """The address book by the hundred."""

    def get_many(self, contact_ids: Iterable[str]) -> dict[str, Contact]: ...
    def named(self, name: str) -> list[Contact]: ...
    def owners(self, number: str) -> list[str]: ...
    def every(self, segment: int, segments: int) -> Iterator[Contact]: ...


class Sieve:
    """Remembers which names and numbers somebody has: 200,000 contacts in some 50 MB."""

    def __init__(self) -> None:
        self._known: set[int] = set()

    def take(self, contact: Contact) -> None:
        """Remember a contact."""
        self._known.add(hash(folded(contact.name)))
        self._known.update(map(hash, contact.phones))

    def holds(self, text: str) -> bool:
        """Say whether somebody has this number or name, folded; wrongly yes once in a blue moon."""
        return hash(text) in self._known


class Reads:
    """Reads around windows of drafts, and remembers whom this run made lately.

    For many rows a book of bearable size is read once, into a sieve, and only what somebody has is asked for.
    Who makes a contact during the import is then not found by name or number: nothing is lost, a double may be made.
    """

    def __init__(self, book: Readable) -> None:
        self._book = book
        self._recent: deque[tuple[str, str]] = deque(maxlen=RECENT)
        self._sieve: Sieve | None = None
        self._tried = False

    def around(self, drafts: Sequence[Draft]) -> dict[str, Contact]:
        """Read every contact that a draft may be."""
        known = self._book.get_many(draft.contact_id for draft in drafts)
        # a row with callcard's own id is nobody's double
        unknown = [one for one in drafts if one.contact_id not in known and one.identity is not Identity.OWN]
        if len(unknown) >= MANY and not self._tried:
            self._sieve, self._tried = self._sifted(), True
        numbers = self._owned(phone for draft in unknown for phone in draft.phones)
        names = self._owned(folded(draft.name) for draft in unknown)
        owners = [soon(partial(self._book.owners, number)) for number in numbers]
        named = [soon(partial(self._book.named, name)) for name in names]
        alike = [contact.contact_id for found in named for contact in found.result()]
        late = [contact_id for name, contact_id in self._recent if name in names]
        others = [contact_id for found in owners for contact_id in found.result()]
        # what the index by name tells may be old; what the table tells is not
        return known | self._book.get_many([*others, *alike, *late])

    def made(self, contacts: Iterable[Contact]) -> None:
        """Remember contacts that were written just now."""
        for contact in contacts:
            self._recent.append((folded(contact.name), contact.contact_id))
            if self._sieve:
                self._sieve.take(contact)

    def _owned(self, texts: Iterable[str]) -> dict[str, None]:
        return dict.fromkeys(text for text in texts if self._sieve is None or self._sieve.holds(text))

    def _sifted(self) -> Sieve | None:
        """Read the whole book, side by side; None when it is too large for that."""
        sieve, at_most = Sieve(), SIFTED // SEGMENTS
        parts = [soon(partial(self._part, segment, at_most + 1, sieve)) for segment in range(SEGMENTS)]
        return sieve if all(part.result() <= at_most for part in parts) else None

    def _part(self, segment: int, at_most: int, sieve: Sieve) -> int:
        contacts = list(islice(self._book.every(segment, SEGMENTS), at_most))
        for contact in contacts:
            sieve.take(contact)
        return len(contacts)
