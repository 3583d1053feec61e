"""Where the address book is; apart, because who only reads its phone index need not load the rest."""

import os

from callcard.adapters.book.tables import BookTables


def book_tables() -> BookTables:
    """Name the tables of the address book."""
    return BookTables(os.environ["CONTACTS_TABLE"], os.environ["NUMBERS_TABLE"], os.environ["TERMS_TABLE"])
