"""What else the desk tells its operator: who it is, the journal, and tickets for sockets."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from callcard.domain.cards import Moment
from callcard.wiring import shared
from tests.integration.conftest import Account

NOON = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
IRINA = {"contact_id": "c-irina", "name": "Ирина Соколова", "kind": "contact_person", "company": "ООО «Вектор Плюс»"}
END = {"cmd": "history", "user": "100", "ext": "100", "diversion": "", "link": "", "duration": 50}


def told(account: Account, number: int, **changed: Any) -> str:
    """Let the PBX tell of a call that began `number` minutes after noon; its callid."""
    start = NOON + timedelta(minutes=number)
    times = {"start": f"{start:%Y%m%dT%H%M%SZ}", "end": f"{start + timedelta(seconds=50):%Y%m%dT%H%M%SZ}"}
    message = END | times | {"type": "in", "phone": "89991234567", "status": "success", "callid": f"call-{number}"}
    assert account.post(message | changed) == (200, {})
    return f"call-{number}"


def journal(account: Account, **asked: str) -> list[str]:
    """Read the journal's first page; the callids, newest first."""
    status, found = account.desk("GET", "/calls", queryStringParameters=asked)
    assert status == 200, found
    return [row["call_id"].split("#")[0] for row in found["calls"]]


def minute(number: int) -> str:
    """Write a time as the browser does, in its own zone."""
    return (NOON + timedelta(minutes=number)).astimezone(datetime.now().astimezone().tzinfo).isoformat()


@pytest.fixture
def four_calls(account: Account) -> Account:
    """Record an answered and a missed incoming call, and one outgoing of each operator."""
    account.desk("POST", "/contacts", {"kind": "person", "name": "Анна Белова", "phones": ["84955550133"]})
    told(account, 1)
    told(account, 2, phone="84955550133", status="missed")
    told(account, 3, type="out", phone="84950000000")
    told(account, 4, type="out", phone="84955550133", user="101", ext="101")
    return account


def test_the_journal_is_newest_first_by_the_pbxs_own_times(account: Account) -> None:
    for number in (2, 3, 1):
        told(account, number)
    assert journal(account) == ["call-3", "call-2", "call-1"]


FILTERS: list[tuple[dict[str, str], list[int]]] = [
    ({}, [4, 3, 2, 1]),
    ({"direction": "in"}, [2, 1]),
    ({"direction": "out"}, [4, 3]),
    ({"missed": "true"}, [2]),
    ({"missed": "false"}, [4, 3, 1]),
    ({"operator": "operator-101"}, [4]),
    ({"operator": "operator-100", "direction": "out"}, [3]),
    ({"operator": "operator-777"}, []),
    ({"contact": "c-irina"}, [1]),
    ({"contact": "c-irina", "operator": "operator-101"}, []),
    ({"contact": "c-irina", "operator": "operator-100"}, [1]),
    ({"from": minute(2)}, [4, 3, 2]),
    ({"to": minute(3)}, [3, 2, 1]),
    ({"from": minute(2), "to": minute(3)}, [3, 2]),
    ({"from": minute(2), "to": minute(2)}, [2]),
    ({"from": minute(2), "operator": "operator-100", "missed": "false"}, [3]),
    ({"query": "белова"}, [4, 2]),
    ({"query": "ВЕКТОР"}, [1]),
    ({"query": "8 999 123"}, [1]),
    ({"query": "+7 (495) 000-00-00"}, [3]),
    ({"query": "495", "direction": "out"}, [4, 3]),
    ({"query": "8 (495) 555-01-33"}, [4, 2]),
    ({"query": "4955550133", "direction": "in"}, [2]),
    ({"query": "+74955550133", "operator": "operator-101"}, [4]),
    ({"query": "84955550133", "missed": "true"}, [2]),
    ({"query": "84955550133", "from": minute(3)}, [4]),
    ({"query": "84955550133", "from": minute(2), "to": minute(3)}, [2]),
    ({"query": "89991234567", "contact": "c-irina"}, [1]),
    ({"query": "84955550133", "contact": "c-irina"}, []),
    ({"query": "84955550134"}, []),
]


def test_the_journal_is_filtered_by_all_that_is_asked(four_calls: Account) -> None:
    for asked, found in FILTERS:
        assert journal(four_calls, **asked) == [f"call-{number}" for number in found], asked


def test_a_whole_number_is_looked_up_and_not_searched_for(four_calls: Account) -> None:
    asked: list[dict[str, Any]] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        asked.append(params)

    shared.dynamodb().meta.events.register("provide-client-params.dynamodb.Query", note)
    for query in ("84955550133", "8495555013"):
        journal(four_calls, query=query)
    assert [ask["IndexName"] for ask in asked] == ["PhoneIndex", "JournalIndex"]


def test_a_call_of_a_number_that_is_no_record_is_in_no_journal(account: Account) -> None:
    told(account, 1)
    account.choose(incoming_record=Moment.NEVER)
    told(account, 2)
    assert journal(account, query="89991234567") == ["call-1"]


