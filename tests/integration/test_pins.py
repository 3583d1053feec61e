"""Pins: an operator says once whose a number is."""

from collections.abc import Callable
from typing import Any

import pytest

from callcard.domain.contacts import MOST_PHONES
from callcard.wiring import shared
from tests.integration.conftest import TOKEN, Account
from tests.integration.sandboxes import in_between, other_desk
from tests.integration.test_desk import ANNA, add

SHARED = "79990011666"
RING = {"cmd": "event", "type": "INCOMING", "direction": "in", "user": "100", "ext": "100", "callid": "1"}
END = {"cmd": "history", "type": "in", "ext": "100", "callid": "1", "status": "success", "duration": 5}


def pin(account: Account, contact: dict[str, Any], number: str = SHARED) -> dict[str, Any]:
    """Pin a number to a contact."""
    status, pinned = account.desk("PUT", f"/numbers/{number}/pin", {"contact_id": contact["contact_id"]})
    assert status == 200, pinned
    assert isinstance(pinned, dict)
    return pinned


def show(account: Account, contact: dict[str, Any]) -> dict[str, Any]:
    """Read a contact."""
    found: dict[str, Any] = account.desk("GET", f"/contacts/{contact['contact_id']}")[1]
    return found


def pins(account: Account) -> dict[str, tuple[str, str]]:
    """List the pins of the phone index: number, contact and the name on it; they agree with the contacts."""
    rows = [row for row in account.scan("NumbersTable") if row["number_key"]["S"].endswith("#!")]
    found = {row["number_key"]["S"][:-2][::-1]: (row["contact_id"]["S"], row["name"]["S"]) for row in rows}
    contacts = account.scan("ContactsTable")
    held = [(number["S"], one) for one in contacts for number in one.get("pinned", {}).get("L", [])]
    assert found == {number: (one["contact_id"]["S"], one["name"]["S"]) for number, one in held}
    assert len(found) == len(held)
    return found


def rung(account: Account, number: str = SHARED) -> list[tuple[str, str]]:
    """Let a number call; whom the card names and why."""
    account.browser.frames.clear()
    account.socket("$connect", "tab")
    account.post(RING | {"phone": number, "callid": f"{number}-{len(account.legs())}"})
    return [(one["name"], one["reason"]) for one in account.browser.calls("tab")[-1]["contacts"]]


def whose(account: Account, number: str = SHARED) -> str:
    """Ask for the responsible operator of a number."""
    answer: str = account.post({"cmd": "contact", "phone": number, "crm_token": TOKEN})[1]["responsible"]
    return answer


@pytest.fixture
def two(account: Account) -> tuple[dict[str, Any], dict[str, Any]]:
    """Make two contacts of different operators who share a number."""
    account.choose(auto_transfer=True)
    first = add(account, name="Анна", responsible="operator-101")
    return first, add(account, name="Борис", responsible="operator-100")


