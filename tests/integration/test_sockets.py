"""The sockets: tickets that open them, tabs that come and go, and what they are told when they ask."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Lock
from typing import Any

import pytest
from moto.dynamodb.models import DynamoDBBackend

from callcard.adapters.tickets_table import Holder
from callcard.domain.calls import Call, CallState
from callcard.domain.cards import Moment
from callcard.domain.events import Direction
from callcard.wiring import notify, shared
from functions.notify.app import lambda_handler as notify_door
from tests.fake_context import LambdaContext
from tests.integration.conftest import Account, in_seconds
from tests.integration.test_inbound import ANSWER, END, RING


def effect(policy: dict[str, Any]) -> str:
    """Read an authorizer's answer."""
    [statement] = policy["policyDocument"]["Statement"]
    assert statement["Resource"] == "arn:aws:execute-api:x:1:a/live/$connect"
    return str(statement["Effect"])


def issue(account: Account, login: str = "olga") -> str:
    """Let the desk issue a ticket."""
    return str(account.desk("POST", "/tickets", login=login)[1]["ticket"])


def synced(account: Account, tab: str = "tab", extension: str = "100", body: Any = None) -> list[dict[str, Any]]:
    """Let a tab ask what it missed; the calls it is told of."""
    account.socket("$default", tab, extension, {"action": "sync"} | (body or {}))
    frame = account.browser.frames[tab][-1]
    assert (frame["type"], set(frame)) == ("sync", {"type", "calls", "server_time"})
    return list(frame["calls"])


def tabs(account: Account) -> set[tuple[str, str]]:
    """List the open tabs as the table has them."""
    return {(row["extension"]["S"], row["connection_id"]["S"]) for row in account.scan("ConnectionsTable")}


def test_a_ticket_opens_one_socket_for_the_extension_of_its_login(account: Account) -> None:
    for login, extension in (("olga", "100"), ("denis", "101")):
        ticket = issue(account, login)
        allowed = account.authorize(ticket)
        assert effect(allowed) == "Allow"
        assert allowed["context"] == {"operator_id": f"operator-{extension}", "extension": extension}
        assert allowed["principalId"] == f"operator-{extension}"
        refused = account.authorize(ticket)
        assert (effect(refused), refused["context"]) == ("Deny", {})


def test_a_ticket_that_expired_is_unknown_or_missing_opens_nothing(account: Account) -> None:
    notify.tickets().put("stale", Holder("operator-100", "100"), in_seconds(-2))
    for ticket in ("stale", "unknown", "", "x" * 5000, "тест", "\ud800"):
        assert effect(account.authorize(ticket)) == "Deny", ticket[:9]
    assert effect(account.authorize(issue(account))) == "Allow"


@pytest.mark.parametrize("name", ["Origin", "origin", "ORIGIN", "oRiGiN"])
def test_a_ticket_opens_a_socket_only_for_the_page_that_asked_for_it(account: Account, name: str) -> None:
    page: dict[str, Any] = {"headers": {"Origin": "https://desk.example.com"}}
    for origin, expected in (
        ("https://desk.example.com", "Allow"),
        ("https://evil.example.com", "Deny"),
        ("https://desk.example.com.evil.example.com", "Deny"),
        ("http://desk.example.com", "Deny"),
        ("null", "Deny"),
        ("", "Deny"),
    ):
        ticket = account.desk("POST", "/tickets", **page)[1]["ticket"]
        assert effect(account.authorize(ticket, {name: origin})) == expected, origin
        assert effect(account.authorize(ticket, {name: page["headers"]["Origin"]})) == "Deny"  # it is used up
    assert effect(account.authorize(issue(account), {name: "https://evil.example.com"})) == "Deny"


@pytest.mark.parametrize("changed", [{"active": False}, {"extension": "205"}], ids=str)
def test_a_ticket_is_void_when_its_operator_is_switched_off_or_moved(account: Account, changed: dict[str, Any]) -> None:
    ticket = issue(account)
    operator = {"name": "Ольга", "extension": "100", "login": "olga", "pbx_login": None, "active": True}
    assert account.admin("PUT", "/operators/operator-100", operator | changed)[0] == 200
    assert effect(account.authorize(ticket)) == "Deny"


def test_a_ticket_is_void_when_its_operator_is_removed(account: Account) -> None:
    ticket = issue(account)
    assert account.admin("DELETE", "/operators/operator-100")[0] == 204
    assert effect(account.authorize(ticket)) == "Deny"


