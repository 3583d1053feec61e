"""The item shapes of the address book: a contact, and each of its numbers in the phone index."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from callcard.domain.contacts import Contact, Kind
from callcard.domain.matching import Candidate
from callcard.items import pack, unpack

BOOK = "all"  # one company's address book is one collection of the name index


def folded(text: str) -> str:
    """Make a text comparable: one letter case, one spelling of each character."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def searchable(texts: Iterable[str], phones: Iterable[str]) -> str:
    """Give the text searches look into; a Russian number stands in it as dialled too, with the 8 (protocol 3.9)."""
    dialled = [f"8{phone[1:]}" for phone in phones if re.fullmatch(r"7\d{10}", phone)]
    return folded(" ".join((*texts, *phones, *dialled)))


def number_key(number: str, contact_id: str) -> dict[str, Any]:
    """Give the index key of one number of one contact: last digit, reversed digits#contact_id."""
    return pack({"last_digit": number[-1], "number_key": f"{number[::-1]}#{contact_id}"})


def number_item(number: str, contact: Contact) -> dict[str, Any]:
    """Give the whole index item: the key and what a card needs of the contact."""
    projected = {
        "contact_id": contact.contact_id,
        "name": contact.name,
        "kind": contact.kind.value,
        "company": contact.company,
        "responsible": contact.responsible,
    }
    return number_key(number, contact.contact_id) | pack(projected)


def candidate_of(item: dict[str, Any]) -> Candidate:
    """Read an index item."""
    values = unpack(item)
    return Candidate(
        number=values["number_key"].split("#")[0][::-1],
        contact_id=values["contact_id"],
        name=values["name"],
        kind=values["kind"],
        company=values.get("company", ""),
        responsible=values.get("responsible"),
    )


def contact_item(contact: Contact) -> dict[str, Any]:
    """Give the whole item of a contact, with what lists and searches go by."""
    return pack(
        {
            "contact_id": contact.contact_id,
            "kind": contact.kind.value,
            "name": contact.name,
            "company": contact.company,
            "phones": list(contact.phones),
            "responsible": contact.responsible,
            "note": contact.note,
            "version": contact.version,
            "book": BOOK,
            "name_key": folded(contact.name),
            "search_text": searchable((contact.name, contact.company), contact.phones),
        }
    )


def contact_of(item: dict[str, Any]) -> Contact:
    """Read an item of a contact."""
    values = unpack(item)
    return Contact(
        contact_id=values["contact_id"],
        kind=Kind(values["kind"]),
        name=values["name"],
        company=values.get("company", ""),
        phones=tuple(values["phones"]),
        responsible=values.get("responsible"),
        note=values.get("note", ""),
        version=values["version"],
    )
