"""The address book, from the operator's browser to the tables."""

from typing import Any

import pytest

from functions.desk.app import lambda_handler as desk_door
from tests.integration.conftest import Account, browser_event

ANNA = {
    "kind": "person",
    "name": "Анна Белова",
    "company": "ООО «Полюс»",
    "phones": ["8 (999) 001-16-66", "+7 495 555-01-33"],
    "responsible": "operator-101",
    "note": "Просит не звонить\nпо выходным",
}

# which numbers the reader may see is in the setup; nothing of it is kept in memory here
WHO_ASKS = ["dynamodb.GetItem", "dynamodb.GetItem", "dynamodb.Scan"]


def add(account: Account, **changed: Any) -> dict[str, Any]:
    """Create a contact."""
    status, made = account.desk("POST", "/contacts", ANNA | changed)
    assert status == 201, made
    assert isinstance(made, dict)
    return made


def indexed(account: Account) -> set[tuple[str, str]]:
    """List what the phone index holds: each number with the name it shows."""
    rows = account.scan("NumbersTable")
    assert all(row["number_key"]["S"][0] == row["last_digit"]["S"] for row in rows)
    return {(row["number_key"]["S"].split("#")[0][::-1], row["name"]["S"]) for row in rows}


def test_a_new_contact_is_shown_as_it_was_written_with_canonical_numbers(account: Account) -> None:
    made = add(account)
    assert made == ANNA | {
        "contact_id": made["contact_id"],
        "phones": ["79990011666", "74955550133"],
        "displays": ["+7 999 001-16-66", "+7 495 555-01-33"],
        "dial_after": {},
        "pinned": [],
        "external_id": "",
        "version": 1,
    }
    assert account.desk("GET", f"/contacts/{made['contact_id']}") == (200, made)


def test_a_contact_needs_only_a_kind_and_a_name(account: Account) -> None:
    made = account.desk("POST", "/contacts", {"kind": "partner", "name": " Икс "})[1]
    assert (made["name"], made["company"], made["phones"], made["responsible"]) == ("Икс", "", [], None)
    assert indexed(account) == {("79991234567", "Ирина Соколова")}


def test_a_contact_and_its_numbers_are_written_and_removed_in_one_transaction(account: Account) -> None:
    before = indexed(account)
    made = add(account)
    assert indexed(account) - before == {("79990011666", "Анна Белова"), ("74955550133", "Анна Белова")}
    account.requests.clear()
    assert account.desk("DELETE", f"/contacts/{made['contact_id']}") == (204, None)
    wanted = ["dynamodb.GetItem", "dynamodb.TransactWriteItems", *["dynamodb.BatchWriteItem"] * 2]
    assert sorted(account.requests) == sorted(WHO_ASKS + wanted)
    assert indexed(account) == before
    assert account.desk("GET", f"/contacts/{made['contact_id']}")[0] == 404


def test_a_changed_number_leaves_no_index_item_and_a_new_name_reaches_every_one(account: Account) -> None:
    made = add(account)
    account.requests.clear()
    change = ANNA | {"name": "Анна Крылова", "phones": ["89990011666", "88005550101"], "version": 1}
    status, changed = account.desk("PUT", f"/contacts/{made['contact_id']}", change)
    assert (status, changed["version"], changed["phones"]) == (200, 2, ["79990011666", "78005550101"])
    assert account.requests.count("dynamodb.TransactWriteItems") == 1
    assert indexed(account) == {
        ("79991234567", "Ирина Соколова"),
        ("79990011666", "Анна Крылова"),
        ("78005550101", "Анна Крылова"),
    }


def test_numbers_that_are_canonically_equal_are_kept_once(account: Account) -> None:
    made = add(account, phones=["89990011666", "+7 999 001 16 66", "9990011666"])
    assert made["phones"] == ["79990011666"]
    assert len(indexed(account)) == 2


def test_two_contacts_may_share_a_number_and_removing_one_leaves_the_others(account: Account) -> None:
    first, second = add(account, name="Первый"), add(account, name="Вторая")
    account.desk("DELETE", f"/contacts/{first['contact_id']}")
    assert {name for _, name in indexed(account)} == {"Ирина Соколова", second["name"]}


def test_a_stale_edit_answers_409_with_the_current_contact_and_changes_nothing(account: Account) -> None:
    path = f"/contacts/{add(account)['contact_id']}"
    current = account.desk("PUT", path, ANNA | {"name": "Анна Первая", "version": 1})[1]
    before = indexed(account)
    status, refused = account.desk("PUT", path, ANNA | {"name": "Анна Вторая", "phones": [], "version": 1})
    assert (status, refused["contact"]) == (409, current)
    assert refused["message"].startswith("Контакт уже изменил кто-то другой.")
    assert (account.desk("GET", path)[1], indexed(account)) == (current, before)


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("PUT", ANNA | {"version": 1}), ("DELETE", None)])
def test_a_contact_that_is_not_there_answers_404(account: Account, method: str, body: Any) -> None:
    assert account.desk(method, "/contacts/c-nobody", body)[0] == 404
    account.requests.clear()
    for contact_id in ("%D1%8B", "a" * 65, "x y"):
        assert account.desk(method, f"/contacts/{contact_id}", body)[0] == 404
    assert sorted(account.requests) == sorted(WHO_ASKS * 3)  # what cannot be an id is not asked for
    assert len(account.scan("ContactsTable")) == 1