def test_of_50_sockets_with_one_ticket_exactly_one_opens(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, delete = Lock(), DynamoDBBackend.delete_item

    def atomic(*args: Any, **kwargs: Any) -> Any:
        with lock:  # DynamoDB checks and deletes in one step; its imitation does not
            return delete(*args, **kwargs)

    monkeypatch.setattr(DynamoDBBackend, "delete_item", atomic)
    ticket, tickets = issue(account), notify.tickets()
    with ThreadPoolExecutor(50) as pool:
        taken = list(pool.map(lambda _: tickets.take(ticket, shared.now()), range(50)))
    assert [holder for holder in taken if holder] == [Holder("operator-100", "100")]


def test_nothing_a_browser_says_names_its_extension(account: Account) -> None:
    account.post(RING | {"ext": "101", "user": "101"})
    asked = {"extension": "101", "operator_id": "operator-101", "ext": "101"}
    account.socket("$connect", "tab", "100", asked)
    assert tabs(account) == {("100", "tab")}
    assert synced(account, body=asked) == []
    [call] = synced(account, "other", "101")
    assert call["extension"] == "101"


def test_a_tab_that_leaves_is_forgotten_and_no_other(account: Account) -> None:
    for tab, extension in (("one", "100"), ("two", "100"), ("one", "101")):
        account.socket("$connect", tab, extension)
    for _ in range(2):
        account.socket("$disconnect", "one", "100")
        assert tabs(account) == {("100", "two"), ("101", "one")}
    account.socket("$disconnect", "two", "100")
    assert tabs(account) == {("101", "one")}


def test_a_row_of_a_tab_outlives_the_two_hours_of_a_socket(account: Account) -> None:
    account.socket("$connect", "tab")
    [row] = account.scan("ConnectionsTable")
    assert 8100 - 5 <= int(row["ttl"]["N"]) - shared.now().timestamp() <= 8100


def test_what_inbound_wrote_a_tab_that_comes_later_reads_in_its_sync(account: Account) -> None:
    account.socket("$connect", "early")
    account.post(RING)
    account.post(ANSWER)
    pushed = account.browser.calls("early")[-1]
    [call] = synced(account, "late")
    assert call | {"server_time": 0} == pushed | {"server_time": 0}
    assert (call["state"], call["card"], call["version"]) == ("talking", True, 2)
    assert [contact["name"] for contact in call["contacts"]] == ["Ирина Соколова"]


def test_a_sync_tells_the_open_calls_of_that_extension_alone_and_not_the_ended(account: Account) -> None:
    account.post(RING | {"callid": "ringing"})
    account.post(RING | {"callid": "talking", "phone": "84951112233"})
    account.post(ANSWER | {"callid": "talking", "phone": "84951112233"})
    account.post(RING | {"callid": "over"})
    account.post(END | {"callid": "over"})
    account.post(RING | {"callid": "colleague's", "ext": "101", "user": "101"})
    calls = {call["call_id"]: (call["state"], call["card"], len(call["contacts"])) for call in synced(account)}
    assert calls == {"ringing#100#0": ("ringing", True, 1), "talking#100#0": ("talking", True, 0)}
    assert [call["call_id"] for call in synced(account, "other", "101")] == ["colleague's#101#0"]
    assert synced(account, "stranger", "777") == []


def test_a_sync_leaves_out_what_rang_for_2_minutes_and_nothing_followed(account: Account) -> None:
    now = shared.now()
    ringing = Call("fresh", "100", 0, 1, Direction.IN, CallState.RINGING, now, now, "79991234567")
    long_ago = now - timedelta(minutes=2, seconds=5)
    stale = replace(ringing, callid="stale", started_at=long_ago, rung_at=long_ago)
    talking = replace(stale, callid="talking", state=CallState.TALKING, answered=True, answered_at=long_ago)
    for call in (ringing, stale, talking):
        assert shared.calls().save(call, None)
    assert {call["call_id"] for call in synced(account)} == {"fresh#100#0", "talking#100#0"}


def test_a_sync_raises_no_toast_anew(account: Account) -> None:
    account.choose(toast=True)
    account.socket("$connect", "tab")
    account.post(RING)
    assert [call["toast"] for call in account.browser.calls("tab")] == [True]
    assert [(call["card"], call["toast"]) for call in synced(account)] == [(True, False)]


def test_a_sync_shows_no_card_before_its_moment(account: Account) -> None:
    account.choose(incoming_card=Moment.ANSWER)
    account.post(RING)
    assert [call["card"] for call in synced(account)] == [False]
    account.post(ANSWER)
    assert [call["card"] for call in synced(account)] == [True]


def test_a_sync_of_an_internal_call_names_nobody(account: Account) -> None:
    account.desk("POST", "/contacts", {"kind": "person", "name": "Внутренний", "phones": ["101"]})
    account.post(RING | {"phone": "101"})
    assert [(call["card"], call["contacts"]) for call in synced(account)] == [(False, [])]


def test_a_ping_is_answered_to_that_tab_alone(account: Account) -> None:
    account.socket("$connect", "other")
    account.socket("$default", "tab", body={"action": "ping"})
    [pong] = account.browser.frames["tab"]
    assert (pong["type"], set(pong), list(account.browser.frames)) == ("pong", {"type", "server_time"}, ["tab"])


def test_garbage_does_nothing(account: Account) -> None:
    account.post(RING)
    authorizer = {"operator_id": "operator-100", "extension": "100"}
    context = {"routeKey": "$default", "connectionId": "tab", "authorizer": authorizer}
    wrong = [[], 7, None, "sync", {"action": None}, {"action": ["sync"]}, {"action": "SYNC"}, {"do": "sync"}]
    for body in ("", "{", "\ud800", "[" * 30_000, "sync", *map(json.dumps, wrong)):
        assert notify_door({"requestContext": context, "body": body}, LambdaContext()) == {"statusCode": 200}
    assert account.browser.frames == {}
    assert tabs(account) == set()


def test_a_tab_that_went_away_while_it_asked_is_no_error(account: Account) -> None:
    account.browser.gone.add("tab")
    for action in ("sync", "ping"):
        account.socket("$default", "tab", body={"action": action})
    assert account.browser.frames == {}
