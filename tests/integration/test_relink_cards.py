"""An open card learns at once whose its number has become."""

from datetime import timedelta
from typing import Any

import pytest

from callcard.domain.cards import Moment
from callcard.wiring import relink, shared
from tests.integration.conftest import Account
from tests.integration.relinking import STRANGER, Stream, add, change, names, while_it_rings
from tests.integration.test_inbound import END, RING
from tests.integration.test_journal import told


@pytest.fixture
def ringing(account: Account) -> Stream:
    """Give the stream while a stranger's call rings."""
    return while_it_rings(account)


def test_the_open_card_learns_its_contact_at_once_without_a_toast(account: Account, ringing: Stream) -> None:
    made = add(account, responsible="operator-101")
    ringing.flow()
    before, after = account.browser.calls("tab")
    assert after["contacts"] == [
        {name: made[name] for name in ("contact_id", "name", "kind", "company", "responsible")}
        | {"phone": made["phones"][0], "display": made["displays"][0], "reason": "full", "matched": 11}
    ]
    changed = {"version": before["version"] + 1, "toast": False, "relinked": True}
    assert after | {"contacts": [], "server_time": 0} == before | changed | {"server_time": 0}
    assert (before["toast"], before["relinked"], before["card"]) == (True, False, True)
    assert account.browser.frames.get("other") is None


def test_the_card_follows_every_further_change(account: Account, ringing: Stream) -> None:
    made = add(account)
    ringing.flow()
    change(account, made, name="Анна Чернова")
    ringing.flow()
    rival = add(account, name="Борис")
    ringing.flow()
    account.desk("DELETE", f"/contacts/{rival['contact_id']}")
    account.desk("DELETE", f"/contacts/{made['contact_id']}")
    ringing.flow()
    shown = [[contact["name"] for contact in call["contacts"]] for call in account.browser.calls("tab")]
    assert shown == [[], ["Анна Белова"], ["Анна Чернова"], ["Анна Чернова", "Борис"], []]


def test_a_card_that_has_not_come_yet_does_not_come_by_this(account: Account, ringing: Stream) -> None:
    account.choose(incoming_card=Moment.ANSWER)
    account.post(RING | {"phone": STRANGER, "callid": "2"})
    account.choose(incoming_card=Moment.RING, toast=True)  # for the calls to come
    add(account)
    ringing.flow()
    told = {call["call_id"]: (call["card"], call["toast"]) for call in account.browser.calls("tab") if call["relinked"]}
    assert told == {"2#100#0": (False, False), f"{RING['callid']}#100#0": (True, False)}


@pytest.mark.parametrize(
    ("ended", "seconds", "hears"),
    [
        (END, 25, True),
        (END, 35, False),
        (END | {"status": "missed"}, 35, True),
        (END | {"status": "missed"}, 11 * 3600, True),
        (END | {"status": "missed"}, 13 * 3600, False),
    ],
    ids=["just ended", "gone", "missed", "missed hours ago", "missed long ago"],
)
def test_the_card_of_a_call_that_is_over_is_told_while_it_may_stay(
    account: Account, ringing: Stream, monkeypatch: pytest.MonkeyPatch, ended: dict[str, Any], seconds: int, hears: bool
) -> None:
    account.post(ended | {"phone": STRANGER})
    add(account)
    at = shared.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(relink, "now", lambda: at)
    ringing.flow()
    frames = [call for call in account.browser.calls("tab") if call["relinked"]]
    assert [(call["state"], call["card"], call["contacts"][0]["name"]) for call in frames] == (
        [("ended", True, "Анна Белова")] if hears else []
    )
    assert names(account) == ["Анна Белова"]


def test_past_calls_are_written_before_the_card_asks_for_them(account: Account, ringing: Stream) -> None:
    for number in range(5):
        told(account, number, phone=STRANGER)
    add(account)
    account.requests.clear()
    ringing.flow()
    assert [name for name in account.requests if name.endswith(("PutItem", "PostToConnection"))] == [
        *["dynamodb.PutItem"] * 6,
        "apigatewaymanagementapi.PostToConnection",
    ]
    assert account.browser.calls("tab")[-1]["relinked"]


# ---- at the same time