def test_a_pinned_number_shows_its_contact_alone_and_smart_transfer_knows_whose_it_is(
    account: Account, two: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    assert rung(account) == [("Анна", "full"), ("Борис", "full")]
    assert whose(account) == ""
    pinned = pin(account, two[1])
    assert (pinned["pinned"], pinned["version"]) == ([SHARED], 2)
    assert show(account, two[1]) == pinned
    assert rung(account) == [("Борис", "pinned")]
    assert whose(account) == "100"
    account.post(END | {"phone": SHARED})
    assert account.desk("GET", "/calls")[1]["calls"][0]["contact"]["name"] == "Борис"


def test_a_pin_is_the_numbers_own_and_not_of_those_with_the_same_ending(
    account: Account, two: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    pin(account, two[1])
    assert rung(account, "74950011666") == [("Анна", "suffix"), ("Борис", "suffix")]
    assert whose(account, "74950011666") == ""


def test_the_pin_is_read_first_whatever_k_is(account: Account, two: tuple[dict[str, Any], dict[str, Any]]) -> None:
    pin(account, two[1])
    near = shared.numbers().near(SHARED, 1)
    assert [(one.name, one.pinned) for one in near if one.number == SHARED] == [("Борис", True)]


def test_a_pin_moves_to_another_contact_whole(account: Account, two: tuple[dict[str, Any], dict[str, Any]]) -> None:
    pin(account, two[0])
    account.requests.clear()
    pin(account, two[1])
    assert account.requests.count("dynamodb.TransactWriteItems") == 1
    assert pins(account) == {SHARED: (two[1]["contact_id"], "Борис")}
    assert (show(account, two[0])["pinned"], show(account, two[0])["version"]) == ([], 3)
    assert show(account, two[0])["phones"] == two[0]["phones"]


def test_pinning_again_changes_nothing(account: Account, two: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert pin(account, two[0]) == pin(account, two[0])


def test_a_number_the_contact_lacks_becomes_its_own(account: Account) -> None:
    made = add(account)
    assert pin(account, made, "74957654321")["phones"] == [*made["phones"], "74957654321"]
    assert rung(account, "74957654321") == [("Анна Белова", "pinned")]
    assert account.desk("GET", "/contacts", queryStringParameters={"query": "765-43-21"})[1]["contacts"] != []


def test_a_pin_follows_a_new_name_and_leaves_with_its_number_or_its_contact(
    account: Account, two: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    for contact in two:
        pin(account, contact, SHARED if contact is two[0] else "74955550133")
    path = f"/contacts/{two[0]['contact_id']}"
    status, renamed = account.desk("PUT", path, ANNA | {"name": "Анна Крылова", "version": 2})
    assert (status, renamed["pinned"]) == (200, [SHARED])
    assert pins(account)[SHARED] == (two[0]["contact_id"], "Анна Крылова")
    status, without = account.desk("PUT", path, ANNA | {"phones": ["74955550133"], "version": 3})
    assert (status, without["pinned"]) == (200, [])
    assert list(pins(account)) == ["74955550133"]
    assert account.desk("DELETE", f"/contacts/{two[1]['contact_id']}")[0] == 204
    assert pins(account) == {}
    assert rung(account) == []


def test_what_is_no_number_is_neither_pinned_nor_unpinned(account: Account) -> None:
    for path in ("/numbers/null,null/pin", "/numbers/7999a/pin"):
        assert account.desk("PUT", path, {"contact_id": "c-irina"})[0] == 400
        assert account.desk("DELETE", path)[0] == 400


def test_a_version_is_a_number_and_no_text(account: Account) -> None:
    irina = account.desk("GET", "/contacts/c-irina")[1]
    changed = {name: irina[name] for name in ("kind", "name", "phones", "version")}
    assert account.desk("PUT", "/contacts/c-irina", changed | {"version": str(irina["version"])})[0] == 400
    assert account.desk("PUT", "/contacts/c-irina", changed)[0] == 200


def test_an_unpinned_number_is_anybodys_again(account: Account, two: tuple[dict[str, Any], dict[str, Any]]) -> None:
    pin(account, two[1])
    for _ in range(2):
        assert account.desk("DELETE", f"/numbers/{SHARED}/pin") == (204, None)
        assert (pins(account), show(account, two[1])["phones"]) == ({}, two[1]["phones"])
    assert rung(account) == [("Анна", "full"), ("Борис", "full")]


BAD: list[tuple[str, Any, int]] = [
    (SHARED, {"contact_id": "c-nobody"}, 404),
    (SHARED, {"contact_id": "ы"}, 400),
    (SHARED, {}, 400),
    (SHARED, {"contact_id": "c-irina", "more": 1}, 400),
    ("8-999", {"contact_id": "c-irina"}, 400),
    ("9" * 65, {"contact_id": "c-irina"}, 400),
    ("%D9%A1", {"contact_id": "c-irina"}, 400),
]


@pytest.mark.parametrize(("number", "body", "status"), BAD)
def test_what_is_no_number_or_no_contact_is_not_pinned(account: Account, number: str, body: Any, status: int) -> None:
    answer = account.desk("PUT", f"/numbers/{number}/pin", body)
    assert (answer[0], list(answer[1])) == (status, ["message"])
    assert pins(account) == {}


def test_a_contact_takes_no_more_numbers_than_one_transaction_holds(account: Account) -> None:
    made = add(account, phones=[f"7495765{number:04}" for number in range(MOST_PHONES)])
    for number in made["phones"]:
        pin(account, made, number)
    answer = account.desk("PUT", f"/numbers/{SHARED}/pin", {"contact_id": made["contact_id"]})
    assert (answer[0], "phones" in answer[1]["message"]) == (400, True)
    path = f"/contacts/{made['contact_id']}"
    others = [f"7812765{number:04}" for number in range(MOST_PHONES)]
    status, changed = account.desk("PUT", path, ANNA | {"phones": others, "version": MOST_PHONES + 1})
    assert (status, changed["phones"], pins(account)) == (200, others, {})


def put_note(account: Account) -> int:
    """Be the other editor who writes a note."""
    return other_desk(account, "PUT", "/contacts/c-irina", ANNA | {"note": "Другая", "version": 1})[0]


def put_dial_after(account: Account) -> int:
    """Be the other editor who says what to dial after the answer."""
    change = ANNA | {"phones": ["79991234567"], "dial_after": {"79991234567": "7"}, "version": 1}
    return other_desk(account, "PUT", "/contacts/c-irina", change)[0]


def put_pin(account: Account) -> int:
    """Be the operator who pins a number."""
    return other_desk(account, "PUT", "/numbers/79991234567/pin", {"contact_id": "c-irina"})[0]


@pytest.mark.parametrize("other", [put_note, put_dial_after, put_pin])
def test_the_second_of_two_editors_at_once_gets_409_with_what_the_first_wrote(
    account: Account, other: Callable[[Account], int]
) -> None:
    """The other's whole request happens between the editor's reading and writing."""
    change = ANNA | {"phones": ["79991234567"], "dial_after": {"79991234567": "100"}, "version": 1}
    with in_between("TransactWriteItems", lambda: other(account)) as statuses:
        status, refused = account.desk("PUT", "/contacts/c-irina", change)
    assert (statuses, status) == ([200], 409)
    current = show(account, {"contact_id": "c-irina"})
    assert (refused["contact"], current["version"]) == (current, 2)
    assert current["dial_after"] == ({"79991234567": "7"} if other is put_dial_after else {})
    assert list(pins(account)) == (["79991234567"] if other is put_pin else [])
    assert account.desk("PUT", "/contacts/c-irina", change | {"version": 2})[0] == 200


def test_an_edit_of_a_contact_that_is_just_removed_answers_404(account: Account) -> None:
    def remove() -> int:
        return other_desk(account, "DELETE", "/contacts/c-irina")[0]

    with in_between("TransactWriteItems", remove) as statuses:
        assert account.desk("PUT", "/contacts/c-irina", ANNA | {"version": 1})[0] == 404
    assert statuses == [204]


def test_a_pin_takes_up_what_an_editor_writes_meanwhile(account: Account) -> None:
    with in_between("TransactWriteItems", lambda: put_note(account)):
        pinned = pin(account, {"contact_id": "c-irina"})
    assert (pinned["note"], pinned["version"], pinned["pinned"]) == ("Другая", 3, [SHARED])
    assert pins(account) == {SHARED: ("c-irina", ANNA["name"])}
