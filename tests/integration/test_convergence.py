"""Any sequence of messages converges to the same truth: a PBX, operators and an oracle (design, invariants 1 and 2)."""

import os
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

import callcard.inbound
import callcard.relink
import callcard.screens
from callcard.adapters.tickets_table import Holder
from callcard.domain.calls import Call
from callcard.domain.cards import Moment, Settings, Shown
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.groups import advance_in_group
from callcard.domain.linking import Changed, linked
from callcard.domain.matching import Match, match
from callcard.inbound import Inbound
from tests.integration.truth import truth
from tests.integration.world import EXTENSIONS, Legs, World
from tests.unit.making import candidate

EXAMPLES = int(os.environ.get("CONVERGENCE_EXAMPLES", "300"))
STEPS = 50
PHONES = ("79991234567", "74951112233", "", "102")
SETTINGS = st.builds(
    Settings,
    incoming_card=st.sampled_from([Moment.NEVER, Moment.RING, Moment.ANSWER, Moment.END]),
    outgoing_card=st.sampled_from([Moment.NEVER, Moment.START, Moment.ANSWER, Moment.END]),
    incoming_record=st.sampled_from([Moment.NEVER, Moment.END]),
    outgoing_record=st.sampled_from([Moment.NEVER, Moment.END]),
    show_record=st.sampled_from(list(Shown)),
    toast=st.booleans(),
)


@dataclass
class PbxCall:
    """A call as the PBX lives it: all its messages, and which of them were delivered."""

    messages: list[CallEvent]
    delivered: list[CallEvent] = field(default_factory=list)
    recording: dict[str, bool] = field(default_factory=dict)  # by extension: the setting at its first history
    person: dict[str, str] = field(default_factory=dict)  # by extension: who had it at its first message


def script(callid: str, phone: str, direction: Direction, group: list[str], plot: dict[str, Any]) -> list[CallEvent]:
    """Write all messages of one call: ring, perhaps an answer, perhaps a transfer, the end, and what follows it."""
    known: dict[str, Any] = {"callid": callid, "phone": phone, "direction": direction}
    at = {ext: {**known, "extension": ext} for ext in EXTENSIONS}
    told = [CallEvent(EventKind.STARTED, **at[ext]) for ext in group]
    who, link = group[0], f"https://r.example/{callid}"
    end: dict[str, Any] = {
        "duration": 50,
        "times_text": callid,
        "success": plot["answered"] and not plot["says missed"],
    }
    if plot["answered"]:
        told += [CallEvent(EventKind.ANSWERED, **at[who])]
        told += [CallEvent(EventKind.CANCELLED, **at[ext]) for ext in group[1:]]
        if plot["transfer"] and plot["transfer"] not in group:
            told += [CallEvent(EventKind.TRANSFERRED, **at[plot["transfer"]])]
        told += [CallEvent(EventKind.COMPLETED, **at[who])] if plot["completed"] else []
        told += [CallEvent(EventKind.ENDED, **at[ext], **end | {"success": False}) for ext in group[1:]]
    else:
        told += [CallEvent(EventKind.CANCELLED, **at[ext]) for ext in group if plot["completed"]]
    told += [CallEvent(EventKind.ENDED, **at[who], **end, link=one) for one in (link, "")]
    return [*told, CallEvent(EventKind.RATED, callid, "", direction, rating="5")]


