"""The self-check: what the server knows of a browser, of the newest calls, and why a card did not come."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from callcard.domain.cards import Moment
from callcard.wiring import shared
from tests.integration.conftest import Account
from tests.integration.test_inbound import ANSWER, END, RING
from tests.integration.test_trace import CALL_ID, leg, say_shown


def asked(account: Account, path: str, login: str = "olga", *, groups: str = "", **event: Any) -> Any:
    """Ask the desk; the body of a good answer."""
    claims = {"cognito:username": login} | ({"cognito:groups": groups} if groups else {})
    context = {"authorizer": {"claims": claims}, "requestId": "r", "stage": "api", "path": path}
    status, body = account.desk("GET", path, login=login, requestContext=context, **event)
    assert status == 200, body
    return body


def why(account: Account, call_id: str = CALL_ID, **who: Any) -> Any:
    """Ask why a call has no card."""
    return asked(account, f"/calls/{quote(call_id, safe='')}/trace", **who)


def recent(account: Account, login: str = "olga", *, groups: str = "", **query: str) -> list[dict[str, Any]]:
    """List the newest calls."""
    rows: list[dict[str, Any]] = asked(
        account, "/check/calls", login, groups=groups, queryStringParameters=query or None
    )["calls"]
    return rows


def states(found: Any) -> dict[str, str]:
    """Give each step's state."""
    return {step["step"]: step["state"] for step in found["steps"]}


