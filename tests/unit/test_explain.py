"""«Почему не показана карточка?»: every reason, and exactly one for whatever may happen."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.calls import Call, CallState, advance
from callcard.domain.cards import Moment, Settings, decide, filed
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.explain import explain
from callcard.domain.setup import Operator, Setup
from callcard.domain.trace import Fate, Hitch, Shown, Trace, Trouble, trouble_with
from callcard.domain.why import Explanation, Known, Passed, Remedy, Stage, Why
from callcard.explained import Reader, answer
from callcard.texts_check import TEXTS
from tests.unit.making import answered, at, ended, event, started

OLGA = Operator("operator-100", "Ольга Миронова", "100")
DENIS = Operator("operator-101", "Денис Карпов", "101")
SETUP = Setup(operators=(OLGA, DENIS))
RING = Settings(incoming_card=Moment.RING, outgoing_card=Moment.START)
LONG_AFTER = at(3600)


def lived(*events: CallEvent, settings: Settings = RING, **fields: Any) -> Call:
    """Lead a leg through events, one a second, as the product does; then change what only other legs change."""
    call: Call | None = None
    for number, told in enumerate(events):
        leg = advance(call, replace(told, operator_id="operator-100"), at(number))
        call = filed(leg, decide(leg, call, (), settings))
    assert call is not None
    return replace(call, **fields)


def hitch(trouble: Trouble, seconds: float = 0.1) -> Hitch:
    """Make a push that was off."""
    return Hitch(at(seconds), 1, trouble)


def shown(seconds: float = 0.2) -> Shown:
    """Make a browser's confirmation."""
    return Shown(at(seconds), 1, "tab")


def why(call: Call, *facts: Hitch | Shown, setup: Setup = SETUP, tabs: int = 0, now: Any = LONG_AFTER) -> Explanation:
    """Ask about a call."""
    hitches = tuple(fact for fact in facts if isinstance(fact, Hitch))
    seen = tuple(fact for fact in facts if isinstance(fact, Shown))
    return explain(Known(call, Trace(hitches, seen), setup, tabs, 0, now))


def faults(found: Explanation) -> dict[Stage, Passed]:
    """Give the stages that were not passed."""
    return {step.stage: step.passed for step in found.steps if step.passed is not Passed.OK}


def test_a_card_that_was_due_and_confirmed_was_shown() -> None:
    found = why(lived(started()), shown(0.4), shown(0.2))
    assert (found.why, found.shown, found.shown_at, found.remedy) == (Why.SHOWN, True, at(0.2), None)
    assert faults(found) == {}
    assert [step.stage for step in found.steps] == list(Stage)
    assert [step.at for step in found.steps] == [at(0), at(0), at(0), at(0), None, None, at(0.2)]


def test_a_step_is_dated_by_the_event_at_which_the_settings_were_asked_last() -> None:
    answer_seen = lived(started(), answered(), settings=Settings(incoming_card=Moment.ANSWER))
    assert [step.at for step in why(answer_seen).steps[:4]] == [at(0), at(0), at(1), at(1)]
    over = lived(started(), answered(), ended(), settings=Settings(incoming_card=Moment.END))
    assert [step.at for step in why(over).steps[:4]] == [at(0), at(0), at(2), at(2)]


def test_a_card_that_a_sync_brought_was_shown_late() -> None:
    found = why(lived(started()), hitch(Trouble.NO_TAB), shown(20))
    assert (found.why, found.shown) == (Why.SHOWN_LATER, True)
    assert faults(found) == {Stage.TAB: Passed.FAULT}


def test_a_tab_that_was_lost_after_it_had_shown_the_card_changes_nothing() -> None:
    found = why(lived(started(), answered()), shown(0.2), hitch(Trouble.GONE, 1))
    assert (found.why, faults(found)) == (Why.SHOWN, {})


def test_an_internal_call() -> None:
    found = why(lived(started(internal=True, phone="101")))
    assert (found.why, found.remedy) == (Why.INTERNAL, None)
    assert faults(found)[Stage.EVENT] is Passed.FAULT


