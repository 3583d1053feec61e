"""Which legs are one call, and what the client lived through in it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.events import EventKind
from callcard.domain.whole import whole_calls
from tests.unit.making import NOON
from tests.unit.phones import Told, dialled, got_through, history, legs_after, missed, told


def ids(*calls: list[Told]) -> list[list[str]]:
    """Give the call_ids of each whole call."""
    legs = legs_after([one for call in calls for one in call])
    return [[leg.call_id for leg in call.legs] for call in whole_calls(reversed(legs))]


def at(seconds: float) -> timedelta:
    """Give the time some seconds later."""
    return timedelta(seconds=seconds)


def test_a_ring_group_is_one_call_and_a_call_back_another() -> None:
    assert ids(missed("1", 0, ("100", "101")), dialled("1", 5, success=True)) == [
        ["1#100#0", "1#101#0"],
        ["1#101#1"],
    ]


def test_a_callid_used_again_is_another_call_also_at_another_extension() -> None:
    assert ids(missed("1", 0, ("100",)), missed("1", 3, ("101",))) == [["1#100#0"], ["1#101#0"]]


def test_the_next_generation_is_another_call_although_a_colleague_stopped_ringing_a_moment_ago() -> None:
    rings = [told(EventKind.STARTED, "1", extension, NOON) for extension in ("100", "101")]
    stops = [
        told(EventKind.CANCELLED, "1", "100", NOON + at(10)),
        told(EventKind.CANCELLED, "1", "101", NOON + at(16)),
    ]
    anew = told(EventKind.STARTED, "1", "100", NOON + at(21))
    assert ids([*rings, *stops, anew]) == [["1#100#0", "1#101#0"], ["1#100#1"]]


def test_a_leg_whose_end_was_lost_does_not_swallow_a_later_call() -> None:
    lost = told(EventKind.STARTED, "1", "100", NOON)
    legs = legs_after([lost]) + legs_after(missed("1", 3, ("101",)))
    assert [[leg.extension for leg in call.legs] for call in whole_calls(legs)] == [["100"], ["101"]]
    assert [call.missed for call in whole_calls(legs)] == [False, True]


def test_ringing_is_counted_by_the_pbx_else_between_our_receipts() -> None:
    [heard] = whole_calls(legs_after(missed("1", 0, rang=24)))
    [only_told] = whole_calls(legs_after([history("1", "100", NOON, 24, success=False)]))
    untold = replace(history("1", "100", NOON, 24, success=False), at=NOON + at(31))
    untold = replace(untold, event=replace(untold.event, duration=None))
    [ours] = whole_calls(legs_after([told(EventKind.STARTED, "1", "100", NOON), untold]))
    assert (heard.rang, only_told.rang, ours.rang) == (24, 24, 31)


def test_who_talked_first_is_the_talker() -> None:
    transfer = told(EventKind.TRANSFERRED, "1", "102", NOON + at(20))
    [call] = whole_calls(legs_after([*got_through("1", 0, "101", ringing=("100",))[:3], transfer]))
    assert call.talker is not None
    assert call.talker.extension == "101"


@given(st.lists(st.sampled_from([missed, got_through]), max_size=8), st.data())
def test_every_leg_is_in_exactly_one_call_whatever_their_order(kinds: list[object], data: st.DataObject) -> None:
    calls = [kind(str(number % 3), number * 10) for number, kind in enumerate(kinds)]  # type: ignore[operator]  # two functions
    legs = legs_after([one for call in calls for one in call])
    apart = whole_calls(data.draw(st.permutations(legs)))
    assert sorted(leg.call_id for call in apart for leg in call.legs) == sorted(leg.call_id for leg in legs)
    assert apart == whole_calls(legs)
    assert len(apart) == len(calls)
