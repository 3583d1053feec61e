"""The item shapes of the address book: a contact, each of its numbers in the phone index, and its pins beside them."""

from typing import Any

from callcard.domain.contacts import Contact, Kind
from callcard.domain.matching import Candidate
from callcard.domain.words import folded
from callcard.items import pack, unpack

BOOK = "all"  # one company's address book is one collection of the name index
NAME_KEY_AT_MOST = 200  # characters: a key of DynamoDB has 1,024 bytes, and folding can lengthen a name
PIN = "!"  # in the place of a contact_id; sorts before every one, so that a pin is read first


def name_key(name: str) -> str:
    """Give what the name index sorts a contact by."""
    return folded(name)[:NAME_KEY_AT_MOST]


def number_key(number: str, contact_id: str) -> dict[str, Any]:
    """Give the index key of one number of one contact: last digit, reversed digits#contact_id."""
    return pack({"last_digit": number[-1], "number_key": f"{number[::-1]}#{contact_id}"})


def number_items(contact: Contact) -> list[dict[str, Any]]:
    """Give all of a contact's items in the phone index: the keys and what a card needs of the contact."""
    projected = {
        "contact_id": contact.contact_id,
        "name": contact.name,
        "kind": contact.kind.value,
        "company": contact.company,
        "responsible": contact.responsible,
    }
    numbers = [number_key(number, contact.contact_id) | pack(projected) for number in contact.phones]
    return numbers + [number_key(number, PIN) | pack(projected | {"pinned": True}) for number in contact.pinned]


def candidate_of(item: dict[str, Any]) -> Candidate:
    """Read an index item; ten of them for every call, so without a detour."""
    return Candidate(
        item["number_key"]["S"].partition("#")[0][::-1],
        item["contact_id"]["S"],
        item["name"]["S"],
        item["kind"]["S"],
        item["company"]["S"] if "company" in item else "",
        item["responsible"]["S"] if "responsible" in item else None,
        "pinned" in item and item["pinned"]["BOOL"],
    )


def contact_item(contact: Contact) -> dict[str, Any]:
    """Give the whole item of a contact, with what lists go by."""
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
            "external_id": contact.external_id,
            "dial_after": dict(contact.dial_after) or None,
            "pinned": list(contact.pinned) or None,
            "import_id": contact.import_id,
            "book": BOOK,
            "name_key": name_key(contact.name),
            "terms": contact.terms,
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
        external_id=values.get("external_id", ""),
        dial_after=values.get("dial_after", {}),
        pinned=tuple(values.get("pinned", ())),
        import_id=values.get("import_id", ""),
        terms=values.get("terms", ""),
    )
