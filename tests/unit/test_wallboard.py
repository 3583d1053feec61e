"""Who is doing what, from the open legs."""

from datetime import datetime, timedelta

from callcard.domain.calls import Call
from callcard.domain.events import EventKind
from callcard.domain.wallboard import Doing, Presence, Ringing, presence, ringing
from tests.unit.making import NOON, at
from tests.unit.phones import dialled, got_through, legs_after, told


def at_100(*kinds: EventKind, callid: str = "1") -> list[Call]:
    """Give the legs after some events at extension 100, a second apart."""
    return legs_after(told(kind, callid, "100", at(number)) for number, kind in enumerate(kinds))


def seen(legs: list[Call], tabs: datetime | None = NOON, ended: datetime | None = None, now: float = 60) -> Presence:
    """Look at extension 100."""
    return presence(legs, tabs, ended, at(now))


def test_an_operator_rings_talks_and_is_free_again() -> None:
    assert seen(at_100(EventKind.STARTED)) == Presence(Doing.RINGING, at(0))
    assert seen(at_100(EventKind.STARTED, EventKind.ANSWERED)) == Presence(Doing.TALKING, at(1))
    assert seen([], tabs=at(0), ended=at(30)) == Presence(Doing.FREE, at(30))
    assert seen([], tabs=at(40), ended=at(30)) == Presence(Doing.FREE, at(40))


def test_talking_counts_more_than_a_second_call_that_rings() -> None:
    both = at_100(EventKind.STARTED, EventKind.ANSWERED) + at_100(EventKind.STARTED, callid="2")
    assert seen(both).doing is Doing.TALKING


def test_without_an_open_tab_an_operator_is_offline_but_a_phone_that_rings_rings() -> None:
    assert seen([], tabs=None, ended=at(5)) == Presence(Doing.OFFLINE, at(5))
    assert seen(at_100(EventKind.STARTED), tabs=None).doing is Doing.RINGING


def test_an_end_that_was_lost_occupies_nobody_for_ever() -> None:
    assert seen(at_100(EventKind.STARTED), now=119).doing is Doing.RINGING
    assert seen(at_100(EventKind.STARTED), now=121).doing is Doing.FREE
    talking = at_100(EventKind.STARTED, EventKind.ANSWERED)
    assert seen(talking, now=2 * 3600).doing is Doing.TALKING
    assert seen(talking, now=2 * 3600 + 2).doing is Doing.FREE


def test_a_ringing_group_is_one_client() -> None:
    group = legs_after(told(EventKind.STARTED, "1", ext, at(0)) for ext in ("100", "101", "102"))
    other = legs_after([told(EventKind.STARTED, "2", "103", at(20))])
    assert ringing(group + other, at(30)) == Ringing(2, at(0))


def test_an_answered_call_and_one_that_rang_too_long_ring_no_more() -> None:
    answered = legs_after(got_through("1", 0, "101", ringing=("100",))[:3])
    assert ringing(answered, at(30)) == Ringing(0, None)
    assert ringing(at_100(EventKind.STARTED), NOON + timedelta(seconds=121)) == Ringing(0, None)


def test_a_client_who_is_being_called_does_not_wait() -> None:
    assert ringing(legs_after(dialled("1", 0, success=True)[:1]), at(5)) == Ringing(0, None)


def test_a_test_call_rings_at_nobodys_wall() -> None:
    assert ringing(at_100(EventKind.STARTED, callid="callcard-test-1"), at(5)) == Ringing(0, None)
    assert seen(at_100(EventKind.STARTED, callid="callcard-test-1")).doing is Doing.FREE