def test_a_record_tells_the_whole_call(account: Account) -> None:
    account.admin("PUT", "/lines", {"lines": [{"number": "3333333", "name": "Сайт"}]})
    told(account, 1, diversion="3333333", status="missed", link="https://records.example.com/1.mp3")
    [row] = account.desk("GET", "/calls")[1]["calls"]
    assert row == {
        "call_id": "call-1#100#0",
        "direction": "in",
        "phone": "79991234567",
        "display": "+7 999 123-45-67",
        "missed": True,
        "status": "missed",
        "started_at": (NOON + timedelta(minutes=1)).isoformat(timespec="milliseconds"),
        "ended_at": (NOON + timedelta(minutes=1, seconds=50)).isoformat(timespec="milliseconds"),
        "duration": 50,
        "talk": None,
        "operator": {"operator_id": "operator-100", "name": "Ольга Миронова"},
        "extension": "100",
        "contact": IRINA,
        "line": {"number": "3333333", "name": "Сайт"},
        "link": "https://records.example.com/1.mp3",
        "note": "",
        "rating": None,
        "times_inferred": False,
        "version": 1,
    }


def test_a_record_of_an_unknown_caller_at_an_extension_of_nobodys_has_neither(account: Account) -> None:
    told(account, 1, phone="84950000000", user="777", ext="777")
    [row] = account.desk("GET", "/calls")[1]["calls"]
    assert (row["contact"], row["operator"], row["extension"], row["line"]) == (None, None, "777", None)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"to": "2023-13-01"}, "to"),
        ({"from": "0001-01-01T00:00:00+05:00"}, "from"),
        ({"from": "2023-09-08", "to": "2023-09-07"}, "to"),
        ({"direction": "up"}, "direction"),
        ({"missed": "yes"}, "missed"),
    ],
    ids=str,
)
def test_a_bad_filter_answers_400_with_its_name_and_never_its_value(
    account: Account, asked: dict[str, str], field: str
) -> None:
    status, refused = account.desk("GET", "/calls", queryStringParameters=asked)
    assert (status, field in refused["message"]) == (400, True)
    assert asked[field] not in refused["message"]


def test_pages_of_the_journal_lose_no_call_and_repeat_none(account: Account) -> None:
    whole = [told(account, number) for number in range(110)]
    filters: list[dict[str, str]] = [{}, {"operator": "operator-100"}, {"contact": "c-irina"}, {"direction": "in"}]
    filters += [{"query": "89991234567"}]
    for asked in filters:
        assert all_pages(account, asked) == whole[::-1], asked


def all_pages(account: Account, asked: dict[str, str]) -> list[str]:
    """Read the journal to its end; the callids."""
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = account.desk("GET", "/calls", queryStringParameters=asked | {"cursor": cursor})[1]
        assert len(page["calls"]) <= 50
        seen += [row["call_id"].split("#")[0] for row in page["calls"]]
        cursor = page["cursor"]
    return seen


def test_a_login_learns_who_it_is_and_who_works_beside_it(account: Account) -> None:
    colleagues = [
        {"operator_id": "operator-101", "name": "Денис Карпов", "extension": "101"},
        {"operator_id": "operator-100", "name": "Ольга Миронова", "extension": "100"},
    ]
    me = {"operator_id": "operator-100", "name": "Ольга Миронова", "extension": "100", "admin": False}
    assert account.desk("GET", "/me") == (200, me | {"numbers": "whole", "colleagues": colleagues})


def test_an_administrator_without_an_extension_is_told_so(account: Account) -> None:
    claims = {"cognito:username": "boss", "cognito:groups": "admins"}
    me = account.desk("GET", "/me", requestContext={"authorizer": {"claims": claims}})[1]
    assert (me["operator_id"], me["name"], me["extension"], me["admin"]) == (None, "boss", None, True)


def test_colleagues_who_left_are_not_listed(account: Account) -> None:
    body = {"name": "Денис Карпов", "extension": "101", "login": None, "pbx_login": None, "active": False}
    account.admin("PUT", "/operators/operator-101", body)
    assert [one["operator_id"] for one in account.desk("GET", "/me")[1]["colleagues"]] == ["operator-100"]


def test_a_ticket_is_stored_hashed_and_nowhere_as_it_is(account: Account) -> None:
    status, issued = account.desk("POST", "/tickets")
    assert (status, issued["expires_in"], len(issued["ticket"])) == (200, 30, 43)
    [row] = [row for row in account.scan("StateTable") if row["pk"]["S"].startswith("ticket#")]
    assert row["pk"]["S"] == f"ticket#{sha256(issued['ticket'].encode()).hexdigest()}"
    assert issued["ticket"] not in str(account.scan("StateTable"))
    assert 28 <= int(row["ttl"]["N"]) - datetime.now(UTC).timestamp() <= 30
    assert account.desk("POST", "/tickets")[1]["ticket"] != issued["ticket"]


@pytest.mark.parametrize("change", [{"active": False}, {"extension": None}, {"login": None}], ids=str)
def test_a_login_without_an_active_operator_with_an_extension_gets_no_ticket(
    account: Account, change: dict[str, Any]
) -> None:
    body = {"name": "Денис Карпов", "extension": "101", "login": "denis", "pbx_login": None, "active": True}
    account.admin("PUT", "/operators/operator-101", body)
    assert account.desk("POST", "/tickets", login="denis")[0] == 200
    account.admin("PUT", "/operators/operator-101", body | change)
    assert account.desk("POST", "/tickets", login="denis") == (
        403,
        {"message": "Для этого входа нет действующего оператора с добавочным номером."},
    )
    assert account.desk("POST", "/tickets", login="stranger")[0] == 403
