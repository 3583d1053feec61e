"""The item shapes of the search index: each ending of each word a contact is found by.

A part of a word is the beginning of one of its endings, so "contains" becomes "begins with", which a sort key answers.
A contact's terms are written anew, under a new name (`Contact.terms`), whenever its words change: the terms of another
name, of a writer that lost or died, are nobody's and are dropped by who reads them.
"""

from collections.abc import Iterator
from typing import Any

from callcard.book_items import name_key
from callcard.domain.contacts import Contact
from callcard.domain.words import words_of
from callcard.items import pack

GRAM = 2  # characters: the partition, and the shortest part of a word that is found
ENDING_AT_MOST = 32  # characters of an ending in a key; readers compare the rest themselves
BEGINNING, INNER = "0", "1"  # whole words stand before their endings
NAMES_AT_MOST = 16  # characters of the name in a key: equal endings are listed by name


def term_key(term: str) -> dict[str, Any]:
    """Give the whole key of a term: its partition is the beginning of the ending it holds."""
    return pack({"gram": term[1 : GRAM + 1], "term": term})


def begun(word: str, side: str) -> dict[str, Any]:
    """Give the key before the terms of one side that begin with a word: no term has it."""
    return term_key(side + word[:ENDING_AT_MOST])


def term_items(contact: Contact) -> list[dict[str, Any]]:
    """Give all of a contact's items; `words` lets a query for several words skip most of what it reads."""
    found_by = {"contact_id": contact.contact_id, "words": text_of(contact)}
    return [term_key(term) | pack(found_by) for term in terms_of(contact)]


def terms_of(contact: Contact) -> list[str]:
    """Give a contact's sort keys in their order."""
    endings = list(_endings(contact))
    whole = {ending for side, ending in endings if side == BEGINNING}
    own = f"#{name_key(contact.name)[:NAMES_AT_MOST]}#{contact.contact_id}#{contact.terms}"
    return sorted({side + ending + own for side, ending in endings if side == BEGINNING or ending not in whole})


def place_of(contact: Contact, word: str) -> str:
    """Give the first of a contact's terms that begin with a word: there, and only there, it is listed; "" if none."""
    return next((term for term in terms_of(contact) if term.startswith(word[:ENDING_AT_MOST], 1)), "")


def text_of(contact: Contact) -> str:
    """Give all words of a contact, apart: a word of a query is in the text when it is in one of them."""
    return " ".join(words_of(contact))


def _endings(contact: Contact) -> Iterator[tuple[str, str]]:
    for word in words_of(contact):
        for start in range(len(word) - GRAM + 1):
            yield INNER if start else BEGINNING, word[start : start + ENDING_AT_MOST]
