"""What is kept of a person outside the address book: found by reading tables through, as nothing else finds it all."""

from collections.abc import Iterator
from functools import partial
from itertools import batched
from typing import TYPE_CHECKING, Any, Protocol

from callcard.call_items import call_of
from callcard.domain.calls import Call
from callcard.domain.erasure import NO_DIGIT, SAME_DIGITS, Person
from callcard.items import pack, reaching
from callcard.turns import soon

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

PARTS = 16  # of a large table; each is read in one go
WRITTEN_AT_ONCE = 25  # items in a BatchWriteItem
CLICKS = ("dialled#", "click#")

type Key = dict[str, Any]


class Sender(Protocol):
    """Sends batches, and what DynamoDB puts off once more."""

    def write(self, table: str, requests: list[Any]) -> None: ...


class PersonItems:
    """Finds and erases them."""

    def __init__(
        self, client: "DynamoDBClient", sender: Sender, *, calls: str, callbacks: str, state: str, terms: str
    ) -> None:
        self._client, self._sender = client, sender
        self._calls, self._callbacks, self._state, self._terms = calls, callbacks, state, terms

    @reaching()
    def calls(self, person: Person, part: int) -> list[Call]:
        """List the legs of a part of the table that name the person or have a number of theirs; no mark does."""
        return [call_of(item) for item in self._scan(self._calls, part, **_about(person))]

    @reaching()
    def erase_call(self, call: Call) -> None:
        """Take away what is the person's, whatever else changes the leg meanwhile: who has read it before loses."""
        gone = "phone, contact, note, link, phone_end, phone_key, journal_contact, search_text"
        names = [f"#{name}" for name in gone.split(", ")]
        try:
            self._client.update_item(
                TableName=self._calls,
                Key=pack({"callid": call.callid, "leg": f"{call.extension}#{call.generation:06}"}),
                UpdateExpression=f"SET version = version + :one, erased = :true REMOVE {', '.join(names)}",
                ConditionExpression="attribute_exists(callid)",
                ExpressionAttributeNames={name: name[1:] for name in names},
                ExpressionAttributeValues=pack({":one": 1, ":true": True}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return

    @reaching()
    def callbacks(self, person: Person) -> list[Key]:
        """List the keys of the callbacks that name them, and of those of their numbers that name nobody else."""
        items = self._scan(self._callbacks, **_about(person))
        return [{"phone": item["phone"]} for item in items if _names(item) in (None, person.contact_id)]

    @reaching()
    def erase_callback(self, key: Key) -> None:
        """Remove a callback."""
        self._client.delete_item(TableName=self._callbacks, Key=key)

    @reaching()
    def clicks(self, person: Person) -> list[Key]:
        """List the keys of the clicks that dialled one of the numbers, or whose failure quotes one."""
        begun = " OR ".join(f"begins_with(pk, :{place})" for place in range(len(CLICKS)))
        values = pack({f":{place}": name for place, name in enumerate(CLICKS)})
        items = self._scan(self._state, FilterExpression=begun, ExpressionAttributeValues=values)
        endings = [phone[-SAME_DIGITS:] for phone in person.phones]
        return [{"pk": item["pk"]} for item in items if any(map(partial(_quotes, item), endings))]

    @reaching()
    def erase_click(self, key: Key) -> None:
        """Remove a click."""
        self._client.delete_item(TableName=self._state, Key=key)

    @reaching()
    def terms(self, person: Person, part: int) -> list[Key]:
        """List the keys of the search terms that lead to the contact, also those of a writer that died."""
        values = pack({":c": person.contact_id})
        items = self._scan(self._terms, part, FilterExpression="contact_id = :c", ExpressionAttributeValues=values)
        return [{name: item[name] for name in ("gram", "term")} for item in items]

    @reaching()
    def erase_terms(self, keys: list[Key]) -> None:
        """Remove search terms."""
        parts = batched(({"DeleteRequest": {"Key": key}} for key in keys), WRITTEN_AT_ONCE, strict=False)
        for written in [soon(partial(self._sender.write, self._terms, list(part))) for part in parts]:
            written.result()

    def _scan(self, table: str, part: int | None = None, **asked: Any) -> Iterator[dict[str, Any]]:
        if part is not None:
            asked |= {"Segment": part, "TotalSegments": PARTS}
        for page in self._client.get_paginator("scan").paginate(TableName=table, ConsistentRead=True, **asked):
            yield from page["Items"]


def _about(person: Person) -> dict[str, Any]:
    phones = {f":p{place}": phone for place, phone in enumerate(person.phones)}
    tests = ["#contact.contact_id = :c"] + ([f"phone IN ({', '.join(phones)})"] if phones else [])
    return {
        "FilterExpression": " OR ".join(tests),
        "ExpressionAttributeNames": {"#contact": "contact"},
        "ExpressionAttributeValues": pack({":c": person.contact_id} | phones),
    }


def _names(item: dict[str, Any]) -> str | None:
    contact_id: str | None = item["contact"]["M"]["contact_id"]["S"] if "contact" in item else None
    return contact_id


def _quotes(item: dict[str, Any], ending: str) -> bool:
    dialled = item["pk"]["S"].startswith(CLICKS[0]) and item["pk"]["S"].endswith(f"#{ending}")
    return dialled or ending in NO_DIGIT.sub("", item.get("failure", {}).get("S", ""))
