"""What events do to a call leg: any order, any number of times."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.calls import Call, CallState, advance, settled
from callcard.domain.events import CallEvent, Direction
from tests.unit.making import after, answered, at, ended, started

EVENTS = [started(line="3333333"), answered(), ended(link="https://r.example/1"), ended(success=False)]


def truth(call: Call) -> tuple[object, ...]:
    """Name what no order of events may change."""
    return (call.state, call.answered, call.missed, call.phone, call.line, call.link, call.duration, call.generation)


def test_a_start_rings() -> None:
    call = after(started())
    assert (call.state, call.call_id, call.version) == (CallState.RINGING, "1#100#0", 1)


def test_an_answer_talks_from_its_receipt() -> None:
    call = after(started(), answered(), every=5)
    assert (call.state, call.answered_at) == (CallState.TALKING, at(5))


def test_a_history_ends_with_the_times_of_the_pbx() -> None:
    call = after(started(), answered(), ended())
    assert (call.state, call.started_at, call.ended_at, call.duration) == (CallState.ENDED, at(0), at(50), 50)


def test_talk_time_is_from_our_receipt_of_the_answer_and_never_over_the_total() -> None:
    assert after(started(), answered(), ended(), every=20).talk == 20
    assert after(started(), answered(), ended(), every=500).talk == 50
    assert after(started(), ended(success=False)).talk is None


def test_a_history_alone_makes_a_full_record() -> None:
    call = after(ended(line="3333333", link="https://r.example/1"))
    assert truth(call) == (
        CallState.ENDED, True, False, "79991234567", "3333333", "https://r.example/1", 50, 0,
    )  # fmt: skip


def test_answered_beats_missed_whatever_comes_first() -> None:
    missed = ended(success=False)
    assert not after(started(), answered(), missed).missed
    assert not after(started(), missed, answered()).missed
    assert after(started(), missed).missed


def test_a_late_start_does_not_ring_again_inside_the_window() -> None:
    assert after(ended(), started()).state is CallState.ENDED
    assert after(answered(), started()).state is CallState.TALKING


def test_a_late_history_without_a_link_does_not_erase_the_recording() -> None:
    assert after(ended(link="https://r.example/1"), ended(link="")).link == "https://r.example/1"


def test_a_start_after_the_window_is_a_new_generation() -> None:
    over = after(started(), ended())
    inside, outside = advance(over, started(), at(11)), advance(over, started(), at(11.5))
    assert (inside.generation, outside.generation) == (0, 1)
    assert (outside.state, outside.version, outside.call_id) == (CallState.RINGING, 1, "1#100#1")


def test_a_start_with_another_phone_or_direction_is_a_new_call_at_once() -> None:
    over = after(started(), ended())
    assert advance(over, started(phone="74951112233"), at(2)).generation == 1
    assert advance(over, started(direction=Direction.OUT), at(2)).generation == 1
    assert advance(over, started(phone=""), at(2)).generation == 0


def test_ringing_that_nothing_follows_closes_itself_after_two_minutes() -> None:
    ringing = after(started())
    assert not settled(ringing, at(120))
    assert settled(ringing, at(121))
    assert not settled(after(started(), answered()), at(3600))
    assert settled(after(ended()), at(0))


def test_a_start_after_ringing_that_closed_itself_is_a_new_call() -> None:
    ringing = after(started())
    assert advance(ringing, started(), at(100)).generation == 0
    assert advance(ringing, started(), at(131)).generation == 1


def test_a_repetition_gives_back_the_very_same_call() -> None:
    call = after(started(), answered(), ended())
    for one in (started(), answered(), ended()):
        assert advance(call, one, at(4)) is call


def test_every_order_of_one_calls_events_tells_the_same_truth() -> None:
    truths = {truth(after(*order)) for order in permutations(EVENTS[:3])}
    assert len(truths) == 1


@given(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=12))
def test_repetitions_change_nothing(events: list[CallEvent]) -> None:
    once = list(dict.fromkeys(events))
    assert truth(after(*events, every=0.5)) == truth(after(*once, every=0.5))


@given(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=12))
def test_a_call_never_goes_back(events: list[CallEvent]) -> None:
    ranks, versions, call = list(CallState), [0], None
    highest = 0
    for number, one in enumerate(events):
        call = advance(call, one, at(number * 0.5))
        assert ranks.index(call.state) >= highest
        assert call.version in (versions[-1], versions[-1] + 1)
        highest = ranks.index(call.state)
        versions.append(call.version)
