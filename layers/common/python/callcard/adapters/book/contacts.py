"""The contacts, one by one: as operators read and change them."""

from functools import partial
from typing import TYPE_CHECKING, Any

from callcard.adapters.book.sending import Sender
from callcard.adapters.book.writes import Step, Writes
from callcard.book_items import BOOK, contact_of
from callcard.domain.contacts import Contact
from callcard.domain.words import folded
from callcard.errors import ConflictError, NotFoundError
from callcard.items import pack, reaching
from callcard.pages import Page, read_page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class ContactsTable:
    """Reads and writes contacts; `numbers` is the phone index's table."""

    def __init__(self, client: "DynamoDBClient", table: str, numbers: str) -> None:
        self._client, self._table = client, table
        self._writes, self._sender = Writes(table, numbers), Sender(client)

    @reaching()
    def get(self, contact_id: str) -> Contact:
        """Read a contact; raises NotFoundError."""
        key = pack({"contact_id": contact_id})
        found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        if "Item" not in found:
            raise NotFoundError("no_such_contact")
        return contact_of(found["Item"])

    @reaching()
    def search(self, query: str, cursor: str | None) -> Page[Contact]:
        """List contacts by name; with a query those whose name, company or number contains it."""
        ask: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": "NameIndex",
            "KeyConditionExpression": "book = :b",
            "ExpressionAttributeValues": pack({":b": BOOK, ":q": folded(query)}),
        }
        if folded(query):
            ask["FilterExpression"] = "contains(search_text, :q)"
        return read_page(partial(self._client.query, **ask), ("book", "name_key", "contact_id"), contact_of, cursor)

    def create(self, contact: Contact) -> None:
        """Write a new contact and its numbers in one transaction."""
        self._write((None, contact))

    def replace(self, contact: Contact, before: Contact) -> None:
        """Write a changed contact and its numbers in one transaction; raises ConflictError when `before` is stale."""
        self._write((before, contact))

    def delete(self, contact: Contact) -> None:
        """Remove a contact, its numbers and pins in one transaction; raises ConflictError when it is stale."""
        self._write((contact, None))

    @reaching()
    def _write(self, *steps: Step) -> None:
        if self._sender.transact(self._writes.together(*steps)):
            raise ConflictError("stale_contact")
