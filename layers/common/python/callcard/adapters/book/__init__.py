"""The address book: contacts, each written together with its numbers in the phone index."""

from callcard.adapters.book.bulk import BulkBook
from callcard.adapters.book.contacts import ContactsTable

__all__ = ["BulkBook", "ContactsTable"]