def test_a_repetition_of_an_earlier_call() -> None:
    assert why(lived(ended(), repeated=True, carded=False)).why is Why.REPEATED


def test_a_start_that_came_so_late_that_the_phone_rang_no_more() -> None:
    assert why(lived(started()), hitch(Trouble.OVERDUE)).why is Why.CAME_LATE


def test_an_event_without_an_extension() -> None:
    assert why(lived(started(extension=""), operator_id=None)).why is Why.NO_EXTENSION


def test_an_extension_without_an_operator() -> None:
    found = why(lived(started(extension="105"), operator_id=None), hitch(Trouble.NO_TAB))
    assert (found.why, found.remedy) == (Why.NO_OPERATOR, Remedy.ASSIGN_OPERATOR)
    assert list(faults(found)) == [Stage.OPERATOR, Stage.SETTING, Stage.PERSON, Stage.TAB, Stage.PUSH, Stage.BROWSER]


def test_an_extension_that_has_an_operator_only_by_now() -> None:
    found = why(lived(started(), operator_id=None))
    assert (found.why, found.remedy) == (Why.NO_OPERATOR_THEN, None)


def test_an_extension_whose_operator_is_switched_off() -> None:
    off = Setup(operators=(replace(OLGA, active=False),))
    found = why(lived(started(), operator_id=None), setup=off)
    assert (found.why, found.remedy) == (Why.OPERATOR_INACTIVE, Remedy.ACTIVATE_OPERATOR)


@pytest.mark.parametrize("direction", Direction)
def test_the_setting_never(direction: Direction) -> None:
    found = why(lived(started(direction=direction), ended(direction=direction), settings=Settings()))
    assert (found.why, found.remedy, found.moment) == (Why.NEVER, Remedy.CHANGE_SETTING, Moment.NEVER)
    assert faults(found)[Stage.SETTING] is Passed.FAULT


def test_the_setting_that_counts_is_the_one_in_force_while_the_call_lived() -> None:
    ringing = lived(started(), settings=Settings())
    over = advance(ringing, ended(), at(9))
    over = filed(over, decide(over, ringing, (), RING))
    assert (why(over).why, why(over).moment) == (Why.NEVER, Moment.NEVER)


def test_the_setting_end_counts_when_the_call_is_over_whatever_it_was_before() -> None:
    ringing = lived(started(), settings=Settings())
    given_up = advance(ringing, event(EventKind.CANCELLED), at(9))
    given_up = filed(given_up, decide(given_up, ringing, (), Settings(incoming_card=Moment.END)))
    assert (why(given_up).why, why(given_up).moment) == (Why.NO_END, Moment.END)


@pytest.mark.parametrize(
    ("moment", "events", "expected"),
    [
        (Moment.ANSWER, [started(), ended(success=False)], Why.NOT_ANSWERED),
        (Moment.ANSWER, [ended(success=True)], Why.ANSWER_UNSEEN),
        (Moment.ANSWER, [started()], Why.NOT_ANSWERED),
        (Moment.END, [started(), answered(), event(EventKind.COMPLETED)], Why.NO_END),
        (Moment.RING, [ended(success=False)], Why.OVER_BEFORE),
    ],
)
def test_a_moment_that_never_came(moment: Moment, events: list[CallEvent], expected: Why) -> None:
    found = why(lived(*events, settings=Settings(incoming_card=moment)))
    assert (found.why, found.moment) == (expected, moment)
    assert faults(found)[Stage.SETTING] is Passed.FAULT


@pytest.mark.parametrize(("moment", "events"), [(Moment.ANSWER, [started()]), (Moment.END, [started(), answered()])])
def test_a_moment_that_is_still_to_come_is_no_fault(moment: Moment, events: list[CallEvent]) -> None:
    found = why(lived(*events, settings=Settings(incoming_card=moment)), now=at(5))
    assert (found.why, faults(found)[Stage.SETTING], found.remedy) == (Why.NOT_YET, Passed.UNKNOWN, None)