class Convergence(RuleBasedStateMachine):
    """Delivers messages in any order, any number of times, in the middle of each other, or never."""

    legs_type = Legs

    @initialize()
    def begin(self) -> None:
        self.world = World(self.legs_type())
        self.calls: list[PbxCall] = []
        self.inbound = self.make_inbound()

    def make_inbound(self) -> Inbound:
        return self.world.inbound()

    @rule(
        phone=st.sampled_from(PHONES),
        direction=st.sampled_from(Direction),
        group=st.lists(st.sampled_from(EXTENSIONS), min_size=1, max_size=3, unique=True),
        plot=st.fixed_dictionaries(
            {
                "answered": st.booleans(),
                "completed": st.booleans(),
                "says missed": st.booleans(),
                "transfer": st.sampled_from(["", *EXTENSIONS]),
            }
        ),
    )
    def a_call_begins(self, phone: str, direction: Direction, group: list[str], plot: dict[str, Any]) -> None:
        callid = str(1659685427407907141 + len(self.calls))
        self.calls.append(PbxCall(script(callid, phone, direction, group, plot)))

    @precondition(lambda self: self.calls)
    @rule(data=st.data())
    def a_message_arrives(self, data: st.DataObject) -> None:
        self.deliver(*self.pick(data))

    @precondition(lambda self: self.calls)
    @rule(data=st.data(), times=st.integers(1, 3))
    def messages_arrive_in_the_middle_of_another(self, data: st.DataObject, times: int) -> None:
        for _ in range(times):
            call, message = self.pick(data)
            self.world.legs.meanwhile.append(partial(self.deliver, call, message))
        self.deliver(*self.pick(data))
        self.world.legs.meanwhile.clear()

    @rule(chosen=SETTINGS)
    def the_settings_change(self, chosen: Settings) -> None:
        self.world.settings = chosen

    @rule(number=st.sampled_from([*PHONES[:2], "70001234567"]), name=st.sampled_from(["", "Анна", "Пётр"]))
    def the_address_book_changes(self, number: str, name: str) -> None:
        self.world.book.numbers.pop(number, None)
        if name:
            self.world.book.numbers[number] = candidate(number, f"c-{number}", name=name)
        self.world.book.put([Changed(number, f"c-{number}")])

    @precondition(lambda self: self.world.book.changes)
    @rule(data=st.data())
    def a_change_is_looked_at(self, data: st.DataObject) -> None:
        self.look(self.pick_change(data))

    @precondition(lambda self: self.calls and self.world.book.changes)
    @rule(data=st.data(), first=st.sampled_from(["the look", "the message"]))
    def a_change_is_looked_at_while_a_message_arrives(self, data: st.DataObject, first: str) -> None:
        call, message = self.pick(data)
        works = [partial(self.look, self.pick_change(data)), partial(self.deliver, call, message)]
        begun, meanwhile = works if first == "the look" else works[::-1]
        self.world.legs.meanwhile.append(meanwhile)
        begun()
        self.world.legs.meanwhile.clear()

    def pick_change(self, data: st.DataObject) -> Changed:
        changes = self.world.book.changes
        return changes[data.draw(st.integers(0, len(changes) - 1), "change")]

    def look(self, change: Changed) -> None:
        self.world.relink().look([change])

    @rule(extension=st.sampled_from(EXTENSIONS), person=st.integers(0, 5))
    def an_extension_moves_to_another_person(self, extension: str, person: int) -> None:
        self.world.people[extension] = f"person-{person}"

    @rule(seconds=st.integers(0, 40))
    def time_passes(self, seconds: int) -> None:
        self.world.now += timedelta(seconds=seconds)

    @rule(extension=st.sampled_from(EXTENSIONS), name=st.integers(0, 2))
    def a_tab_opens_and_asks(self, extension: str, name: int) -> None:
        tab = f"{extension}/{name}"
        self.world.tabs.add(extension, tab, "", self.world.now)
        self.sync(extension, tab)

    @rule(extension=st.sampled_from(EXTENSIONS), name=st.integers(0, 2), deaf=st.booleans())
    def a_tabs_pushes_begin_or_cease_to_be_lost(self, extension: str, name: int, deaf: bool) -> None:
        tab = self.world.tabs.open[extension].get(f"{extension}/{name}")
        if tab is not None:
            tab.deaf = deaf

    def pick(self, data: st.DataObject) -> tuple[PbxCall, CallEvent]:
        call = self.calls[-1 - data.draw(st.integers(0, min(2, len(self.calls) - 1)), "calls ago")]
        number = data.draw(st.integers(0, len(call.messages) - 1), "message")
        note(f"{call.messages[number].kind.value} at {call.messages[number].extension}")
        return call, call.messages[number]

    def deliver(self, call: PbxCall, message: CallEvent) -> None:
        setup = self.world.setup()
        self.inbound.receive(message, self.world.now)
        self.remember(call, message, setup.settings)

    def remember(self, call: PbxCall, message: CallEvent, chosen: Settings) -> None:
        incoming = message.direction is Direction.IN
        wanted = (chosen.incoming_record if incoming else chosen.outgoing_record) is Moment.END
        if message.kind is EventKind.ENDED:
            call.recording.setdefault(message.extension, wanted and message.phone not in EXTENSIONS)
        if message.extension:
            call.person.setdefault(message.extension, self.world.people[message.extension])
        call.delivered.append(message)

    def sync(self, extension: str, tab: str) -> None:
        self.world.notify().sync(Holder("", extension), tab)

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.relink().look(self.world.book.changes)  # the second looks
        for call in getattr(self, "calls", []):
            for extension in {message.extension for message in call.delivered} - {""}:
                self.check_leg(call, extension)
            self.check_rating(call)
        self.check_browsers()

    def check_leg(self, call: PbxCall, extension: str) -> None:
        legs = [leg for leg in self.stored(call) if leg.extension == extension]
        assert len(legs) == 1, "a leg is one row"
        leg, true = legs[0], truth(extension, call.delivered)
        assert leg.state.value == true.state
        assert (leg.answered, leg.missed, leg.answered_elsewhere) == (true.answered, true.missed, true.elsewhere)
        assert (leg.link, leg.duration) == (true.link, true.duration)
        assert leg.in_journal is (true.has_history and call.recording.get(extension, False) and not true.elsewhere)
        assert leg.operator_id == call.person[extension]
        assert leg.contact == (linked(self.who(leg)) if leg.recorded else None)

    def who(self, leg: Call) -> tuple[Match, ...]:
        near = [] if leg.internal else self.world.book.near(leg.phone)
        return match(leg.phone, near, self.world.settings.suffix_digits)

    def stored(self, call: PbxCall) -> tuple[Call, ...]:
        return self.world.legs.group(call.messages[0].callid).legs

    def check_rating(self, call: PbxCall) -> None:
        rated = any(message.kind is EventKind.RATED for message in call.delivered)
        assert {leg.rating for leg in self.stored(call)} <= {"5" if rated else ""}

    def check_browsers(self) -> None:
        for extension, tabs in getattr(self, "world", World(Legs())).tabs.open.items():
            for name, tab in tabs.items():
                if not tab.missed:
                    self.check_tab(extension, tab.calls)
                tab.deaf = False
                self.sync(extension, name)
                self.check_tab(extension, tab.calls)

    def check_tab(self, extension: str, shown: dict[str, Any]) -> None:
        stored = {leg.call_id: leg for leg in self.world.legs.rows.values() if leg.extension == extension}
        for call_id, frame in shown.items():
            leg = stored[call_id]
            assert (frame["state"], frame["missed"]) == (leg.state.value, leg.missed)
            # a record that is on no screen any more gets another contact without a word
            relinked = leg.recorded and frame["version"] < leg.version
            assert frame["version"] == leg.version or relinked
        # what rings or talks is on the screen, unless it rang out before the tab came
        for call_id, leg in stored.items():
            fresh = (self.world.now - leg.rung_at).total_seconds() <= 120
            if leg.state.value == "talking" or (leg.state.value == "ringing" and fresh):
                assert [who["name"] for who in shown[call_id]["contacts"]] == [
                    who.candidate.name for who in self.who(leg)
                ]


