"""The contacts, one by one: as operators read and change them."""

from typing import TYPE_CHECKING

from callcard.adapters.book.search import Search
from callcard.adapters.book.sending import Sender
from callcard.adapters.book.tables import BookTables
from callcard.adapters.book.terms import TermsTable
from callcard.adapters.book.writes import Step, Writes
from callcard.book_items import PIN, contact_of, number_key
from callcard.domain.contacts import ALL, Change, Contact, Wanted
from callcard.errors import ConflictError, NotFoundError
from callcard.items import pack, reaching
from callcard.pages import PAGE, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class ContactsTable:
    """Reads, finds and writes contacts."""

    def __init__(self, client: "DynamoDBClient", tables: BookTables) -> None:
        self._client, self._tables = client, tables
        self._writes, self._sender = Writes(tables), Sender(client)
        self._terms = TermsTable(self._sender, tables.terms)
        self._search = Search(client, tables, self._sender)

    @reaching()
    def get(self, contact_id: str) -> Contact:
        """Read a contact; raises NotFoundError."""
        key = pack({"contact_id": contact_id})
        found = self._client.get_item(TableName=self._tables.contacts, Key=key, ConsistentRead=True)
        if "Item" not in found:
            raise NotFoundError("no_such_contact")
        return contact_of(found["Item"])

    @reaching()
    def search(self, query: str, cursor: str | None, limit: int = PAGE, wanted: Wanted = ALL) -> Page[Contact]:
        """List contacts that have every word of a query in their name, company or numbers, in pages."""
        return self._search.page(query, cursor, limit, wanted)

    def create(self, contact: Contact) -> None:
        """Write a new contact and its numbers in one transaction."""
        self._write((None, contact))

    def replace(self, contact: Contact, before: Contact) -> None:
        """Write a changed contact and its numbers in one transaction; raises ConflictError when `before` is stale."""
        self._write((before, contact))

    def delete(self, contact: Contact) -> None:
        """Remove a contact, its numbers and pins in one transaction; raises ConflictError when it is stale."""
        self._write((contact, None))

    def together(self, *changes: Change) -> None:
        """Write changed contacts with what they pass to each other, all or none; raises ConflictError."""
        self._write(*((change.before, change.after) for change in changes))

    @reaching()
    def pinned(self, number: str) -> str | None:
        """Say to which contact a number is pinned."""
        found = self._client.get_item(TableName=self._tables.numbers, Key=number_key(number, PIN), ConsistentRead=True)
        return found["Item"]["contact_id"]["S"] if "Item" in found else None

    @reaching()
    def _write(self, *steps: Step) -> None:
        named = self._terms.prepare(steps)
        if self._sender.transact(self._writes.together(*named)):
            self._terms.tidy([], lost=named)
            raise ConflictError("stale_contact")
        self._terms.tidy(named)
