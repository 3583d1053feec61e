"""POST /pbx, from the PBX's request to the tables and the browser."""

import json
from pathlib import Path
from typing import Any

import pytest

from callcard.domain.cards import Moment, Shown
from callcard.wiring import inbound, shared
from functions.desk.app import lambda_handler as desk_door
from tests.integration.conftest import TOKEN, Account, browser_event

SCENARIOS = {
    scenario["name"]: [step["crm"] for step in scenario["steps"] if "crm" in step]
    for scenario in json.loads((Path(__file__).parents[1] / "fixtures" / "scenarios.json").read_text(encoding="utf-8"))[
        "scenarios"
    ]
}
RING = SCENARIOS["incoming answered"][0] | {"crm_token": TOKEN}
ANSWER = SCENARIOS["incoming answered"][1] | {"crm_token": TOKEN}
END = SCENARIOS["incoming answered"][2] | {"crm_token": TOKEN}
CONTACT = SCENARIOS["smart transfer"][0] | {"crm_token": TOKEN}
EVERY_CALL = ("/calls", "/check", "/check/calls", "/wallboard", "/statistics", "/callbacks")
UNDONE = ("CallsTable", "ConnectionsTable")

MOMENTS = {
    ("incoming answered", Moment.NEVER): [False, False, False],
    ("incoming answered", Moment.RING): [True, True, True],
    ("incoming answered", Moment.ANSWER): [False, True, True],
    ("incoming answered", Moment.END): [False, False, True],
    ("incoming missed", Moment.NEVER): [False, False],
    ("incoming missed", Moment.RING): [True, True],
    ("incoming missed", Moment.ANSWER): [False, False],
    ("incoming missed", Moment.END): [False, True],
    ("outgoing answered", Moment.NEVER): [False, False, False],
    ("outgoing answered", Moment.START): [True, True, True],
    ("outgoing answered", Moment.ANSWER): [False, True, True],
    ("outgoing answered", Moment.END): [False, False, True],
    ("outgoing missed", Moment.NEVER): [False, False],
    ("outgoing missed", Moment.START): [True, True],
    ("outgoing missed", Moment.ANSWER): [False, False],
    ("outgoing missed", Moment.END): [False, True],
}


@pytest.mark.parametrize(("name", "moment"), MOMENTS)
def test_each_scenario_shows_the_card_from_the_chosen_moment_to_that_operator_alone(
    account: Account, name: str, moment: Moment
) -> None:
    account.choose(**{f"{name.split()[0]}_card": moment})
    account.socket("$connect", "tab-100", "100")
    account.socket("$connect", "tab-101", "101")
    for message in SCENARIOS[name]:
        assert account.post(message | {"crm_token": TOKEN}) == (200, {})
    frames = account.browser.calls("tab-100")
    assert [frame["card"] for frame in frames] == MOMENTS[name, moment]
    assert {contact["name"] for frame in frames for contact in frame["contacts"]} == {"Ирина Соколова"}
    assert account.browser.frames.get("tab-101") is None


def test_a_call_without_an_extension_is_kept_and_spoils_no_list(account: Account) -> None:
    nowhere = {"ext": "", "user": ""}
    for message in (RING, ANSWER, END):
        assert account.post(message | nowhere) == (200, {})
    call_id = f"{RING['callid']}##0"
    _, listed = account.desk("GET", "/calls")
    assert [(call["call_id"], call["extension"]) for call in listed["calls"]] == [(call_id, "")]
    asked = {path: browser_event("GET", path, None, "boss", "admins") for path in EVERY_CALL}
    assert {path: account.answer(desk_door, event)[0] for path, event in asked.items()} == dict.fromkeys(
        EVERY_CALL, 200
    )
    trace = browser_event("GET", f"/calls/{call_id}/trace", None, "boss", "admins")
    assert account.answer(desk_door, trace)[1]["reason"] == "no_extension"