class LastWriterWins(Legs):
    """The bug: a write does not look at what was written since the read."""

    def start(self, call: Call) -> bool:
        return self.save(call, None)

    def unchanged(self, call: Call, over: Call | None) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class DedupedOnCallId:
    """The bug: a message of a kind already seen for a callid counts as a repetition, whatever its leg."""

    inbound: Inbound
    seen: set[tuple[str, EventKind]] = field(default_factory=set)

    def receive(self, told: CallEvent, received_at: Any) -> bool:
        if (told.callid, told.kind) in self.seen:
            return False
        self.seen.add((told.callid, told.kind))
        return self.inbound.receive(told, received_at)


class WithLastWriterWins(Convergence):
    """The machine over a table that loses the race."""

    legs_type = LastWriterWins


class WithDedupeOnCallId(Convergence):
    """The machine over an intake that knows calls and not legs."""

    def make_inbound(self) -> Any:
        return DedupedOnCallId(self.world.inbound())


def overwritten(event: CallEvent, group: Any, received_at: Any, **window: Any) -> tuple[Call | None, Call]:
    """The bug: a history that says missed makes an answered call missed."""
    before, after = advance_in_group(event, group, received_at, **window)
    told_missed = event.kind is EventKind.ENDED and not event.success
    return before, replace(after, answered=False, version=after.version + 1) if told_missed else after


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give pushes all the time they want: here a lost push is lost by the machine's will, not by a busy computer."""
    monkeypatch.setattr(callcard.screens, "PUSH_SECONDS", 600)
    # the table in memory is not made for several writers at once; who comes between two steps is the machine's will too
    monkeypatch.setattr(callcard.relink, "AT_ONCE", 1)


def run(machine: type[Convergence], number: int, examples: int = EXAMPLES) -> None:
    """Run a machine from a seed."""
    steps = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=tuple(Phase) if os.environ.get("CONVERGENCE_SHRINK") else (Phase.generate,),
        print_blob=False,
    )
    run_state_machine_as_test(seed(number)(machine), settings=steps)


def test_any_sequence_of_messages_converges_to_the_truth() -> None:
    run(Convergence, int(os.environ.get("CONVERGENCE_SEED", "1")))


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("machine", [WithLastWriterWins, WithDedupeOnCallId])
def test_the_machine_finds_a_classic_bug(machine: type[Convergence], number: int) -> None:
    with pytest.raises((AssertionError, ExceptionGroup)):
        run(machine, number)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_machine_finds_answered_overwritten_by_missed(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callcard.inbound, "advance_in_group", overwritten)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run(Convergence, number)
