"""A click is tied to the outgoing call that follows it: by extension and number, within 120 s, once."""

from datetime import timedelta
from socket import socket
from typing import Any

import pytest

from callcard.adapters import clicks_table
from callcard.errors import UnavailableError
from callcard.wiring import inbound, makecall, shared
from local.clicks_pbx import FaultyPbx
from tests.integration.conftest import TOKEN, Account
from tests.integration.test_inbound import SCENARIOS
from tests.integration.test_makecall import click

pytestmark = pytest.mark.clock

OUTGOING = SCENARIOS["outgoing answered"][0] | {"crm_token": TOKEN}


@pytest.fixture(autouse=True)
def pbx(account: Account, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let a PBX accept every dial, unless a test points elsewhere."""
    with FaultyPbx() as listening:
        point(monkeypatch, listening.url("ok"))
        account.socket("$connect", "tab")
        yield listening


def point(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Let clicks go to another PBX."""
    monkeypatch.setenv("PBX_URL", url)
    makecall.use_case.cache_clear()


def outgoing(account: Account, callid: str = "1", **changed: Any) -> str | None:
    """Let an outgoing call begin; the click it follows, as the operator's tab is told."""
    tab = f"tab-{callid}"
    account.socket("$connect", tab, changed.get("ext", "100"))
    assert account.post(OUTGOING | {"callid": callid} | changed) == (200, {})
    [call] = account.browser.calls(tab)
    told: str | None = call["click"]
    return told


@pytest.mark.parametrize("dialled", ["8 (999) 123-45-67", "+7 999 123-45-67", "9991234567"])
@pytest.mark.parametrize("told", ["89991234567", "+79991234567", "9991234567"])
def test_the_call_that_follows_names_its_click_however_the_number_is_written(
    account: Account, dialled: str, told: str
) -> None:
    assert click(account, phone=dialled)[0] == 202
    assert outgoing(account, phone=told) == "click-0001"


def test_only_the_first_call_and_only_its_first_frame_name_the_click(account: Account) -> None:
    click(account)
    assert outgoing(account, "1") == "click-0001"
    assert outgoing(account, "2") is None
    account.post(SCENARIOS["outgoing answered"][1] | {"crm_token": TOKEN, "callid": "1"})
    assert account.browser.calls("tab-1")[-1]["click"] is None


@pytest.mark.parametrize(
    "other", [{"ext": "101", "user": "101"}, {"phone": "89991234568"}, {"type": "INCOMING", "direction": "in"}], ids=str
)
def test_a_call_of_another_operator_number_or_direction_leaves_the_click_alone(
    account: Account, other: dict[str, str]
) -> None:
    click(account)
    assert outgoing(account, "1", **other) is None
    assert outgoing(account, "2") == "click-0001"


@pytest.mark.parametrize(("seconds", "tied"), [(118, "click-0001"), (122, None)])
def test_a_click_waits_120_seconds_for_its_call(
    account: Account, monkeypatch: pytest.MonkeyPatch, seconds: int, tied: str | None
) -> None:
    click(account)
    later = shared.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(inbound, "now", lambda: later)
    assert outgoing(account) == tied


def test_a_call_from_before_the_click_which_waited_in_the_spool_does_not_take_it(account: Account) -> None:
    click(account)
    earlier = shared.now() - timedelta(seconds=10)
    assert clicks_table.ClicksTable(shared.dynamodb(), "StateTable").followed("100", "79991234567", earlier) is None
    assert outgoing(account) == "click-0001"


def test_a_refused_click_waits_for_no_call(account: Account, pbx: FaultyPbx, monkeypatch: pytest.MonkeyPatch) -> None:
    point(monkeypatch, pbx.url("500"))
    assert click(account)[0] == 502
    assert outgoing(account) is None


def test_a_refused_click_leaves_a_later_one_to_the_same_number_alone(account: Account) -> None:
    clicks = clicks_table.ClicksTable(shared.dynamodb(), "StateTable")
    clicks.expect("100", "89991234567", "click-0001", shared.now())
    clicks.expect("100", "89991234567", "click-0002", shared.now())
    clicks.give_up("100", "89991234567", "click-0001")
    assert outgoing(account) == "click-0002"


def test_the_call_is_told_before_the_pbx_has_answered(
    account: Account, pbx: FaultyPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: list[str | None] = []
    answer = pbx.answer

    def tell_first(connection: socket, fault: str) -> None:
        named.append(outgoing(account))
        answer(connection, fault)

    monkeypatch.setattr(pbx, "answer", tell_first)
    assert click(account)[0] == 202
    assert named == ["click-0001"]


def test_an_outgoing_call_costs_one_request_more_and_an_incoming_one_none(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SETTINGS_TTL", "30")
    for built in (shared.cached_setup, inbound.use_case):
        built.cache_clear()
    account.post({"cmd": "contact", "phone": "89991234567"})
    account.post(OUTGOING | {"callid": "0"})
    asked: list[list[str]] = []
    for kind in ({"type": "INCOMING", "direction": "in"}, {}):
        account.requests.clear()
        account.post(OUTGOING | {"callid": str(len(asked) + 1)} | kind)
        asked.append(sorted(account.requests))
    assert asked[1] == sorted([*asked[0], "dynamodb.DeleteItem"])


def test_clicks_that_cannot_be_asked_for_delay_and_fail_nothing(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise UnavailableError("unavailable")

    monkeypatch.setattr(clicks_table.ClicksTable, "followed", fail)
    inbound.use_case.cache_clear()
    click(account)
    assert outgoing(account) is None


def test_a_click_that_cannot_be_noted_dials_all_the_same(
    account: Account, pbx: FaultyPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise UnavailableError("unavailable")

    for name in ("expect", "settle", "give_up"):
        monkeypatch.setattr(clicks_table.ClicksTable, name, fail)
    assert click(account) == (202, {"accepted": True})
    point(monkeypatch, pbx.url("500"))
    assert click(account, "click-0002")[0] == 502
    assert sum(pbx.dials.values()) == 2


def test_a_click_whose_token_could_not_be_read_may_be_tried_again(
    account: Account, pbx: FaultyPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.secrets_manager().delete_secret(SecretId="pbx-token")
    assert click(account)[0] == 503
    shared.secrets_manager().restore_secret(SecretId="pbx-token")
    assert click(account)[0] == 202
    assert sum(pbx.dials.values()) == 1


def test_a_claim_whose_answer_was_lost_is_still_ours_and_nobody_elses(account: Account) -> None:
    client, lost = shared.dynamodb(), [0, None]
    client.meta.events.register_first("needs-retry.dynamodb.PutItem", lambda **_: lost.pop(0) if lost else None)
    clicks = clicks_table.ClicksTable(client, "StateTable")
    assert clicks.claim("operator-100", "click-0001", shared.now())
    assert not clicks.claim("operator-100", "click-0001", shared.now())
