"""Which card, when: every combination of the specification's table of settings (protocol 1)."""

from itertools import product
from typing import Any

import pytest

from callcard.domain.calls import Call, advance
from callcard.domain.cards import Moment, Settings, Shown, Window, decide, filed
from callcard.domain.events import CallEvent, Direction
from callcard.domain.matching import Match, Reason
from tests.unit.making import after, answered, at, candidate, ended, started

# The specification's words for each setting, and the event after which they say that it is time.
CARD_MOMENTS = {
    Direction.IN: {
        "Никогда": (Moment.NEVER, None),
        "При поступлении звонка": (Moment.RING, "start"),
        "По поднятию трубки": (Moment.ANSWER, "answer"),
        "По завершению разговора": (Moment.END, "end"),
    },
    Direction.OUT: {
        "Никогда": (Moment.NEVER, None),
        "При начале звонка": (Moment.START, "start"),
        "По поднятию трубки": (Moment.ANSWER, "answer"),
        "По завершению разговора": (Moment.END, "end"),
    },
}
RECORDS = {"Никогда": Moment.NEVER, "По завершению разговора": Moment.END}
SHOWN = {
    "Никогда": (Shown.NEVER, set()),
    "Только входящие": (Shown.INCOMING, {Direction.IN}),
    "Только исходящие": (Shown.OUTGOING, {Direction.OUT}),
    "Входящие и исходящие": (Shown.BOTH, {Direction.IN, Direction.OUT}),
}
SCENARIOS = {
    "answered": [("start", started), ("answer", answered), ("end", ended)],
    "missed": [("start", started), ("end", lambda **fields: ended(success=False, **fields))],
}
IRINA = Match(candidate("79991234567", "irina"), Reason.FULL, 11)
OLEG = Match(candidate("79161234567", "oleg"), Reason.SUFFIX, 7)
CALLERS = {
    "unknown": ((), Window.UNKNOWN),
    "known": ((IRINA,), Window.CONTACT),
    "several": ((IRINA, OLEG), Window.CHOICE),
}
TABLE = [
    pytest.param(direction, moment, record, shown, caller, scenario, toast)
    for direction in Direction
    for moment, record, shown, caller, scenario, toast in product(
        CARD_MOMENTS[direction], RECORDS, SHOWN, CALLERS, SCENARIOS, (False, True)
    )
]


def settings_for(direction: Direction, moment: str, record: str, shown: str, *, toast: bool) -> Settings:
    """Choose by the specification's words; the other direction stays at its defaults."""
    side = "incoming" if direction is Direction.IN else "outgoing"
    chosen: dict[str, Any] = {f"{side}_card": CARD_MOMENTS[direction][moment][0], f"{side}_record": RECORDS[record]}
    return Settings(**chosen, show_record=SHOWN[shown][0], toast=toast)


@pytest.mark.parametrize(("direction", "moment", "record", "shown", "caller", "scenario", "toast"), TABLE)
def test_the_table_of_settings_decides_what_an_operator_sees(
    direction: Direction, moment: str, record: str, shown: str, caller: str, scenario: str, toast: bool
) -> None:
    settings = settings_for(direction, moment, record, shown, toast=toast)
    contacts, window = CALLERS[caller]
    due = CARD_MOMENTS[direction][moment][1]
    before: Call | None = None
    reached = False
    for number, (name, make) in enumerate(SCENARIOS[scenario]):
        call = advance(before, make(direction=direction), at(number))
        decision = decide(call, before, contacts, settings)
        reached = reached or name == due
        assert decision.window is (window if reached else Window.NONE)
        assert decision.toast is (toast and name == due)
        assert decision.record is (name == "end" and record == "По завершению разговора")
        assert decision.show_record is (decision.record and direction in SHOWN[shown][1])
        before = filed(call, decision)


def test_the_table_has_every_combination() -> None:
    assert len(TABLE) == 2 * 4 * 2 * 4 * 3 * 2 * 2


