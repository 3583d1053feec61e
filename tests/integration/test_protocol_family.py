"""Protocol section 2, bullet by bullet: what the protocol family sends in the field."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from callcard.wiring import inbound
from tests.integration.conftest import TOKEN, Account

RING = {"cmd": "event", "type": "INCOMING", "direction": "in", "phone": "89991234567", "callid": "77", "diversion": "1"}
HISTORY = {"cmd": "history", "type": "in", "phone": "89991234567", "callid": "77", "duration": 50, "status": "success"}


def states(account: Account, tab: str) -> list[tuple[str, bool, str | None]]:
    """List what a tab was told of its calls: state, missed, answered by."""
    return [(call["state"], call["missed"], call["answered_by"]) for call in account.browser.calls(tab)]


def rows(account: Account) -> list[dict[str, Any]]:
    """Read the journal."""
    found: list[dict[str, Any]] = account.desk("GET", "/calls")[1]["calls"]
    return found


def ring(account: Account, *extensions: str) -> None:
    """Let a group ring, each operator with a tab of the extension's name."""
    for extension in extensions:
        account.socket("$connect", extension, extension)
        account.post(RING | {"ext": extension})


def test_row_2_1_completed_ends_the_call_and_the_history_is_its_last_word(account: Account) -> None:
    ring(account, "100")
    for more in ({"type": "ACCEPTED"}, {"type": "COMPLETED"}):
        account.post(RING | {"ext": "100"} | more)
    account.post(HISTORY | {"ext": "100"})
    assert states(account, "100") == [
        ("ringing", False, None), ("talking", False, None), ("ended", False, None), ("ended", False, None),
    ]  # fmt: skip
    assert account.browser.calls("100")[-1]["record"]["duration"] == 50


def test_row_2_1_cancelled_by_the_caller_closes_every_card_as_missed(account: Account) -> None:
    ring(account, "100", "101")
    for extension in ("100", "101"):
        account.post(RING | {"ext": extension, "type": "CANCELLED"})
    assert states(account, "100")[-1] == states(account, "101")[-1] == ("ended", True, None)


@pytest.mark.parametrize("order", [("ACCEPTED", "CANCELLED"), ("CANCELLED", "ACCEPTED"), ("ACCEPTED",)])
def test_row_2_1_when_one_of_a_group_answers_the_others_cards_close_and_say_who(
    account: Account, order: tuple[str, ...]
) -> None:
    ring(account, "100", "101")
    for kind in order:
        account.post(RING | {"ext": "101" if kind == "ACCEPTED" else "100", "type": kind})
    assert states(account, "100")[-1] == ("ended", False, "101")
    assert states(account, "101")[-1] == ("talking", False, None)


def test_row_2_1_a_start_that_comes_after_the_answer_of_another_never_rings(account: Account) -> None:
    ring(account, "101")
    account.post(RING | {"ext": "101", "type": "ACCEPTED"})
    ring(account, "100")
    assert states(account, "100") == []


def test_row_2_1_when_the_call_is_over_the_others_cards_close(account: Account) -> None:
    ring(account, "100", "101")
    account.post(HISTORY | {"ext": "100", "status": "missed"})
    assert states(account, "101")[-1] == ("ended", True, None)


def test_row_2_1_a_transferred_call_is_the_new_operators_and_keeps_its_recording(account: Account) -> None:
    ring(account, "100")
    account.socket("$connect", "101", "101")
    account.post(RING | {"ext": "100", "type": "ACCEPTED"})
    account.post(RING | {"ext": "101", "type": "TRANSFERRED", "second_callid": "78"})
    assert states(account, "100")[-1] == ("ended", False, None)
    assert [(call["state"], call["card"]) for call in account.browser.calls("101")] == [("talking", True)]
    account.post(HISTORY | {"ext": "100", "link": "https://r.example/1"})
    assert states(account, "101")[-1] == ("ended", False, None)
    assert [row["link"] for row in rows(account)] == ["https://r.example/1"]
    assert {leg["link"]["S"] for leg in account.legs()} == {"https://r.example/1"}


@pytest.mark.parametrize(
    ("status", "kept", "missed"),
    [
        ("Success", "success", False),
        ("missed", "missed", True),
        ("Cancel", "cancel", True),
        ("Busy", "busy", True),
        ("NotAvailable", "notavailable", True),
        ("NotAllowed", "notallowed", True),
        ("NotFound", "notfound", True),
        ("Forwarded to voicemail", "forwarded to voicemail", True),
    ],
)
def test_row_2_2_every_status_is_kept_with_its_text(account: Account, status: str, kept: str, missed: bool) -> None:
    account.post(HISTORY | {"ext": "100", "status": status})
    assert [(row["status"], row["missed"]) for row in rows(account)] == [(kept, missed)]