def test_a_frame_has_every_field_of_the_contract(account: Account) -> None:
    account.choose(toast=True)
    account.socket("$connect", "tab")
    account.admin("PUT", "/lines", {"lines": [{"number": "3333333", "name": "Сайт"}]})
    account.post(RING)
    [call] = account.browser.calls("tab")
    assert call | {"started_at": 0, "server_time": 0} == {
        "call_id": "1659685427407907141#100#0",
        "version": 1,
        "state": "ringing",
        "direction": "in",
        "extension": "100",
        "phone": "79991234567",
        "display": "+7 999 123-45-67",
        "line": {"number": "3333333", "name": "Сайт"},
        "contacts": [
            {
                "contact_id": "c-irina",
                "name": "Ирина Соколова",
                "kind": "contact_person",
                "company": "ООО «Вектор Плюс»",
                "responsible": "operator-100",
                "phone": "79991234567",
                "display": "+7 999 123-45-67",
                "reason": "full",
                "matched": 11,
            }
        ],
        "card": True,
        "toast": True,
        "missed": False,
        "answered_by": None,
        "record": None,
        "started_at": 0,
        "answered_at": None,
        "ended_at": None,
        "duration": None,
        "talk": None,
        "server_time": 0,
        "click": None,
        "note": "",
        "relinked": False,
    }


def test_the_end_is_written_to_the_journal_and_shown_when_the_settings_say_so(account: Account) -> None:
    account.socket("$connect", "tab")
    for message in (RING, ANSWER, END):
        account.post(message)
    record = account.browser.calls("tab")[-1]["record"]
    assert record["started_at"] == "2023-09-08T13:56:40.000+00:00"
    assert (record["duration"], record["missed"]) == (50, False)
    status, found = account.desk("GET", "/calls")
    assert status == 200
    [row] = found["calls"]
    assert row["contact"]["name"] == "Ирина Соколова"
    assert row["operator"] == {"operator_id": "operator-100", "name": "Ольга Миронова"}
    assert row["link"] == "https://records.example.com/recording.mp3"


def test_a_record_names_a_contact_only_when_one_alone_fits_best(account: Account) -> None:
    twin = {"kind": "person", "name": "Иван Соколов", "phones": ["+7 999 123-45-67"]}
    made = account.desk("POST", "/contacts", twin)[1]
    account.post(END)
    assert account.desk("GET", "/calls")[1]["calls"][0]["contact"] is None
    account.desk("DELETE", f"/contacts/{made['contact_id']}")
    account.post(END | {"callid": "2"})
    assert account.desk("GET", "/calls")[1]["calls"][0]["contact"]["name"] == "Ирина Соколова"


@pytest.mark.parametrize(("shown", "told"), [(Shown.NEVER, False), (Shown.INCOMING, True), (Shown.OUTGOING, False)])
def test_a_record_is_shown_only_for_the_chosen_direction(account: Account, shown: Shown, told: bool) -> None:
    account.choose(show_record=shown)
    account.socket("$connect", "tab")
    account.post(RING)
    account.post(END)
    assert (account.browser.calls("tab")[-1]["record"] is not None) is told


def test_without_the_setting_nothing_goes_into_the_journal(account: Account) -> None:
    account.choose(incoming_record=Moment.NEVER)
    account.post(RING)
    account.post(END)
    assert account.desk("GET", "/calls")[1] == {"calls": [], "cursor": None}


def test_the_journal_is_kept_for_operators_who_are_not_logged_in(account: Account) -> None:
    account.post(END)
    assert len(account.desk("GET", "/calls")[1]["calls"]) == 1


def test_a_repeated_event_is_recorded_and_pushed_once(account: Account) -> None:
    account.socket("$connect", "tab")
    for message in (RING, RING, ANSWER, ANSWER, END, END, ANSWER, RING):
        assert account.post(message) == (200, {})
    assert [call["version"] for call in account.browser.calls("tab")] == [1, 2, 3]
    assert len(account.legs()) == 1