@pytest.mark.parametrize("moment", [Moment.RING, Moment.ANSWER, Moment.END])
def test_a_call_another_operator_had_answered_before(moment: Moment) -> None:
    over = lived(ended(success=False), settings=Settings(incoming_card=Moment.ANSWER), answered_by="101")
    found = why(replace(over, moments=((CallState.ENDED, moment.value),)))
    assert (found.why, found.remedy) == (Why.ANSWERED_BEFORE, None)


def test_a_call_of_before_the_moments_were_noted() -> None:
    found = why(replace(lived(started(), settings=Settings()), moments=()))
    assert (found.why, faults(found)[Stage.SETTING]) == (Why.UNRECORDED, Passed.UNKNOWN)


@pytest.mark.parametrize(
    ("trouble", "expected", "stage"),
    [
        (Trouble.UNREAD, Why.TABS_UNREAD, Stage.TAB),
        (Trouble.NO_TAB, Why.NO_TAB, Stage.TAB),
        (Trouble.GONE, Why.PUSH_GONE, Stage.PUSH),
        (Trouble.FAILED, Why.PUSH_FAILED, Stage.PUSH),
        (Trouble.LATE, Why.PUSH_LATE, Stage.PUSH),
    ],
)
def test_a_push_that_reached_nobody(trouble: Trouble, expected: Why, stage: Stage) -> None:
    found = why(lived(started()), hitch(trouble))
    assert (found.why, faults(found)[stage]) == (expected, Passed.FAULT)
    assert next(step.at for step in found.steps if step.stage is stage) == at(0.1)


def test_the_push_at_the_cards_moment_decides_not_a_later_one() -> None:
    found = why(lived(started(), answered()), hitch(Trouble.GONE, 1), hitch(Trouble.NO_TAB, 0.1))
    assert found.why is Why.NO_TAB


def test_a_push_that_reached_one_of_two_tabs_was_no_fault() -> None:
    partly = hitch(Trouble.PARTLY)
    assert why(lived(started()), partly, shown()).why is Why.SHOWN
    assert why(lived(started(), answered()), partly, hitch(Trouble.GONE, 1)).why is Why.PUSH_GONE


@pytest.mark.parametrize(("tabs", "remedy"), [(0, Remedy.OPEN_TAB), (1, Remedy.TEST_CALL)])
@pytest.mark.parametrize("trouble", [Trouble.NO_TAB, Trouble.GONE])
def test_who_has_a_tab_open_by_now_need_not_open_one(trouble: Trouble, tabs: int, remedy: Remedy) -> None:
    assert why(lived(started()), hitch(trouble), tabs=tabs).remedy is remedy


@pytest.mark.parametrize("facts", [(), (hitch(Trouble.PARTLY),)])
def test_a_card_that_was_sent_and_not_confirmed(facts: tuple[Hitch, ...]) -> None:
    found = why(lived(started()), *facts)
    assert (found.why, found.remedy, faults(found)) == (
        Why.UNCONFIRMED,
        Remedy.RELOAD,
        {Stage.BROWSER: Passed.UNKNOWN},
    )


def test_a_confirmation_of_a_card_that_was_not_due_counts_for_nothing() -> None:
    found = why(lived(started(), settings=Settings()), shown())
    assert (found.why, found.shown, found.shown_at) == (Why.NEVER, False, None)


@pytest.mark.parametrize(
    ("fates", "trouble"),
    [
        ([], Trouble.NO_TAB),
        ([Fate.SENT, Fate.SENT], None),
        ([Fate.SENT, Fate.GONE], Trouble.PARTLY),
        ([Fate.GONE, Fate.GONE], Trouble.GONE),
        ([Fate.GONE, Fate.LATE], Trouble.LATE),
        ([Fate.LATE, Fate.FAILED, Fate.GONE], Trouble.FAILED),
    ],
)
def test_what_was_off_with_a_push_to_several_tabs(fates: list[Fate], trouble: Trouble | None) -> None:
    assert trouble_with({str(number): fate for number, fate in enumerate(fates)}) is trouble


