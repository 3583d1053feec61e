"""A card's trace: nothing while all is well, one note when a push was off, and the word of each tab that shows it."""

from datetime import timedelta
from typing import Any

import pytest

from callcard.domain.calls import Call
from callcard.domain.cards import Moment
from callcard.domain.trace import Fate, Shown, Trace, Trouble
from callcard.wiring import inbound, shared
from tests.integration.conftest import Account
from tests.integration.faults import BROKEN, Fault, hanging, meeting, refusing, unreachable
from tests.integration.test_durability import tabs_meeting
from tests.integration.test_inbound import ANSWER, END, RING

pytestmark = pytest.mark.clock  # the note of a push that was off has 150 ms

GONE = refusing(410, "GoneException")
CALL_ID = "1659685427407907141#100#0"


def leg(call_id: str = CALL_ID) -> Call:
    """Read a leg as it is stored."""
    found = shared.calls().group(call_id.rsplit("#", 2)[0]).named(call_id)
    assert found is not None
    return found


def trace(call_id: str = CALL_ID) -> Trace:
    """Read the trace of a leg."""
    [found] = shared.traces().of([leg(call_id)])
    return found


def hitches() -> list[tuple[Trouble, list[Fate]]]:
    """List what was off with the pushes of the call."""
    return [(hitch.trouble, sorted(fate for _, fate in hitch.pushes)) for hitch in trace().hitches]


def marks(account: Account) -> list[str]:
    """List the items beside the legs."""
    return [item["leg"]["S"] for item in account.scan("CallsTable") if item["leg"]["S"].startswith("!trace")]


def say_shown(account: Account, tab: str = "tab", extension: str = "100", **said: Any) -> None:
    """Let a tab say that it shows the card."""
    account.socket("$default", tab, extension, {"action": "shown", "call_id": CALL_ID, "version": 1} | said)


# ---- pushes


def test_while_all_is_well_nothing_is_kept(account: Account) -> None:
    account.socket("$connect", "tab")
    for message in (RING, ANSWER, END):
        account.post(message)
    assert marks(account) == []


def test_a_call_nobody_had_a_tab_open_for_costs_one_request_more_and_says_so(account: Account) -> None:
    account.post(RING)
    assert hitches() == [(Trouble.NO_TAB, [])]
    assert account.requests.count("dynamodb.UpdateItem") == 1
    account.post(END)
    assert [hitch.version for hitch in trace().hitches] == [1, 2]


def test_a_call_that_is_due_no_card_leaves_no_trace(account: Account) -> None:
    account.choose(incoming_card=Moment.NEVER)
    for message in (RING, ANSWER, END):
        account.post(message)
    assert "dynamodb.UpdateItem" not in account.requests
    assert leg().moments == (("ringing", "never"), ("talking", "never"), ("ended", "never"))


@pytest.mark.parametrize(
    ("fault", "trouble", "fate"),
    [
        (GONE, Trouble.GONE, Fate.GONE),
        (BROKEN, Trouble.FAILED, Fate.FAILED),
        (unreachable, Trouble.FAILED, Fate.FAILED),
        (hanging(2), Trouble.LATE, Fate.LATE),
    ],
    ids=["gone", "broken", "unreachable", "hanging"],
)
def test_what_each_push_came_to_is_kept(account: Account, fault: Fault, trouble: Trouble, fate: Fate) -> None:
    for tab in ("one", "two"):
        account.socket("$connect", tab)
    with tabs_meeting(account, fault):
        assert account.post(RING) == (200, {})
    [hitch] = trace().hitches
    assert (hitch.trouble, dict(hitch.pushes)) == (trouble, {"one": fate, "two": fate})


def test_a_push_that_crashes_is_a_push_that_failed(account: Account) -> None:
    def crash(_: Any) -> Any:
        raise ZeroDivisionError

    account.socket("$connect", "tab")
    with tabs_meeting(account, crash):
        assert account.post(RING) == (200, {})
    assert hitches() == [(Trouble.FAILED, [Fate.FAILED])]


def test_one_tab_of_two_that_is_gone_is_kept_as_no_fault(account: Account) -> None:
    for tab in ("alive", "stale"):
        account.socket("$connect", tab)
    account.browser.gone.add("stale")
    account.post(RING)
    assert hitches() == [(Trouble.PARTLY, [Fate.GONE, Fate.SENT])]


