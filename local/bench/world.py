"""What an account holds when a run begins: settings, operators with open tabs, an address book; from one seed."""

from functools import cache
from random import Random
from typing import Any

from local.storm.schema import Keys

Item = dict[str, Any]
TOKEN = "the-pbx-shows-this-to-the-bench"
SECRET = "crm-token"
TABS = 2  # open at every extension
OPERATORS = 20
CONTACTS = 1000
SHARED = 50  # numbers that two contacts have: the card offers both
SUFFIX = 7  # the administrator's «last digits of the number»
LINE = "73952333333"
PEER_KEYS = {"IdempotencyTable": Keys(("id",))}
TABLES = ("Contacts", "Numbers", "Terms", "Calls", "Operators", "Connections", "State")
SETTINGS = {
    "incoming_card": "ring",
    "outgoing_card": "start",
    "incoming_record": "end",
    "outgoing_record": "end",
    "show_record": "both",
    "suffix_digits": SUFFIX,
    "auto_transfer": True,
    "toast": True,
}


def pack(value: Any) -> Item:
    """Write a plain value as DynamoDB does."""
    match value:
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": value}
        case dict():
            return {"M": {name: pack(inner) for name, inner in value.items()}}
        case _:
            return {"L": [pack(inner) for inner in value]}


def row(**values: Any) -> Item:
    """Write an item."""
    return {name: pack(value) for name, value in values.items() if value is not None}


@cache
def extensions() -> tuple[str, ...]:
    """List the operators' extensions."""
    return tuple(str(100 + number) for number in range(OPERATORS))


@cache
def owners() -> dict[str, list[dict[str, Any]]]:
    """Give the contacts of every number in the book; the last seven digits of any two numbers differ."""
    random, found = Random(7), dict[str, list[dict[str, Any]]]()
    tails = random.sample(range(10**7), CONTACTS)
    for number, tail in enumerate(tails):
        contact = {
            "contact_id": f"c-{number:05}",
            "name": f"Клиент {number:05} с фамилией",
            "kind": "person",
            "company": f"ООО «Ромашка {number % 97}»" if number % 3 else "",
            "responsible": f"operator-{random.choice(extensions())}" if number % 4 else None,
        }
        found[f"7999{tail:07}"] = [contact]
    for phone in list(found)[:SHARED]:
        twin = found[phone][0]
        other = {"contact_id": twin["contact_id"] + "b", "name": twin["name"] + " младший"}
        found[phone].append(twin | other | ({"responsible": None} if len(twin["company"]) % 2 else {}))
    return found


@cache
def world() -> dict[str, list[Item]]:
    """Give every table's items."""
    numbers = [
        row(last_digit=number[-1], number_key=f"{number[::-1]}#{contact['contact_id']}", **_thinned(contact))
        for number, contacts in owners().items()
        for contact in contacts
    ]
    return {
        "NumbersTable": numbers,
        "OperatorsTable": [
            row(operator_id=f"operator-{each}", name=f"Оператор {each}", extension=each, active=True)
            for each in extensions()
        ],
        "ConnectionsTable": [
            row(extension=each, connection_id=tab, operator_id=f"operator-{each}", ttl=4_000_000_000)
            for each in extensions()
            for tab in tabs(each)
        ],
        "StateTable": [
            {"pk": pack("settings"), "value": pack(SETTINGS)},
            {"pk": pack("lines"), "value": pack({LINE: "Отдел продаж"})},
        ],
    }


def tabs(extension: str) -> list[str]:
    """Name the tabs open at an extension, as API Gateway names connections."""
    return [f"L0SM9cOFvHc{extension}{number}=" for number in range(TABS)]


def _thinned(contact: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in contact.items() if value not in ("", None)}
