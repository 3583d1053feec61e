"""Protocol section 3, row by row: where the specification contradicts itself, and what we do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callcard.wiring import inbound
from tests.integration.conftest import TOKEN, Account
from tests.integration.test_inbound import CONTACT, END, RING, SCENARIOS
from tests.integration.test_protocol_family import rows

SPEC_END = datetime(2023, 9, 8, 13, 57, 30, tzinfo=UTC)
MISSED_OUT = SCENARIOS["outgoing missed"][1] | {"crm_token": TOKEN}


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let time pass for the door."""
    moment = inbound.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(inbound, "now", lambda: moment)


def test_row_3_1_a_12_hour_clock_without_am_or_pm_is_read_by_the_time_of_receipt(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbound, "now", lambda: SPEC_END + timedelta(seconds=2))
    account.post(END)
    assert [(r["started_at"], r["ended_at"], r["times_inferred"]) for r in rows(account)] == [
        ("2023-09-08T13:56:40.000+00:00", "2023-09-08T13:57:30.000+00:00", True)
    ]
    assert account.legs()[0]["times_text"]["S"] == "20230908T015640 20230908T015730"


def test_row_3_2_the_same_callid_after_the_window_is_a_new_call(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for message in (RING, END):
        account.post(message)
    later(monkeypatch, 11)
    for message in (RING, END):
        account.post(message)
    assert [row["call_id"][-2:] for row in rows(account)] in (["#0", "#1"], ["#1", "#0"])


def test_row_3_2_inside_the_window_a_start_is_a_repetition(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    account.post(END)
    later(monkeypatch, 9)
    account.post(RING)
    assert len(account.legs()) == 1


def test_row_3_2_a_start_that_nothing_follows_closes_itself_and_makes_no_record(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.post(RING)
    later(monkeypatch, 121)
    account.socket("$connect", "tab")
    account.socket("$default", "tab", body={"action": "ping"})
    assert rows(account) == []


def test_row_3_2_a_repetition_of_a_whole_old_call_makes_no_second_record(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    printed = {"start": f"{now:%Y%m%dT%H%M%SZ}", "end": f"{now:%Y%m%dT%H%M%SZ}"}
    for message in (RING, END | printed):
        account.post(message)
    later(monkeypatch, 60)
    for message in (RING, END | printed):
        account.post(message)
    assert len(rows(account)) == 1
    assert [leg["repeated"]["BOOL"] for leg in account.legs()] == [False, True]


@pytest.mark.parametrize("key", ["callid", "call_id", "callId"])
def test_row_3_3_the_callid_has_three_names_and_duration_wins(account: Account, key: str) -> None:
    fields = {name: value for name, value in MISSED_OUT.items() if name != "call_id"}
    account.post(fields | {key: "9", "duration": 50})
    [row] = rows(account)
    assert (row["call_id"], row["duration"], row["missed"]) == ("9#100#0", 50, True)
    began, ended = (datetime.fromisoformat(row[name]) for name in ("started_at", "ended_at"))
    assert ended - began == timedelta(seconds=50)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://records.example.com/1.mp3", "https://records.example.com/1.mp3"),
        ("call_start_timestamp=1694181400", None),
        ("", None),
        ("http://records.example.com/1.mp3", None),
        ("javascript:alert(1)", None),
        ("https://user:pass@records.example.com/1.mp3", None),
        ("https://", None),
        ("https://a b/1.mp3", None),
        ("https://[/1.mp3", None),
    ],
)
def test_row_3_4_a_link_is_an_https_url_or_nothing(account: Account, link: str, kept: str | None) -> None:
    account.post(END | {"link": link})
    assert [row["link"] for row in rows(account)] == [kept]


def test_row_3_5_a_callid_over_2_to_the_53_stays_as_it_is(account: Account) -> None:
    account.post(END)
    assert rows(account)[0]["call_id"] == "1659685427407907141#100#0"


def test_row_3_6_talk_time_is_estimated_from_our_receipt_of_the_answer(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    account.post(RING)
    account.post(RING | {"type": "ACCEPTED"})
    later(monkeypatch, 30)
    account.post(END)
    [row] = rows(account)
    assert row["duration"] == 50
    assert 29 <= row["talk"] <= 31


@pytest.mark.parametrize("phone", ["89991234567", "80000000000", "anonymous", ""])
def test_row_3_7_contact_always_answers_with_the_object(account: Account, phone: str) -> None:
    assert account.post(CONTACT | {"phone": phone}) == (200, {"responsible": ""})


@pytest.mark.parametrize("names", [{"ext": "100"}, {"user": "100"}, {"user": "omironova"}])
def test_row_3_8_the_operator_is_found_by_ext_else_by_user(account: Account, names: dict[str, str]) -> None:
    fields = {name: value for name, value in END.items() if name not in ("ext", "user")}
    account.post(fields | names)
    assert [row["operator"]["operator_id"] for row in rows(account)] == ["operator-100"]


def test_row_3_8_contact_needs_no_callid(account: Account) -> None:
    assert account.post({"cmd": "contact", "phone": "89991234567"})[0] == 200


@pytest.mark.parametrize("digits", [5, 11, 20])
@pytest.mark.parametrize("phone", ["89991234567", "+79991234567", "9991234567"])
def test_row_3_9_eight_and_plus_seven_are_one_number_for_every_n(account: Account, phone: str, digits: int) -> None:
    account.choose(suffix_digits=digits, auto_transfer=True)
    assert account.post(CONTACT | {"phone": phone}) == (200, {"responsible": "100"})


def test_row_3_9_equally_good_matches_answer_only_when_they_agree(account: Account) -> None:
    account.choose(auto_transfer=True)
    other = {"kind": "person", "name": "Олег", "phones": ["89991234567"], "responsible": "operator-101"}
    status, made = account.desk("POST", "/contacts", other)
    assert status == 201
    assert account.post(CONTACT) == (200, {"responsible": ""})
    agreed = other | {"version": 1, "responsible": "operator-100"}
    assert account.desk("PUT", f"/contacts/{made['contact_id']}", agreed)[0] == 200
    assert account.post(CONTACT) == (200, {"responsible": "100"})


def test_row_3_10_any_history_fires_the_end_and_the_record_says_missed(account: Account) -> None:
    account.post(SCENARIOS["incoming missed"][1] | {"crm_token": TOKEN})
    assert [row["missed"] for row in rows(account)] == [True]


@pytest.mark.parametrize("extension", ["100", "101", "7777"])
def test_row_3_11_extensions_are_variables(account: Account, extension: str) -> None:
    account.socket("$connect", "tab", extension)
    account.post(RING | {"user": extension, "ext": extension})
    assert [call["extension"] for call in account.browser.calls("tab")] == [extension]


def test_row_3_12_history_alone_makes_a_full_record(account: Account) -> None:
    account.post(END)
    [row] = rows(account)
    assert (row["contact"]["name"], row["line"]["number"], row["duration"]) == ("Ирина Соколова", "3333333", 50)


@pytest.mark.parametrize(("body", "status"), [("{", 400), ({"crm_token": "no"}, 401), (RING, 200)])
def test_row_3_12_the_answers_are_200_400_and_401(account: Account, body: Any, status: int) -> None:
    assert account.post(body)[0] == status


@pytest.mark.parametrize("path", ["/pbx", "/pbx/"])
def test_row_3_14_the_url_may_end_in_a_slash(account: Account, path: str) -> None:
    assert account.post(RING, path=path) == (200, {})


def test_row_3_14_get_answers_405(account: Account) -> None:
    assert account.post(RING, httpMethod="GET")[0] == 405


@pytest.mark.parametrize("phone", ["", "anonymous", None])
def test_row_3_15_a_withheld_number_is_an_unknown_caller_never_matched(account: Account, phone: str | None) -> None:
    account.socket("$connect", "tab")
    account.post(RING | {"phone": phone})
    assert [(call["contacts"], call["card"], call["phone"]) for call in account.browser.calls("tab")] == [
        ([], True, "")
    ]


def test_row_3_15_extension_to_extension_shows_no_card(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post(RING | {"phone": "101"})
    assert [call["card"] for call in account.browser.calls("tab")] == [False]