def test_a_table_of_tabs_that_hangs_is_kept(account: Account) -> None:
    def hang(request: Any) -> Any:
        return hanging(1.5)(request) if b"ConnectionsTable" in request.body else None

    with meeting(hang, shared.dynamodb(), only="Query"):
        assert account.post(RING) == (200, {})
    assert hitches() == [(Trouble.UNREAD, [])]


def test_a_start_that_waited_in_the_spool_until_the_phone_rang_no_more_is_kept(account: Account) -> None:
    account.socket("$connect", "tab")
    fields = RING | {"crm_token": ""}
    inbound.intake().take(fields, shared.now() - timedelta(minutes=3))
    assert account.browser.calls("tab") == []
    assert hitches() == [(Trouble.OVERDUE, [])]


@pytest.mark.parametrize("fault", [BROKEN, unreachable, hanging(1.5)], ids=["broken", "unreachable", "hanging"])
def test_a_trace_that_cannot_be_kept_fails_no_answer(
    account: Account, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    with meeting(fault, shared.dynamodb(), only="UpdateItem"):
        for message in (RING, ANSWER, END):
            assert account.post(message) == (200, {})
    assert caplog.text.count("Trace not kept") == 3
    assert leg().version == 3


# ---- what browsers say


def test_the_word_of_a_tab_is_kept_once(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post(RING)
    before = shared.now()
    for _ in range(3):
        say_shown(account)
    [shown] = trace().shown
    assert (shown.tab, shown.version) == ("tab", 1)
    assert before <= shown.at <= shared.now()


def test_every_tab_has_its_word_but_no_more_than_twenty(account: Account) -> None:
    account.post(RING)
    for number in range(25):
        say_shown(account, f"tab-{number}")
    assert [shown.tab for shown in trace().shown] == [f"tab-{number}" for number in range(20)]


def test_nobody_speaks_for_another_extension(account: Account) -> None:
    account.post(RING)
    say_shown(account, "tab", "101")
    assert trace().shown == ()


def test_a_card_that_was_not_due_cannot_be_confirmed(account: Account) -> None:
    account.choose(incoming_card=Moment.ANSWER)
    account.post(RING)
    say_shown(account)
    assert marks(account) == []
    account.post(ANSWER)
    say_shown(account, version=2)
    assert [shown.version for shown in trace().shown] == [2]


@pytest.mark.parametrize(
    "said",
    [
        {"call_id": "unknown#100#0"},
        {"call_id": "1659685427407907141#100#1"},
        {"call_id": ""},
        {"call_id": "#100#0"},
        {"call_id": "##"},
        {"call_id": "100"},
        {"call_id": "x" * 5000 + "#100#0"},
        {"call_id": None},
        {"call_id": ["1"]},
        {"version": 0},
        {"version": -1},
        {"version": 2},
        {"version": "1"},
        {"version": None},
    ],
    ids=lambda said: str(said)[:40],
)
def test_what_names_no_card_says_nothing(account: Account, said: dict[str, Any]) -> None:
    account.post(RING)
    say_shown(account, **said)
    assert trace().shown == ()
    assert {item["callid"]["S"] for item in account.scan("CallsTable")} == {leg().callid}


def test_a_callid_with_a_hash_of_its_own_is_confirmed_too(account: Account) -> None:
    account.post(RING | {"callid": "a#b"})
    say_shown(account, call_id="a#b#100#0")
    assert len(trace("a#b#100#0").shown) == 1


def test_the_notes_of_a_trace_are_no_legs(account: Account) -> None:
    account.post(RING)
    say_shown(account)
    account.post(ANSWER)
    assert [one.call_id for one in shared.calls().group(leg().callid).legs] == [CALL_ID]


def test_what_many_tabs_and_pushes_tell_at_once_is_all_kept(account: Account) -> None:
    account.post(RING)
    call = leg()
    for number in range(3):
        assert shared.traces().confirm(call, Shown(shared.now(), 1, f"tab-{number}"))
        account.post((ANSWER, END, RING)[number])
    assert len(trace().shown) == 3
    assert len(trace().hitches) == 3
