"""Where a person has left something, and what is to be erased of it there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, Protocol

from callcard.adapters.person_items import PARTS, Key
from callcard.domain.calls import Call
from callcard.domain.contacts import Contact
from callcard.domain.erasure import Person
from callcard.errors import InvalidInputError
from callcard.importing.files import open_table
from callcard.job_files import FOLDERS
from callcard.term_items import terms_of
from callcard.threads import spread

AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a part of a place, how to erase it any number of times, and numbers of the person."""

    counts: dict[str, int]
    erase: Callable[[], object]
    phones: tuple[str, ...] = ()


class Trail(Protocol):
    """A place, read in `parts`."""

    parts: int

    def find(self, person: Person, part: int) -> Found:
        """Look for what is the person's."""


class Book(Protocol):
    """The address book."""

    def get_many(self, contact_ids: Sequence[str]) -> dict[str, Contact]: ...


class Contacts(Protocol):
    """The address book, to remove from."""

    def delete(self, contact: Contact) -> None: ...


class Items(Protocol):
    """The large tables."""

    def calls(self, person: Person, part: int) -> list[Call]: ...
    def erase_call(self, call: Call) -> None: ...
    def terms(self, person: Person, part: int) -> list[Key]: ...
    def erase_terms(self, keys: list[Key]) -> None: ...


class Files(Protocol):
    """The files of imports and exports."""

    def keys(self, prefix: str) -> list[str]: ...
    def read(self, key: str) -> bytes | None: ...
    def fetch(self, key: str, copy: BinaryIO) -> None: ...
    def delete(self, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class ContactTrail:
    """The contact itself, with its numbers and pins."""

    book: Book
    contacts: Contacts
    parts = 1

    def find(self, person: Person, _: int) -> Found:
        """Find it; its numbers are read anew, as somebody may have edited it since."""
        contact = self.book.get_many([person.contact_id]).get(person.contact_id)
        if contact is None:
            return Found({}, lambda: None)
        counts = {"contacts": 1, "numbers": len(contact.phones), "pins": len(contact.pinned)}
        counts |= {"search_terms": len(terms_of(contact))}
        # raises ConflictError when somebody edits it at this moment: the next worker looks again
        return Found(counts, partial(self.contacts.delete, contact), contact.phones)


@dataclass(frozen=True, slots=True)
class TermsTrail:
    """The search terms."""

    items: Items
    parts = PARTS

    def find(self, person: Person, part: int) -> Found:
        """Find them."""
        keys = self.items.terms(person, part)
        return Found(_counted(search_terms=len(keys)), partial(self.items.erase_terms, keys))


@dataclass(frozen=True, slots=True)
class CallsTrail:
    """The calls."""

    items: Items
    parts = PARTS

    def find(self, person: Person, part: int) -> Found:
        """Find them; what names another contact of the same number stays."""
        calls = self.items.calls(person, part)
        own = [call for call in calls if person.owns(call)]
        counts = _counted(
            calls=len(own),
            notes=sum(bool(call.note) for call in own),
            recordings=sum(bool(call.link) for call in own),
            others_calls=len(calls) - len(own),
        )
        return Found(counts, lambda: spread([partial(self.items.erase_call, call) for call in own], AT_ONCE))


@dataclass(frozen=True, slots=True)
class RowsTrail:
    """A small table: the missed-call desk, or the clicks that dialled."""

    kind: str
    keys: Callable[[Person], list[Key]]
    erase: Callable[[Key], None]
    parts = 1

    def find(self, person: Person, _: int) -> Found:
        """Find its rows."""
        erase = [partial(self.erase, key) for key in self.keys(person)]
        return Found(_counted(**{self.kind: len(erase)}), lambda: spread(erase, AT_ONCE))


@dataclass(frozen=True, slots=True)
class FilesTrail:
    """The files of imports and exports; `folder` is where there is room for one."""

    files: Files
    folder: Path
    region: str
    parts = len(FOLDERS)

    def find(self, person: Person, part: int) -> Found:
        """Find those that hold the person, or that cannot be read to the end."""
        keys = [key for key in self.files.keys(FOLDERS[part]) if self._holds(key, person)]
        return Found(_counted(files=len(keys)), partial(self._erase, keys))

    def _erase(self, keys: list[str]) -> None:
        for key in keys:
            self.files.delete(key)

    def _holds(self, key: str, person: Person) -> bool:
        if key.endswith(".json"):
            return person.in_texts([(self.files.read(key) or b"").decode()])
        with TemporaryFile(dir=self.folder) as copy:
            self.files.fetch(key, copy)
            try:
                return any(person.in_texts(row.cells) for row in open_table(copy, self.region).rows)
            except InvalidInputError:
                return True


def _counted(**counts: int) -> dict[str, Any]:
    return {kind: count for kind, count in counts.items() if count}