def test_an_unknown_caller_gets_a_card_without_contacts(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post(RING | {"phone": "84951112233", "callid": "2"})
    [call] = account.browser.calls("tab")
    assert (call["contacts"], call["card"], call["display"]) == ([], True, "+7 495 111-22-33")


def test_a_caller_known_by_the_last_digits_gets_the_card_with_its_reason(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post(RING | {"phone": "84951234567", "callid": "2"})
    [call] = account.browser.calls("tab")
    assert [(c["contact_id"], c["reason"], c["matched"]) for c in call["contacts"]] == [("c-irina", "suffix", 7)]


def test_the_number_of_last_digits_is_the_settings(account: Account) -> None:
    account.choose(suffix_digits=8)
    account.socket("$connect", "tab")
    account.post(RING | {"phone": "84951234567", "callid": "2"})
    assert account.browser.calls("tab")[0]["contacts"] == []


def test_an_event_without_ext_finds_its_operator_by_user(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post({name: value for name, value in RING.items() if name != "ext"} | {"user": "omironova"})
    assert account.browser.calls("tab")[0]["extension"] == "100"


def test_a_stale_connection_is_removed_and_no_other(account: Account) -> None:
    for tab in ("alive", "stale"):
        account.socket("$connect", tab)
    account.browser.gone.add("stale")
    assert account.post(RING) == (200, {})
    assert [row["connection_id"]["S"] for row in account.scan("ConnectionsTable")] == ["alive"]
    assert len(account.browser.calls("alive")) == 1


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("wrong", "wrong"),
        (None, "null"),
        (1, "number"),
        (["x"], "list"),
        ("", "empty"),
        ("тест", "cyrillic"),
        ("\ud800", "surrogate"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.isascii() else "",
)
def test_a_bad_token_answers_401_with_one_body_and_writes_nothing(account: Account, token: Any, name: str) -> None:
    for message in (RING, CONTACT, {"cmd": "what"}, RING | {"phone": ["bad"]}):
        assert account.post(message | {"crm_token": token}) == (401, {"message": "Токен не подходит."})
    assert account.scan("CallsTable") == []


def test_a_missing_token_answers_401(account: Account) -> None:
    assert account.post(json.dumps({"cmd": "contact", "phone": "89991234567"}))[0] == 401


def test_both_tokens_are_good_during_the_overlap_of_a_rotation(account: Account) -> None:
    account.post(RING)
    status, rotated = account.admin("POST", "/tokens/crm")
    assert status == 200
    assert len(rotated["token"]) == 64
    assert rotated["previous_valid_until"] is not None
    account.post(ANSWER)
    assert account.post(CONTACT)[0] == 200
    assert account.post(CONTACT | {"crm_token": "unknown"})[0] == 401


def test_a_new_token_is_good_at_once_in_a_warm_function_that_has_not_looked_for_30_s(account: Account) -> None:
    rotated = account.admin("POST", "/tokens/crm")[1]
    assert account.post(CONTACT | {"crm_token": rotated["token"]})[0] == 200


@pytest.mark.parametrize(
    ("change", "extension"),
    [({}, "100"), ({"auto_transfer": False}, ""), ({"suffix_digits": 20}, "100")],
)
def test_contact_answers_whose_call_it_is(account: Account, change: dict[str, Any], extension: str) -> None:
    account.choose(**({"auto_transfer": True} | change))
    assert account.post(CONTACT) == (200, {"responsible": extension})


def test_contact_answers_nobody_for_an_unknown_caller_a_withheld_number_and_an_operator(account: Account) -> None:
    account.choose(auto_transfer=True)
    for phone in ("84951112233", "", "anonymous", "101"):
        assert account.post(CONTACT | {"phone": phone}) == (200, {"responsible": ""})


def test_contact_answers_nobody_when_the_responsible_has_no_extension(account: Account) -> None:
    account.choose(auto_transfer=True)
    account.admin(
        "PUT", "/operators/operator-100", {"name": "Ольга", "extension": None, "login": None, "pbx_login": None}
    )
    assert account.post(CONTACT) == (200, {"responsible": ""})


def test_an_internal_call_shows_no_card_and_makes_no_record(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post(RING | {"phone": "101"})
    account.post(END | {"phone": "101"})
    assert {call["card"] for call in account.browser.calls("tab")} == {False}
    assert account.desk("GET", "/calls")[1]["calls"] == []


def test_another_method_answers_405(account: Account) -> None:
    status, body = account.post(RING, httpMethod="GET")
    assert (status, list(body)) == (405, ["message"])


def test_an_unknown_message_with_a_good_token_is_accepted_and_writes_nothing(account: Account) -> None:
    assert account.post({"cmd": "rating2", "callid": "1"}) == (200, {})
    assert account.post({"cmd": "event", "type": "WAITING", "callid": "1"}) == (200, {})
    assert account.scan("CallsTable") == []


def test_an_incoming_event_costs_four_requests_and_one_per_tab(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SETTINGS_TTL", "30")
    account.choose(auto_transfer=True)
    for built in (shared.cached_setup, inbound.use_case):
        built.cache_clear()
    account.socket("$connect", "one")
    account.socket("$connect", "two")
    account.post(CONTACT)
    account.requests.clear()
    account.post(RING)
    assert sorted(account.requests) == sorted(
        ["dynamodb.Query"] * 3 + ["dynamodb.TransactWriteItems"] + ["apigatewaymanagementapi.PostToConnection"] * 2
    )
    account.requests.clear()
    account.post(CONTACT)
    assert account.requests == ["dynamodb.Query"] * 2