def test_the_defaults_are_the_specifications_first_values() -> None:
    never = Settings(
        Moment.NEVER, Moment.NEVER, Moment.NEVER, Moment.NEVER, Shown.NEVER, 5, auto_transfer=False, toast=False
    )
    assert Settings() == never


@pytest.mark.parametrize("moment", [Moment.RING, Moment.ANSWER])
def test_a_card_whose_moment_passed_unseen_is_not_raised_after_the_end(moment: Moment) -> None:
    only_history = after(ended())
    assert not decide(only_history, None, (), Settings(incoming_card=moment)).card


def test_a_card_that_lost_its_start_appears_with_the_answer() -> None:
    decision = decide(after(answered()), None, (), Settings(incoming_card=Moment.RING, toast=True))
    assert (decision.card, decision.toast) == (True, True)


def test_the_other_directions_setting_has_no_say() -> None:
    outgoing = after(started(direction=Direction.OUT))
    assert not decide(outgoing, None, (), Settings(incoming_card=Moment.RING)).card


@pytest.mark.parametrize("told", [started(internal=True), ended(internal=True)], ids=["start", "end"])
def test_an_internal_call_has_neither_card_nor_record(told: CallEvent) -> None:
    every = Settings(incoming_card=Moment.RING, incoming_record=Moment.END, show_record=Shown.BOTH)
    decision = decide(after(told), None, (), every)
    assert (decision.card, decision.record) == (False, False)


def test_a_new_generation_is_a_new_card_with_its_own_toast() -> None:
    old = after(started(), ended())
    new = advance(old, started(), at(60))
    assert decide(new, old, (), Settings(incoming_card=Moment.RING, toast=True)).toast


def test_a_setting_changed_after_the_end_makes_no_record_of_an_old_call() -> None:
    old = after(started(), ended(link=""))
    late = advance(old, ended(link="https://r.example/1"), at(60))
    assert late != old
    assert not decide(late, old, (), Settings(incoming_record=Moment.END)).record


def test_a_known_call_that_stays_as_it_was_keeps_its_card_without_a_toast() -> None:
    ring = Settings(incoming_card=Moment.RING, toast=True)
    ringing = filed(after(started()), decide(after(started()), None, (), ring))
    decision = decide(ringing, ringing, (), ring)
    assert (decision.card, decision.toast) == (True, False)


def test_a_card_once_shown_stays_when_the_settings_change_in_mid_call() -> None:
    shown = filed(after(started()), decide(after(started()), None, (), Settings(incoming_card=Moment.RING)))
    over = advance(shown, ended(), at(9))
    assert decide(over, shown, (), Settings()).card


def test_a_test_call_has_a_card_and_no_record() -> None:
    every = Settings(incoming_card=Moment.RING, incoming_record=Moment.END, show_record=Shown.BOTH)
    for callid, record in (("callcard-test-1", False), ("1", True)):
        decision = decide(after(started(callid=callid), ended(callid=callid)), None, (), every)
        assert (decision.record, decision.show_record) == (record, record)
    assert decide(after(started(callid="callcard-test-1")), None, (), every).card


def test_a_call_keeps_what_the_settings_wanted_in_each_of_its_states_until_it_has_a_card() -> None:
    wanted = [Moment.NEVER, Moment.END, Moment.RING]
    call: Call | None = None
    for number, (told, moment) in enumerate(zip((started(), answered(), ended()), wanted, strict=True)):
        leg = advance(call, told, at(number))
        call = filed(leg, decide(leg, call, (), Settings(incoming_card=moment)))
    assert call is not None
    assert dict(call.moments) == {"ringing": "never", "talking": "end", "ended": "ring"}
    carded = filed(after(started()), decide(after(started()), None, (), Settings(incoming_card=Moment.RING)))
    later = advance(carded, answered(), at(9))
    assert filed(later, decide(later, carded, (), Settings())).moments == (("ringing", "ring"),)