TIMES = st.integers(0, 200).map(at)
CALLS = st.builds(
    Call,
    callid=st.just("1"),
    extension=st.sampled_from(["100", "105", ""]),
    generation=st.just(0),
    version=st.integers(1, 9),
    direction=st.sampled_from(Direction),
    state=st.sampled_from(CallState),
    started_at=TIMES,
    rung_at=TIMES,
    phone=st.sampled_from(["79991234567", ""]),
    operator_id=st.sampled_from(["operator-100", "deleted", None]),
    internal=st.booleans(),
    repeated=st.booleans(),
    answered=st.booleans(),
    answered_at=st.none() | TIMES,
    closed_at=st.none() | TIMES,
    final=st.booleans(),
    answered_by=st.sampled_from(["", "101", "177"]),
    carded=st.booleans(),
    moments=st.dictionaries(st.sampled_from(CallState), st.sampled_from(Moment).map(str)).map(
        lambda found: tuple(found.items())
    ),
)
TRACES = st.builds(
    Trace,
    st.lists(st.builds(Hitch, TIMES, st.just(1), st.sampled_from(Trouble))).map(tuple),
    st.lists(st.builds(Shown, TIMES, st.just(1), st.just("tab"))).map(tuple),
)
SETUPS = st.builds(
    lambda settings, operators: Setup(settings, tuple(operators)),
    st.sampled_from([RING, Settings()]),
    st.lists(st.sampled_from([OLGA, DENIS, replace(OLGA, active=False)]), unique=True),
)
KNOWN = st.builds(Known, CALLS, TRACES, SETUPS, st.integers(0, 2), st.integers(0, 2), TIMES)


@given(KNOWN, st.booleans(), st.sampled_from(["ru", "en"]))
def test_whatever_happened_there_is_one_sentence_and_shown_means_due_and_confirmed(
    known: Known, admin: bool, language: str
) -> None:
    told = answer(known, Reader(OLGA, admin, language))
    assert told["shown"] is (known.call.carded and bool(known.trace.shown))
    assert told["shown"] is (told["reason"] in {"shown", "shown_later"}) is (told["shown_at"] is not None)
    assert told["sentence"].count(".") == 1
    assert (
        re.search(r"[{}]|\(\)|  |None", " ".join([told["sentence"], *(step["text"] for step in told["steps"])])) is None
    )
    assert [step["step"] for step in told["steps"]] == [stage.value for stage in Stage]
    assert all(step["text"] for step in told["steps"])


@given(KNOWN)
def test_an_unshown_card_passed_every_stage_before_its_fault_and_none_after(known: Known) -> None:
    found = explain(known)
    if found.shown:
        return
    passed = [step.passed for step in found.steps]
    place = next(number for number, one in enumerate(passed) if one is not Passed.OK)
    assert found.steps[place].why is found.why
    assert set(passed[place + 1 :]) <= {Passed.UNKNOWN}
    assert not [step for step in found.steps[place + 1 :] if step.why or step.at]


MESSAGES = st.lists(st.sampled_from([started(), answered(), ended(), ended(success=False)]), min_size=1, max_size=5)


@given(MESSAGES, st.sampled_from([Moment.NEVER, Moment.RING, Moment.ANSWER, Moment.END]))
def test_what_the_rules_of_cards_decided_is_what_the_answer_says(messages: list[CallEvent], moment: Moment) -> None:
    call = lived(*messages, settings=Settings(incoming_card=moment))
    found = why(call)
    assert found.moment is moment
    assert (found.why is Why.UNCONFIRMED) is call.carded
    assert (found.why is Why.NEVER) is (moment is Moment.NEVER)


def test_every_reason_stage_and_remedy_has_its_words_in_both_languages() -> None:
    wanted = {f"{kind}_{reason}" for kind in ("why", "short") for reason in Why}
    wanted |= {f"remedy_{remedy}" for remedy in Remedy} | {f"moment_{moment}" for moment in Moment}
    wanted |= {f"direction_{direction}" for direction in Direction}
    wanted |= {f"stage_{stage}" for stage in Stage if stage is not Stage.EVENT}
    for words in TEXTS.values():
        assert not wanted - set(words)
        assert all(words.values())
    assert set(TEXTS["ru"]) == set(TEXTS["en"])
