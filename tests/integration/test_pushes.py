"""A push neither fails nor delays the PBX's answer, whatever is broken on its way."""

from typing import Any, cast

import pytest

from callcard.wiring import shared
from tests.integration.conftest import Account
from tests.integration.faults import BROKEN, Fault, hanging, meeting, refusing, unreachable
from tests.integration.test_durability import ANSWER, END, PUSHED_WITHIN, RING, tabs_meeting, timed

pytestmark = pytest.mark.clock


PUSH_FAULTS = {
    "gone": refusing(410, "GoneException"),
    "throttled": refusing(429, "LimitExceededException"),
    "too large": refusing(413, "PayloadTooLargeException"),
    "broken": BROKEN,
    "unreachable": unreachable,
    "hanging": hanging(2),
}


@pytest.mark.parametrize("fault", PUSH_FAULTS)
def test_a_push_neither_fails_nor_delays_the_answer(account: Account, fault: str) -> None:
    for tab in range(5):
        account.socket("$connect", f"tab-{tab}")
    with tabs_meeting(account, PUSH_FAULTS[fault]):
        for message in (RING, ANSWER, END):
            answer, seconds = timed(account, message)
            assert answer == (200, {})
            assert seconds < PUSHED_WITHIN
    assert len(account.scan("ConnectionsTable")) == (0 if fault == "gone" else 5)


def test_hanging_tabs_of_a_whole_ring_group_share_one_budget(account: Account) -> None:
    for extension in ("100", "101"):
        account.socket("$connect", f"tab-{extension}", extension)
        account.post(RING | {"ext": extension, "user": extension})
    with tabs_meeting(account, hanging(2)):
        answer, seconds = timed(account, END)
    assert answer == (200, {})
    assert seconds < PUSHED_WITHIN


@pytest.mark.parametrize("table", ["ConnectionsTable", "NumbersTable"])
def test_tables_that_only_the_screens_need_delay_no_answer(account: Account, table: str) -> None:
    def hang(request: Any) -> Any:
        return hanging(1.5)(request) if table.encode() in request.body else None

    with meeting(hang, shared.dynamodb(), only="Query"):
        answer, seconds = timed(account, RING)
    assert answer == (200, {})
    assert seconds < PUSHED_WITHIN
    assert len(account.legs()) == 1


def test_a_throttled_push_is_tried_once_more(account: Account) -> None:
    account.socket("$connect", "tab")
    left = [PUSH_FAULTS["throttled"]]
    with tabs_meeting(account, lambda request: left.pop()(request) if left else None) as met:
        account.post(RING)
    assert len(account.browser.calls("tab")) == 1
    assert len(met) == 2


def test_a_push_that_stays_throttled_is_tried_twice_and_no_more(account: Account) -> None:
    account.socket("$connect", "tab")
    with tabs_meeting(account, PUSH_FAULTS["throttled"]) as met:
        account.post(RING)
    assert len(met) == 2


@pytest.mark.parametrize("fault", [BROKEN, unreachable], ids=["broken", "unreachable"])
def test_an_answer_to_a_tab_that_cannot_be_reached_is_no_error(account: Account, fault: Fault) -> None:
    account.socket("$connect", "tab")
    with tabs_meeting(account, fault):
        account.socket("$default", "tab", body={"action": "sync"})
    assert len(account.scan("ConnectionsTable")) == 1


def test_a_frame_that_is_too_large_is_sent_thin(account: Account) -> None:
    for number in range(4):
        contact = {"kind": "partner", "name": f"{number}" * 200, "company": "О" * 200, "phones": ["+7 999 123-45-67"]}
        assert account.desk("POST", "/contacts", contact)[0] == 201
    account.socket("$connect", "tab")
    large = PUSH_FAULTS["too large"]
    with tabs_meeting(account, lambda request: large(request) if len(cast("bytes", request.body)) > 1500 else None):
        account.post(RING)
    [call] = account.browser.calls("tab")
    assert (call["call_id"], call["card"], len(call["contacts"])) == ("7#100#0", True, 1)
    assert max(len(text) for text in call["contacts"][0].values() if isinstance(text, str)) <= 64
