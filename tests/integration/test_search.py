"""Finding contacts, and reading lists page by page."""

import json
from base64 import b64encode
from typing import Any

import pytest

from callcard.adapters.book import BulkBook
from callcard.domain.contacts import Change, Contact, Kind
from callcard.wiring import shared
from callcard.wiring.address_book import book_tables
from tests.integration.conftest import Account
from tests.integration.test_desk import WHO_ASKS, add


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


def test_a_list_is_of_some_kinds_or_of_one_operators_contacts_with_and_without_a_query(account: Account) -> None:
    people = {"Вера": ("person", "olga"), "Вера и К": ("partner", "olga"), "Вектор": ("counterparty", "denis")}
    people["Виктор"] = ("contact_person", "")
    made = [Contact(name, Kind(kind), name, responsible=whose or None) for name, (kind, whose) in people.items()]
    BulkBook(shared.dynamodb(), book_tables()).write_many([Change(None, one) for one in made])
    listed = {
        "person,contact_person": ["Вера", "Виктор"],
        "partner,counterparty": ["Вектор", "Вера и К"],
        "": ["Вектор", "Вера", "Вера и К", "Виктор"],
    }
    for kind, expected in listed.items():
        for query in ("", "в"):
            found = [one["name"] for one in find(account, kind=kind, query=query)["contacts"] if one["name"] in people]
            assert found == expected, (kind, query)
    mine = find(account, responsible="olga")["contacts"]
    assert [one["name"] for one in mine] == ["Вера", "Вера и К"]
    partners = find(account, query="вера", kind="partner", responsible="olga")["contacts"]
    assert [one["name"] for one in partners] == ["Вера и К"]
    assert find(account, query="вера", responsible="denis")["contacts"] == []
    assert account.desk("GET", "/contacts", queryStringParameters={"kind": "stranger"})[0] == 400


def test_a_very_long_word_and_very_many_words_are_compared_to_the_end(account: Account) -> None:
    long, many = "я" * 31 + "абвгд", [f"слово{number:02}" for number in range(20)]
    add(account, name=long, company=" ".join(many))
    for query in (long, long[:34], long[3:], " ".join(many), " ".join([*many[::-1], "вгд"])):
        assert names(account, query) == [long], query
    for query in (long[:34] + "я", "я" * 33, " ".join([*many[:-1], "слова19"]), " ".join([*many, "вгж"])):
        assert names(account, query) == [], query


def test_names_are_found_whatever_the_script(account: Account) -> None:
    for name in ("Фёдор Ёлкин", "Müller & Söhne GmbH", "王小明", "हिन्दी", "Straße", "ﷺ", "ﬀ"):
        add(account, name=name, phones=[])
    for query, name in (
        ("федор", "Фёдор Ёлкин"),
        ("ЁЛК", "Фёдор Ёлкин"),
        ("ler", "Müller & Söhne GmbH"),
        ("söhne müll", "Müller & Söhne GmbH"),
        ("小明", "王小明"),
        ("王", "王小明"),
        ("न्दी", "हिन्दी"),
        ("STRASSE", "Straße"),
        ("ff", "ﬀ"),
    ):
        assert names(account, query) == [name], query


def test_a_query_of_one_character_lists_the_names_that_begin_with_it(account: Account) -> None:
    for name in ("Ян", "«Яхонт»", "Аня"):
        add(account, name=name, phones=[])
    assert (names(account, "я"), names(account, "«"), names(account, "-")) == (["Ян"], ["«Яхонт»"], [])


def test_equal_words_are_listed_by_name_and_whole_words_first(account: Account) -> None:
    for name in ("Иванова Яна", "Иванов Пётр", "Дивов Семён", "Иванов Антон", "Вивов Семён"):
        add(account, name=name, company="", phones=[])
    assert names(account, "ив") == ["Иванов Антон", "Иванов Пётр", "Иванова Яна", "Вивов Семён", "Дивов Семён"]


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ("клиент", ["Query", "BatchGetItem"]),
        ("лиент 00", ["Query", "Query", "BatchGetItem"]),
        ("8 900 000", ["Query", "BatchGetItem"]),
        ("900 000", ["Query", "Query", "BatchGetItem"]),
        ("к", ["Query"]),
        ("", ["Query"]),
    ],
)
def test_a_page_costs_two_queries_and_one_read_at_most(account: Account, query: str, most: list[str]) -> None:
    made = [Contact(f"c-{n:03}", Kind.PERSON, f"Клиент {n:03}", "", (f"7900{n:07}",)) for n in range(120)]
    shared_book = BulkBook(shared.dynamodb(), book_tables())
    assert shared_book.write_many([Change(None, contact) for contact in made]) == []
    account.requests.clear()
    assert len(find(account, query=query)["contacts"]) == 50
    assert sorted(account.requests) == sorted(WHO_ASKS + [f"dynamodb.{name}" for name in most])


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


FORGED: list[Any] = [
    *(None, [1], {}, {"a": 1}, {"book": {"S": 5}}, {"nowhere": {"S": "x"}}, {"book": {"S": "all"}}),
    *({"gram": {"S": "ир"}, "term": {"S": 5}}, {"gram": {"S": "со"}, "term": {"S": "0ирина"}}, {"term": {"S": "0ир"}}),
]


@pytest.mark.parametrize(("path", "query"), [("/contacts", ""), ("/contacts", "ири"), ("/calls", "")])
def test_a_cursor_of_nobodys_answers_400(account: Account, path: str, query: str) -> None:
    forged = [b64encode(json.dumps(key).encode()).decode() for key in FORGED]
    for cursor in ["x", "тест", "W1tb" * 9000, *forged]:
        status, refused = account.desk("GET", path, queryStringParameters={"cursor": cursor, "query": query})
        assert (status, list(refused)) == (400, ["message"]), cursor[:80]


def test_a_cursor_of_another_query_answers_400(account: Account) -> None:
    for term in ("0ирина#", "1ирина", "0сокол", "2соколов", "0соколов" * 100, ""):
        key = {"gram": {"S": term[1:3]}, "term": {"S": term}}
        cursor = b64encode(json.dumps(key).encode()).decode()
        status, _ = account.desk("GET", "/contacts", queryStringParameters={"cursor": cursor, "query": "соколов"})
        assert status == 400, term
