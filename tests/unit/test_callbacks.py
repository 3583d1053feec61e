"""Who waits to be called back: what the legs of one phone say, in any order, and what people noted."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.callbacks import Callback, CallbackState, finish, newest, put_back, release, take
from callcard.domain.calls import Call
from callcard.domain.events import Direction, EventKind
from callcard.domain.waiting import How, Marks, Waiting, assess
from tests.unit.making import NOON
from tests.unit.phones import (
    MINUTE,
    Told,
    dialled,
    got_through,
    history,
    legs_after,
    missed,
    states_after,
    told,
)

LONG_AGO = NOON - timedelta(days=14)
NOTHING = Marks()


def assessed(*calls: list[Told], marks: Marks = NOTHING) -> Waiting | None:
    """Assess the legs of some calls that were told one after another."""
    return assess(legs_after([one for call in calls for one in call]), marks, LONG_AGO)


def minute(number: float) -> datetime:
    """Give a time some minutes after noon."""
    return NOON + number * MINUTE


def waiting(*calls: list[Told], marks: Marks = NOTHING) -> Waiting:
    """Assess a client who has missed calls."""
    found = assessed(*calls, marks=marks)
    assert found is not None
    return found


def test_a_missed_call_waits_since_it_rang() -> None:
    found = waiting(missed("1", 3, ("100", "102"), rang=24))
    [attempt] = found.attempts
    assert found.closing is None
    assert (attempt.at, attempt.line, attempt.rang, attempt.extensions) == (minute(3), "3333333", 24, ("100", "102"))
    assert attempt.call_id == "1#100#0"


def test_the_wait_begins_with_the_first_of_several_missed_calls() -> None:
    found = waiting(missed("1", 0), missed("2", 7), missed("3", 9))
    assert (found.since, [one.call_id for one in found.attempts]) == (minute(0), ["1#100#0", "2#100#0", "3#100#0"])


def test_who_gets_through_waits_no_more() -> None:
    closing = waiting(missed("1", 0), got_through("2", 5, "101", ringing=("100",))).closing
    assert closing is not None
    assert (closing.how, closing.operator_id, closing.extension) == (How.GOT_THROUGH, "operator-101", "101")
    assert closing.at == minute(5) + timedelta(seconds=5)


def test_who_was_reached_waits_no_more_and_an_unanswered_call_back_changes_nothing() -> None:
    tried = waiting(missed("1", 0), dialled("2", 4, success=False))
    assert tried.closing is None
    closing = waiting(missed("1", 0), dialled("2", 4, success=False), dialled("3", 8, success=True)).closing
    assert closing is not None
    assert (closing.how, closing.operator_id) == (How.REACHED, "operator-101")


def test_a_conversation_closes_the_moment_it_begins() -> None:
    ringing = dialled("2", 4, success=True)[:2]
    assert waiting(missed("1", 0), ringing).closing is not None


def test_a_call_after_the_conversation_waits_anew_and_alone() -> None:
    found = waiting(missed("1", 0), got_through("2", 5), missed("3", 9))
    assert (found.closing, [one.call_id for one in found.attempts]) == (None, ["3#100#0"])


def test_a_later_conversation_does_not_rename_what_ended_the_wait() -> None:
    closing = waiting(missed("1", 0), dialled("2", 5, success=True), got_through("3", 50)).closing
    assert closing is not None
    assert closing.how is How.REACHED


def test_a_group_still_ringing_has_not_missed_the_call() -> None:
    at = minute(0)
    rings = [told(EventKind.STARTED, "1", extension, at) for extension in ("100", "101")]
    gave_up = told(EventKind.CANCELLED, "1", "100", at + timedelta(seconds=9))
    assert assessed([*rings, gave_up]) is None


def test_a_call_answered_by_a_colleague_was_not_missed_although_his_leg_is_not_among_those_known() -> None:
    legs = legs_after(got_through("1", 0, "101", ringing=("100",)))
    [own] = [leg for leg in legs if leg.extension == "100"]
    assert assess([own], NOTHING, LONG_AGO) is None


@pytest.mark.parametrize("changed", [{"internal": True}, {"repeated": True}, {"callid": "callcard-test-1"}], ids=str)
def test_colleagues_repetitions_and_test_calls_never_wait(changed: dict[str, object]) -> None:
    legs = legs_after(missed("1", 0))
    assert assess([replace(leg, **changed) for leg in legs], NOTHING, LONG_AGO) is None  # type: ignore[arg-type]  # fields by name


def test_what_is_older_than_the_horizon_is_not_looked_at() -> None:
    legs = legs_after([*missed("1", 0), *missed("2", 30)])
    found = assess(legs, NOTHING, minute(10))
    assert found is not None
    assert found.since == minute(30)
    assert assess(legs, NOTHING, minute(31)) is None


def test_a_history_alone_is_timed_by_the_pbx_unless_its_clock_is_mad() -> None:
    late = history("1", "100", minute(0), 20, success=False)
    assert waiting([replace(late, at=minute(120))]).since == minute(0)
    mad = history("1", "100", datetime(2023, 9, 8, tzinfo=NOON.tzinfo), 20, success=False)
    assert waiting([replace(mad, at=minute(120))]).since == minute(120)


def test_a_pbx_in_another_zone_does_not_hide_a_conversation_that_goes_on() -> None:
    ahead = history("1", "100", minute(180), 20, success=False)
    rang = told(EventKind.STARTED, "1", "100", minute(0))
    closing = waiting([rang, replace(ahead, at=minute(1))], dialled("2", 2, success=True)[:2]).closing
    assert closing is not None


def test_a_reused_callid_is_another_call() -> None:
    found = waiting(missed("1", 0), missed("1", 10))
    assert [one.call_id for one in found.attempts] == ["1#100#0", "1#100#1"]


# ---- what people note


def callback(*calls: list[Told], marks: Marks = NOTHING) -> Callback:
    """Make the callback of a client."""
    return Callback("79990001122", version=1, waiting=assessed(*calls, marks=marks), marks=marks)


def again(known: Callback, *calls: list[Told]) -> Callback:
    """Assess a callback anew after more calls."""
    return replace(known, waiting=assessed(*calls, marks=known.marks))


def test_taking_names_who_and_releasing_nobody() -> None:
    taken = take(callback(missed("1", 0)), "operator-100", minute(2))
    assert (taken.taken, taken.marks.taken_by, taken.version) == (True, "operator-100", 2)
    assert (release(taken).taken, release(taken).version) == (False, 3)


def test_who_took_it_keeps_it_through_further_attempts() -> None:
    taken = take(callback(missed("1", 0)), "operator-100", minute(2))
    assert again(taken, missed("1", 0), missed("2", 3)).taken


def test_a_closed_callback_that_opens_again_was_taken_by_nobody() -> None:
    taken = take(callback(missed("1", 0)), "operator-100", minute(2))
    opened = again(taken, missed("1", 0), dialled("2", 4, success=True), missed("3", 9))
    assert (opened.state, opened.taken) == (CallbackState.OPEN, False)


def test_done_closes_with_a_name_and_a_reason() -> None:
    done = finish(callback(missed("1", 0)), "operator-101", minute(5), "ошиблись номером")
    assert done.state is CallbackState.CLOSED
    assert done.waiting == again(done, missed("1", 0)).waiting
    assert done.waiting is not None
    assert done.waiting.closing is not None
    assert (done.waiting.closing.how, done.waiting.closing.reason) == (How.DONE, "ошиблись номером")


def test_done_covers_what_was_seen_and_not_what_came_meanwhile() -> None:
    seen = callback(missed("1", 0))
    done = finish(seen, "operator-101", minute(10))  # the call of minute 8 is not known to whoever says done
    opened = again(done, missed("1", 0), missed("2", 8))
    assert opened.state is CallbackState.OPEN
    assert opened.waiting is not None
    assert [one.call_id for one in opened.waiting.attempts] == ["2#100#0"]


def test_what_is_closed_can_be_put_back_whatever_closed_it() -> None:
    calls = (missed("1", 0), dialled("2", 4, success=True))
    reached = callback(*calls)
    back = put_back(reached, minute(20))
    assert (back.state, back.version) == (CallbackState.OPEN, 2)
    assert back.waiting == again(back, *calls).waiting
    assert again(back, *calls, dialled("3", 30, success=True)).state is CallbackState.CLOSED
    done = finish(callback(missed("1", 0)), "operator-101", minute(5))
    assert put_back(done, minute(6)).state is CallbackState.OPEN
    assert again(put_back(done, minute(6)), missed("1", 0)).state is CallbackState.OPEN


def test_what_is_put_back_does_not_wake_an_older_wait() -> None:
    calls = (missed("1", 0), dialled("2", 5, success=True), missed("3", 20), got_through("4", 25))
    back = put_back(callback(*calls), minute(30))
    waits = again(back, *calls).waiting
    assert waits is not None
    assert [one.call_id for one in waits.attempts] == ["3#100#0"]


def test_a_conversation_after_it_was_done_changes_nothing() -> None:
    done = finish(callback(missed("1", 0)), "operator-101", minute(5))
    closed = again(done, missed("1", 0), dialled("2", 9, success=True)).waiting
    assert closed is not None
    assert closed.closing is not None
    assert closed.closing.how is How.DONE


def test_what_changes_nothing_is_the_same_object() -> None:
    closed = callback(missed("1", 0), got_through("2", 4))
    opened = callback(missed("1", 0))
    assert finish(closed, "operator-100", minute(9)) is closed
    assert put_back(opened, minute(9)) is opened
    assert release(opened) is opened


# ---- any day, in any order

STEPS = st.sampled_from(["missed", "missed by a group", "got through", "reached", "no answer", "ringing", "internal"])
DAYS = st.lists(STEPS, max_size=12)


def day(steps: list[str]) -> list[list[Told]]:
    """Play a day, a call every ten minutes."""
    calls: list[list[Told]] = []
    for number, step in enumerate(steps):
        callid, at = str(number), number * 10
        calls.append(
            {
                "missed": missed(callid, at),
                "missed by a group": missed(callid, at, ("100", "101", "102")),
                "got through": got_through(callid, at, "100", ringing=("101",)),
                "reached": dialled(callid, at, success=True),
                "no answer": dialled(callid, at, success=False),
                "ringing": [told(EventKind.STARTED, callid, "100", minute(at))],
                "internal": [replace(one, event=replace(one.event, internal=True)) for one in missed(callid, at)],
            }[step]
        )
    return calls


def expected(steps: list[str]) -> tuple[list[int], str]:
    """Say who waits by walking through the day: the calls of the last wait, and what ended it."""
    run: list[int] = []
    ended = ""
    for number, step in enumerate(steps):
        if step.startswith("missed"):
            run = [*run, number] if not ended else [number]
            ended = ""
        elif step in ("got through", "reached") and not ended:
            ended = step.replace(" ", "_")
    return run, ended if run else ""


@given(DAYS)
def test_a_day_is_assessed_as_a_person_would(steps: list[str]) -> None:
    found = assessed(*day(steps))
    run, ended = expected(steps)
    assert [one.call_id.split("#")[0] for one in found.attempts] == [str(n) for n in run] if found else not run
    assert (found.closing.how.value if found and found.closing else "") == ended


@given(DAYS, st.randoms(use_true_random=False))
def test_legs_in_any_order_and_repeated_give_the_same(steps: list[str], chance: object) -> None:
    legs = legs_after([one for call in day(steps) for one in call])
    jumbled = [*legs, *legs]
    chance.shuffle(jumbled)  # type: ignore[attr-defined]  # a random.Random
    assert assess(newest(jumbled), NOTHING, LONG_AGO) == assess(legs, NOTHING, LONG_AGO)


@given(DAYS, st.data())
def test_views_of_any_age_come_to_the_same_once_each_leg_was_seen_in_its_last_state(
    steps: list[str], data: st.DataObject
) -> None:
    states = states_after([one for call in day(steps) for one in call])
    last = states[-1]
    views = data.draw(st.lists(st.sampled_from(states), max_size=4)) if states else []
    images = data.draw(st.permutations(list(last.values())))
    seen: list[Call] = []
    for image in images:
        seen = newest(seen, *(view.values() for view in views), [image])
    assert assess(seen, NOTHING, LONG_AGO) == assess(last.values(), NOTHING, LONG_AGO)


def test_an_outgoing_call_is_never_missed() -> None:
    [leg] = legs_after(dialled("1", 0, success=False))
    assert (leg.direction, leg.missed) == (Direction.OUT, True)
    assert assess([leg], NOTHING, LONG_AGO) is None