def test_a_card_that_was_shown_says_so_with_the_browsers_time(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post(RING)
    say_shown(account)
    found = why(account)
    assert (found["shown"], found["reason"], found["remedy"]) == (True, "shown", None)
    assert found["trace"] == {"hitches": [], "shown": [{"at": found["shown_at"], "version": 1, "tab": "tab"}]}
    assert found["sentence"] == "Карточка показана."
    assert set(states(found).values()) == {"ok"}
    assert found["steps"][-1]["at"] == found["shown_at"] is not None
    assert [step["text"] for step in found["steps"][:4]] == [
        "АТС: входящий на добавочный 100",
        "Добавочный 100: Ольга Миронова",
        "Показывать при поступлении звонка",
        "Найдено контактов: 1",
    ]


def test_the_answer_has_what_each_push_came_to(account: Account) -> None:
    for tab in ("alive", "stale"):
        account.socket("$connect", tab)
    account.browser.gone.add("stale")
    account.post(RING)
    [hitch] = why(account)["trace"]["hitches"]
    assert hitch | {"at": 0} == {
        "at": 0,
        "version": 1,
        "trouble": "partly",
        "pushes": {"alive": "sent", "stale": "gone"},
    }


def test_the_setting_never_says_so_and_who_can_mend_it(account: Account) -> None:
    account.choose(incoming_card=Moment.NEVER)
    account.socket("$connect", "tab")
    account.post(RING)
    account.post(END)
    found = why(account)
    assert found["sentence"] == "Карточка не показана: окно входящего вызова выключено."
    assert states(found)["setting"] == "fault"
    assert found["remedy"] == {
        "code": "ask_admin",
        "text": "Попросите администратора изменить настройку",
        "page": None,
    }
    mend = {"code": "change_setting", "text": "Изменить настройку", "page": "settings/calls"}
    assert why(account, groups="admins")["remedy"] == mend


def test_the_answer_is_in_the_readers_language(account: Account) -> None:
    account.post(RING)
    found = why(account, headers={"Accept-Language": "en"})
    assert found["sentence"] == "No card: extension 100 had no open tab."
    assert found["remedy"]["text"] == "Open callcard"
    assert found["short"] == "no open tab"


def test_an_extension_without_an_operator_is_seen_by_administrators_alone(account: Account) -> None:
    account.post(RING | {"ext": "105", "user": "105"})
    call_id = CALL_ID.replace("#100#", "#105#")
    found = why(account, call_id, groups="admins")
    assert found["sentence"] == "Карточка не показана: у добавочного 105 нет оператора."
    assert found["remedy"]["text"] == "Назначить оператора на 105"
    assert account.desk("GET", f"/calls/{quote(call_id, safe='')}/trace")[0] == 404
    assert recent(account) == []
    [row] = recent(account, "boss", groups="admins")
    assert (row["extension"], row["operator"], row["reason"], row["short"]) == (
        "105",
        None,
        "no_operator",
        "нет оператора",
    )


def test_an_operator_who_is_switched_off_is_named_as_the_reason(account: Account) -> None:
    off = {"name": "Денис Карпов", "extension": "101", "login": None, "active": False}
    assert account.admin("PUT", "/operators/operator-101", off)[0] == 200
    account.post(RING | {"ext": "101", "user": "101"})
    found = why(account, CALL_ID.replace("#100#", "#101#"), groups="admins")
    assert (found["reason"], found["remedy"]["code"]) == ("operator_inactive", "activate_operator")


def test_a_tab_that_is_open_by_now_changes_the_remedy(account: Account) -> None:
    account.post(RING)
    assert why(account)["remedy"]["code"] == "open_tab"
    account.socket("$connect", "tab")
    assert why(account)["remedy"]["code"] == "test_call"


@pytest.mark.parametrize(
    "path", ["/calls/1659685427407907141#100#0/trace", "/calls/1659685427407907141%23100%230/trace"]
)
def test_a_path_is_read_as_aws_and_as_the_local_engine_hand_it_over(account: Account, path: str) -> None:
    account.post(RING)
    assert asked(account, path)["call_id"] == CALL_ID


@pytest.mark.parametrize("call_id", ["unknown#100#0", "1659685427407907141#100#7", "nothing", "#100#0", "x" * 300])
def test_an_unknown_call_is_not_found(account: Account, call_id: str) -> None:
    account.post(RING)
    assert account.desk("GET", f"/calls/{quote(call_id, safe='')}/trace") == (404, {"message": "Такого звонка нет."})


def test_the_newest_calls_come_first_recorded_or_not(account: Account) -> None:
    account.choose(incoming_record=Moment.NEVER)
    account.desk("POST", "/contacts", {"kind": "person", "name": "Сто первый", "phones": ["101"]})
    account.socket("$connect", "tab")
    for number in range(3):
        account.post(RING | {"callid": str(number)})
    account.post(ANSWER | {"callid": "0"})
    account.post(RING | {"callid": "internal", "phone": "101"})
    account.post(RING | {"callid": "other", "ext": "101", "user": "101"})
    rows = recent(account)
    assert [row["call_id"] for row in rows] == ["internal#100#0", "2#100#0", "1#100#0", "0#100#0"]
    assert [row["at"] for row in rows] == sorted((row["at"] for row in rows), reverse=True)
    assert [row["reason"] for row in rows] == ["internal", "unconfirmed", "unconfirmed", "unconfirmed"]
    assert rows[1] | {"at": 0} == {
        "call_id": "2#100#0",
        "at": 0,
        "direction": "in",
        "state": "ringing",
        "missed": False,
        "phone": "79991234567",
        "display": "+7 999 123-45-67",
        "extension": "100",
        "operator": {"operator_id": "operator-100", "name": "Ольга Миронова"},
        "contact": {"contact_id": "c-irina", "name": "Ирина Соколова"},
        "internal": False,
        "recorded": False,
        "test": False,
        "shown": False,
        "shown_at": None,
        "reason": "unconfirmed",
        "short": "показ не подтверждён",
    }
    assert rows[0]["contact"] is None
    assert {row["extension"] for row in recent(account, "boss", groups="admins")} == {"100", "101"}
    assert [row["call_id"] for row in recent(account, "boss", groups="admins", extension="101")] == ["other#101#0"]


def test_the_newest_calls_come_twenty_at_a_time(account: Account) -> None:
    for number in range(23):
        account.post(RING | {"callid": str(number)})
    first = asked(account, "/check/calls")
    assert len(first["calls"]) == 20
    rest = asked(account, "/check/calls", queryStringParameters={"cursor": first["cursor"]})
    assert [row["call_id"].split("#")[0] for row in first["calls"] + rest["calls"]] == [
        str(number) for number in reversed(range(23))
    ]
    assert rest["cursor"] is None


def test_an_operator_lists_the_calls_of_the_own_extension_alone(account: Account) -> None:
    for login, query in (("olga", {"extension": "101"}), ("nobody", None)):
        assert account.desk("GET", "/check/calls", login=login, queryStringParameters=query)[0] == 403
    account.post(RING)
    assert len(recent(account, extension="100")) == 1


def test_the_overview_says_what_a_browser_cannot_see_of_itself(account: Account) -> None:
    empty = asked(account, "/check")
    assert (empty["last_event_at"], empty["calls_last_hour"], empty["tabs"]) == (None, 0, 0)
    account.choose(outgoing_card=Moment.NEVER, toast=True)
    account.socket("$connect", "tab")
    account.socket("$connect", "other", "101")
    account.post(RING)
    account.post(RING | {"callid": "2"})
    account.post(END)
    long_ago = shared.now() - timedelta(hours=2)
    shared.calls().save(replace(leg(), callid="old", rung_at=long_ago, answered_at=None, closed_at=long_ago), None)
    found = asked(account, "/check")
    assert found | {"server_time": 0, "last_event_at": 0} == {
        "server_time": 0,
        "last_event_at": 0,
        "calls_last_hour": 2,
        "operator": {"operator_id": "operator-100", "name": "Ольга Миронова"},
        "extension": "100",
        "tabs": 1,
        "settings": {"incoming_card": "ring", "outgoing_card": "never", "toast": True},
    }
    assert recent(account)[0]["at"] < found["last_event_at"] <= found["server_time"]


def test_who_is_no_operator_has_an_overview_too(account: Account) -> None:
    found = asked(account, "/check", "boss", groups="admins")
    assert (found["operator"], found["extension"], found["tabs"]) == (None, None, 0)


# ---- test calls


def frames(account: Account, tab: str = "tab") -> list[tuple[str, bool]]:
    """List the states a tab was told of, with or without a card."""
    return [(call["state"], call["card"]) for call in account.browser.calls(tab)]


def test_a_test_call_rings_the_own_extension_alone_and_leaves_no_record(account: Account) -> None:
    account.socket("$connect", "tab")
    account.socket("$connect", "other", "101")
    for action in ("test", "test_answer", "test_end"):
        account.socket("$default", "tab", body={"action": action, "extension": "101", "ext": "101"})
    assert frames(account) == [("ringing", True), ("talking", True), ("ended", True)]
    assert account.browser.frames.get("other") is None
    [call] = {call["call_id"] for call in account.browser.calls("tab")}
    assert call.startswith("callcard-test-")
    assert account.desk("GET", "/calls")[1]["calls"] == []
    [row] = recent(account)
    assert (row["test"], row["recorded"], row["phone"]) == (True, False, "")
    assert asked(account, "/check")["last_event_at"] is None


def test_a_test_call_is_decided_as_the_settings_say_and_explained_as_any_other(account: Account) -> None:
    account.choose(incoming_card=Moment.NEVER)
    account.socket("$connect", "tab")
    account.socket("$default", "tab", body={"action": "test"})
    assert frames(account) == [("ringing", False)]
    [row] = recent(account)
    assert why(account, row["call_id"])["reason"] == "never"


def test_a_new_test_call_ends_the_one_before_and_no_real_call(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post(RING)
    for action in ("test", "test"):
        account.socket("$default", "tab", body={"action": action})
    tests = [(call["call_id"], call["state"]) for call in account.browser.calls("tab")[1:]]
    assert [state for _, state in tests] == ["ringing", "ended", "ringing"]
    assert tests[0][0] == tests[1][0] != tests[2][0]
    account.socket("$default", "tab", body={"action": "test_end"})
    account.socket("$default", "tab", body={"action": "sync"})
    assert [call["call_id"] for call in account.browser.frames["tab"][-1]["calls"]] == [CALL_ID]


def test_nobody_ends_a_test_call_of_another_extension(account: Account) -> None:
    account.socket("$connect", "tab")
    account.socket("$default", "tab", body={"action": "test"})
    account.socket("$default", "other", "101", body={"action": "test_end"})
    assert frames(account) == [("ringing", True)]
