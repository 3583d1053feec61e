"""Finding contacts, and reading lists page by page."""

import json
from base64 import b64encode
from typing import Any

import pytest

from tests.integration.conftest import Account
from tests.integration.test_desk import add


def find(account: Account, **asked: str) -> dict[str, Any]:
    """Ask for a page of the address book."""
    status, found = account.desk("GET", "/contacts", queryStringParameters=asked)
    assert status == 200, found
    assert isinstance(found, dict)
    return found


def names(account: Account, query: str) -> list[str]:
    """Search the address book; the names found."""
    return [contact["name"] for contact in find(account, query=query)["contacts"]]


PARTS = ["соколов", "ИРИНА", "вектор", "«Вектор", "8 999 123", "+7 (999) 123-45-67", "8 (999) 123-45-67", "999 123"]
DIGITS = ["89991234567", "9991234567", "79991234567", "+7 999 1", "7999123", "123-45-67", "4567"]


def test_a_contact_is_found_by_a_part_of_its_name_company_or_number(account: Account) -> None:
    add(account)
    for query in PARTS + DIGITS:
        assert names(account, query) == ["Ирина Соколова"], query


def test_a_city_code_that_begins_with_8_is_found_with_and_without_the_prefix(account: Account) -> None:
    add(account, phones=["88125550111"])
    for query in ("8 812", "812", "+7 812", "8125550111", "8 812 555-01-11"):
        assert names(account, query) == ["Анна Белова"], query


def test_a_search_for_what_is_not_there_finds_nothing_and_an_empty_one_finds_all(account: Account) -> None:
    add(account)
    assert names(account, "Пушкин") == names(account, "8 916") == names(account, "79991234568") == []
    assert names(account, "") == names(account, "  ") == ["Анна Белова", "Ирина Соколова"]


def test_pages_lose_no_contact_and_repeat_none(account: Account) -> None:
    made = [add(account, name=f"Клиент {number % 40:03}", phones=[])["contact_id"] for number in range(120)]
    for query, whole in (("", {*made, "c-irina"}), ("клиент", set(made))):
        seen: list[str] = []
        cursor: str | None = ""
        sizes = []
        while cursor is not None:
            page = find(account, query=query, cursor=cursor)
            seen += [contact["contact_id"] for contact in page["contacts"]]
            sizes.append(len(page["contacts"]))
            cursor = page["cursor"]
        assert (len(seen), set(seen)) == (len(whole), whole)
        assert sizes[:2] == [50, 50]


FORGED = [None, [1], {}, {"a": 1}, {"book": {"S": 5}}, {"nowhere": {"S": "x"}}, {"book": {"S": "all"}}]


@pytest.mark.parametrize("path", ["/contacts", "/calls"])
def test_a_cursor_of_nobodys_answers_400(account: Account, path: str) -> None:
    forged = [b64encode(json.dumps(key).encode()).decode() for key in FORGED]
    for cursor in ["x", "тест", "W1tb" * 9000, *forged]:
        status, refused = account.desk("GET", path, queryStringParameters={"cursor": cursor})
        assert (status, list(refused)) == (400, ["message"]), cursor[:80]
