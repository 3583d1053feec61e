"""The address book: contacts, each written together with its numbers in the phone index."""

from functools import partial
from typing import TYPE_CHECKING, Any

from callcard.book_items import BOOK, contact_item, contact_of, folded, number_item, number_key
from callcard.domain.contacts import Contact
from callcard.errors import ConflictError, NotFoundError
from callcard.items import pack, reaching
from callcard.pages import Page, read_page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NEW = "attribute_not_exists(contact_id)"
UNCHANGED = "version = :v"


class ContactsTable:
    """Reads and writes contacts; `numbers` is the phone index's table."""

    def __init__(self, client: "DynamoDBClient", table: str, numbers: str) -> None:
        self._client, self._table, self._numbers = client, table, numbers

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

    @reaching()
    def create(self, contact: Contact) -> None:
        """Write a new contact and its numbers in one transaction."""
        self._write([self._put(contact, NEW), *self._index(contact)])

    @reaching()
    def replace(self, contact: Contact, before: Contact) -> None:
        """Write a changed contact and its numbers in one transaction; raises ConflictError when `before` is stale."""
        gone = set(before.phones) - set(contact.phones)
        self._write(
            [
                self._put(contact, UNCHANGED, before.version),
                *self._index(contact),
                *(self._drop(number, contact.contact_id) for number in sorted(gone)),
            ]
        )

    @reaching()
    def delete(self, contact: Contact) -> None:
        """Remove a contact and its numbers in one transaction; raises ConflictError when it is stale."""
        delete = {
            "TableName": self._table,
            "Key": pack({"contact_id": contact.contact_id}),
            "ConditionExpression": UNCHANGED,
            "ExpressionAttributeValues": pack({":v": contact.version}),
        }
        self._write([{"Delete": delete}, *(self._drop(n, contact.contact_id) for n in contact.phones)])

    def _put(self, contact: Contact, condition: str, version: int | None = None) -> dict[str, Any]:
        put: dict[str, Any] = {
            "TableName": self._table,
            "Item": contact_item(contact),
            "ConditionExpression": condition,
        }
        if version is not None:
            put["ExpressionAttributeValues"] = pack({":v": version})
        return {"Put": put}

    def _index(self, contact: Contact) -> list[dict[str, Any]]:
        rows = [number_item(number, contact) for number in contact.phones]
        return [{"Put": {"TableName": self._numbers, "Item": row}} for row in rows]

    def _drop(self, number: str, contact_id: str) -> dict[str, Any]:
        return {"Delete": {"TableName": self._numbers, "Key": number_key(number, contact_id)}}

    def _write(self, writes: list[Any]) -> None:
        try:
            self._client.transact_write_items(TransactItems=writes)
        except self._client.exceptions.TransactionCanceledException as exc:
            reasons = {reason.get("Code") for reason in exc.response.get("CancellationReasons", [])}
            if reasons & {"ConditionalCheckFailed", "TransactionConflict"}:
                raise ConflictError("stale_contact") from exc
            raise
