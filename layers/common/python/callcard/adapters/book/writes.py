"""What a change of contacts writes, as the actions of a transaction."""

from collections.abc import Iterable
from typing import Any

from callcard.adapters.book.tables import BookTables
from callcard.book_items import PIN, contact_item, number_items
from callcard.domain.contacts import Contact
from callcard.items import pack

Action = dict[str, Any]
Step = tuple[Contact | None, Contact | None]  # what a contact was and what it becomes; None: it is not there

NEW = "attribute_not_exists(contact_id)"
UNCHANGED = "version = :v"
SAME_TERMS = "version = :v AND terms = :t"  # who keeps the terms must know which are there
MINE = "attribute_not_exists(number_key) OR contact_id = :was"


class Writes:
    """Turns steps into actions on the address book's tables."""

    def __init__(self, tables: BookTables) -> None:
        self._tables = tables

    def together(self, *steps: Step) -> list[Action]:
        """List what has to be written at once; the versions of the contacts are its conditions."""
        old = _rows(before for before, _ in steps)
        new = _rows(after for _, after in steps)
        changed = sorted(key for key, row in new.items() if old.get(key) != row)
        return [
            *(self._contact(before, after) for before, after in steps),
            *(self._put(new[key], old.get(key)) for key in changed),
            *(self._drop(old[key]) for key in sorted(old.keys() - new.keys())),
        ]

    def _contact(self, before: Contact | None, after: Contact | None) -> Action:
        guard: dict[str, Any] = {"TableName": self._tables.contacts} | _guard(before, after)
        if after is not None:
            return {"Put": guard | {"Item": contact_item(after)}}
        return {"Delete": guard | {"Key": pack({"contact_id": before.contact_id if before else None})}}

    def _put(self, row: dict[str, Any], over: dict[str, Any] | None) -> Action:
        put: dict[str, Any] = {"TableName": self._tables.numbers, "Item": row}
        if _pin(row):
            # the version of its holder guards a pin already; this keeps two holders apart whatever happens
            was = {":was": (over or row)["contact_id"]}
            put |= {"ConditionExpression": MINE, "ExpressionAttributeValues": was}
        return {"Put": put}

    def _drop(self, row: dict[str, Any]) -> Action:
        key = {name: row[name] for name in ("last_digit", "number_key")}
        return {"Delete": {"TableName": self._tables.numbers, "Key": key}}


def _guard(before: Contact | None, after: Contact | None) -> dict[str, Any]:
    if before is None:
        return {"ConditionExpression": NEW}
    if after is None or after.terms != before.terms:
        return {"ConditionExpression": UNCHANGED, "ExpressionAttributeValues": pack({":v": before.version})}
    values = pack({":v": before.version, ":t": before.terms})
    return {"ConditionExpression": SAME_TERMS, "ExpressionAttributeValues": values}


def _rows(contacts: Iterable[Contact | None]) -> dict[str, dict[str, Any]]:
    return {row["number_key"]["S"]: row for contact in contacts if contact for row in number_items(contact)}


def _pin(row: dict[str, Any]) -> bool:
    key: str = row["number_key"]["S"]
    return key.endswith(f"#{PIN}")