def test_what_to_dial_after_the_answer_stays_with_its_number_until_it_is_written_anew(account: Account) -> None:
    made = add(account, dial_after={"74955550133": "100"})
    assert made["displays"] == ["+7 999 001-16-66", "+7 495 555-01-33 доб. 100"]
    path, version = f"/contacts/{made['contact_id']}", 1
    for change, kept in (
        ({}, {"74955550133": "100"}),
        ({"dial_after": {"79990011666": "5#"}}, {"79990011666": "5#"}),
        ({"phones": ["74955550133"]}, {}),
    ):
        status, changed = account.desk("PUT", path, ANNA | {"version": version} | change)
        assert (status, changed["dial_after"]) == (200, kept)
        version += 1
    assert account.desk("GET", path)[1]["dial_after"] == {}


def test_a_field_may_hold_several_numbers_and_what_to_dial_after_them(account: Account) -> None:
    made = add(account, phones=["89991234567/8 (495) 123-45-67", "8 (423) 202-25-11, доб. 100", "123-45-67/68"])
    assert made["phones"] == ["79991234567", "74951234567", "74232022511", "1234567", "1234568"]
    assert made["dial_after"] == {"74232022511": "100"}
    assert made["displays"][2] == "+7 423 202-25-11 доб. 100"
    path = f"/contacts/{made['contact_id']}"
    change = ANNA | {"version": 1, "phones": ["74232022511", "8 423 202-25-11 доб. 200"], "dial_after": {}}
    changed = account.desk("PUT", path, change)[1]
    assert (changed["phones"], changed["dial_after"]) == (["74232022511"], {"74232022511": "200"})


def test_an_editor_who_sends_back_what_was_shown_changes_nothing(account: Account) -> None:
    # 65 6123 4567 without its plus is ten digits of home (protocol 3.9)
    made = add(account, phones=["+65 6123 4567", "+47 41 23 45 67", "8 (423) 202-25-11 доб. 1,2#", "100"])
    for version, phones in enumerate((made["phones"], made["displays"]), start=1):
        changed = account.desk("PUT", f"/contacts/{made['contact_id']}", ANNA | {"version": version, "phones": phones})[
            1
        ]
        assert changed | {"version": 1} == made


def test_at_most_30_numbers_are_kept_however_they_are_written(account: Account) -> None:
    fields = ["/".join(f"{place}{number}" for number in range(200, 204)) for place in range(10, 18)]
    assert account.desk("POST", "/contacts", ANNA | {"phones": fields}) == (
        400,
        {"message": "Проверьте поля: phones (too_long)."},
    )


BAD: dict[str, list[Any]] = {
    "kind": ["friend", None, 1],
    "name": ["", "  ", None, ["x"], "a\x00b", "x" * 201, "две\nстроки"],
    "company": [None, "x" * 201],
    "phones": ["89990011666", ["no digits"], [""], [79990011666], ["8" * 65], ["89990011666"] * 31],
    "responsible": ["operator-777", "", "a b", 100],
    "note": ["x" * 5001, None, "\x00"],
    "dial_after": [
        {"79990000000": "100"},
        {"79990011666": ""},
        {"79990011666": "добавочный"},
        {"": "1"},
        "100",
        {"79990011666": "1" * 10},
        {"79990011666": "*5"},
    ],
    "surprise": ["x"],
    "version": [1],
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_field_answers_400_with_its_name_and_never_its_value(account: Account, name: str) -> None:
    for value in BAD[name]:
        status, refused = account.desk("POST", "/contacts", ANNA | {name: value})
        assert (status, list(refused)) == (400, ["message"]), value
        assert name in refused["message"]
        shown = value[0] if isinstance(value, list) else value
        assert len(str(shown)) < 3 or str(shown) not in refused["message"]
    assert len(account.scan("ContactsTable")) == 1


def test_a_body_that_is_no_object_answers_400(account: Account) -> None:
    for body in (None, "", "{", "[]", "null", '"text"', '{"name": "\\ud800"}', "[" * 30_000):
        status, refused = account.answer(desk_door, browser_event("POST", "/contacts", None, "olga") | {"body": body})
        assert (status, list(refused)) == (400, ["message"]), body


def test_a_change_needs_the_version_it_was_made_from(account: Account) -> None:
    for version in (None, 0, -1, "x", 1.5):
        status, refused = account.desk("PUT", "/contacts/c-irina", ANNA | {"version": version})
        assert (status, "version" in refused["message"]) == (400, True)
    assert account.desk("PUT", "/contacts/c-irina", ANNA)[0] == 400


def test_a_refusal_is_in_the_readers_language_and_russian_by_default(account: Account) -> None:
    english = ("en-US,en;q=0.9", "There is no such contact.")
    for accept, message in (english, ("ru,en;q=0.8", "Такого контакта нет."), ("de", "Такого контакта нет.")):
        headers = {"Accept-Language": accept}
        assert account.desk("GET", "/contacts/nobody", headers=headers) == (404, {"message": message})
    assert account.desk("GET", "/nowhere")[1] == {"message": "Такого адреса нет."}
    assert account.post("{", headers=headers)[1] == {"message": "Тело запроса не разобрать: not JSON."}
    assert account.post("{", headers={"accept-language": "en"})[1]["message"].startswith("The request body")
