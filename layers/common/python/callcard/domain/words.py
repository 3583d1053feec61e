"""Texts as people look for them: one spelling of each character, words, numbers as they are dialled."""

import re
import unicodedata
from collections.abc import Iterable

from callcard.domain.contacts import Contact
from callcard.domain.phone import canonical


def folded(text: str) -> str:
    """Make a text comparable: one letter case, one spelling of each character, ё as people type it."""
    return unicodedata.normalize("NFKC", text).casefold().replace("ё", "е").strip()


def words(text: str) -> list[str]:
    """Give the runs of letters, marks and digits in a text, folded."""
    return "".join(char if _spells(char) else " " for char in folded(text)).split()


def dialled(phones: Iterable[str]) -> list[str]:
    """Give the Russian numbers of some as they are dialled at home, with the 8 (protocol 3.9)."""
    return [f"8{phone[1:]}" for phone in phones if re.fullmatch(r"7\d{10}", phone)]


def searchable(texts: Iterable[str], phones: Iterable[str]) -> str:
    """Give the text the journal's searches look into."""
    numbers = list(phones)
    return folded(" ".join((*texts, *numbers, *dialled(numbers))))


def words_of(contact: Contact) -> list[str]:
    """Give the words a contact is found by: of its name, its company, and its numbers."""
    named = words(contact.name) + words(contact.company)
    return list(dict.fromkeys([*named, *contact.phones, *dialled(contact.phones)]))


def digits_asked(query: str, region: str) -> str:
    """Give the bare digits of a query that is a number, less the 8 or 7 people dial before one; "" of any other."""
    if any(char.isalpha() for char in query):
        return ""
    digits = canonical(query, region)
    return digits if len(digits) != 11 else digits[1:]


def _spells(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")