def test_row_2_3_keys_that_say_nothing_to_us_are_ignored(account: Account) -> None:
    extra = {"groupRealName": "Продажи", "telnum": "1", "telnum_name": "x", "rating": "5", "wait": "9",
             "missedStatus": "a", "z-flag": [1], "новый": {"a": None}}  # fmt: skip
    assert account.post(RING | {"ext": "100"} | extra) == (200, {})


@pytest.mark.parametrize("first", [True, False])
def test_row_2_4_a_rating_is_kept_with_the_call(account: Account, first: bool) -> None:
    messages: list[dict[str, Any]] = [HISTORY | {"ext": "100"}, {"cmd": "rating", "callid": "77", "rating": 5}]
    for message in reversed(messages) if first else messages:
        assert account.post(message) == (200, {})
    assert [row["rating"] for row in rows(account)] == ["5"]


@pytest.mark.parametrize("message", [{"cmd": "hello"}, {"cmd": "event", "type": "HOLD", "callid": "1"}])
def test_row_2_4_an_unknown_message_with_a_good_token_is_200_and_recorded_as_ignored(
    account: Account, message: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert account.post(message) == (200, {})
    assert '"EventIgnored":[1.0]' in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain", ""])
def test_row_2_5_a_form_is_read_whatever_content_type_says(account: Account, kind: str) -> None:
    form = urlencode(HISTORY | {"ext": "100", "duration": "50", "crm_token": TOKEN})
    assert account.post(form, headers={"Content-Type": kind}) == (200, {})
    assert [(row["duration"], row["phone"]) for row in rows(account)] == [(50, "79991234567")]


def test_row_2_5_numbers_may_be_strings_and_strings_numbers(account: Account) -> None:
    account.post(HISTORY | {"ext": 100, "duration": "50", "phone": 89991234567, "callid": 1659685427407907141})
    assert [(row["call_id"], row["duration"]) for row in rows(account)] == [("1659685427407907141#100#0", 50)]


def test_row_2_all_words_are_read_in_any_letter_case(account: Account) -> None:
    account.post({key: value.upper() for key, value in RING.items()} | {"ext": "100", "direction": "In"})
    account.post(HISTORY | {"cmd": "History", "type": "IN", "status": "SUCCESS", "ext": "100"})
    assert [(row["direction"], row["missed"]) for row in rows(account)] == [("in", False)]


@pytest.mark.parametrize("start", ["20230908T135640Z", "2023-09-08 13:56:40"])
def test_row_2_6_a_start_may_be_utc_or_with_dashes(account: Account, start: str) -> None:
    account.post(HISTORY | {"ext": "100", "start": start})
    assert [row["started_at"] for row in rows(account)] == ["2023-09-08T13:56:40.000+00:00"]


def test_row_2_7_a_pbx_login_names_the_operator(account: Account) -> None:
    account.socket("$connect", "100", "100")
    account.post(RING | {"user": "OMironova"})
    assert [call["extension"] for call in account.browser.calls("100")] == ["100"]


def test_row_2_8_a_leg_is_a_callid_at_an_extension(account: Account) -> None:
    ring(account, "100", "101")
    legs = {(leg["callid"]["S"], leg["extension"]["S"]) for leg in account.legs()}
    assert legs == {("77", "100"), ("77", "101")}


@pytest.mark.parametrize(("names", "reply"), [("off", {}), ("on", {"contact_name": "Ирина Соколова"})])
def test_row_2_9_the_reply_to_contact_names_the_contact_only_when_set(
    account: Account, monkeypatch: pytest.MonkeyPatch, names: str, reply: dict[str, str]
) -> None:
    monkeypatch.setenv("CONTACT_NAME", names)
    inbound.smart_transfer.cache_clear()
    assert account.post({"cmd": "contact", "phone": "89991234567"}) == (200, {"responsible": ""} | reply)


def test_row_2_8_a_missed_leg_of_an_answered_call_is_no_record_in_either_order(account: Account) -> None:
    for extension, status in (("100", "missed"), ("101", "success")):
        account.post(HISTORY | {"ext": extension, "status": status})
    assert [(row["extension"], row["missed"]) for row in rows(account)] == [("101", False)]
    assert json.dumps(rows(account)).count("call_id") == 1
