"""The address book: contacts, each written together with its numbers, and the index they are found by."""

from callcard.adapters.book.bulk import BulkBook
from callcard.adapters.book.contacts import ContactsTable
from callcard.adapters.book.tables import BookTables

__all__ = ["BookTables", "BulkBook", "ContactsTable"]
