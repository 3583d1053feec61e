"""Callbacks follow the calls: whatever order the stream comes in, however late the index, whoever writes at once."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.adapters.connections_table import Tab
from callcard.callback_news import CallbackNews
from callcard.crowd import Crowd
from callcard.domain.callbacks import FRESH_LASTS, Callback, CallbackState
from callcard.domain.calls import Call, CallContact
from callcard.domain.matching import Candidate
from callcard.domain.setup import Setup
from callcard.domain.trace import Fate
from callcard.domain.waiting import Marks, assess
from callcard.errors import UnavailableError
from callcard.missed import Missed
from tests.unit.making import NOON, candidate
from tests.unit.phones import PHONE, dialled, got_through, legs_after, missed, states_after
from tests.unit.test_callbacks import DAYS, LONG_AGO, day

EVENING = NOON + timedelta(hours=3)


@dataclass
class Kept:
    """The table of callbacks: the adapter's condition, and a moment between read and write."""

    rows: dict[str, Callback] = field(default_factory=dict)
    meanwhile: list[Callable[[], None]] = field(default_factory=list)
    writes: int = 0

    def get(self, phone: str) -> Callback:
        return self.rows.get(phone, Callback(phone))

    def save(self, callback: Callback, over: Callback, now: datetime) -> Callback | None:
        if self.meanwhile:
            self.meanwhile.pop()()
        if self.get(callback.phone).revision != over.revision:
            return None
        self.rows[callback.phone] = replace(callback, revision=over.revision + 1)
        self.writes += 1
        return self.rows[callback.phone]

    def waiting(self, now: datetime) -> dict[str, str]:
        return {phone: "" for phone, callback in self.rows.items() if callback.state is CallbackState.OPEN}


@dataclass
class Index:
    """The calls' phone index, which shows what it likes of the past."""

    view: list[Call] = field(default_factory=list)

    def lately(self, phone: str, since: datetime) -> list[Call]:
        return [leg for leg in self.view if leg.phone == phone]


@dataclass
class Screen:
    """Everybody's screen."""

    frames: list[dict[str, Any]] = field(default_factory=list)
    fate: Fate = Fate.SENT
    broken: bool = False

    def everyone(self, now: datetime) -> list[Tab]:
        if self.broken:
            raise UnavailableError("unavailable")
        return [Tab("100", "tab", now)]

    def remove(self, extension: str, connection_id: str) -> None:
        self.frames.append({"removed": connection_id})

    def send(self, connection_id: str, frame: dict[str, Any]) -> Fate:
        self.frames.append(frame)
        return self.fate


@dataclass
class Book:
    """The address book's phone index."""

    found: list[Candidate] = field(default_factory=list)

    def near(self, number: str) -> list[Candidate]:
        return self.found


@dataclass
class World:
    """All that following the calls works with."""

    kept: Kept = field(default_factory=Kept)
    index: Index = field(default_factory=Index)
    screen: Screen = field(default_factory=Screen)
    book: Book = field(default_factory=Book)
    now: datetime = EVENING

    def follow(self, *legs: Call) -> int:
        clock = lambda: self.now  # noqa: E731  # the clock goes on
        news = CallbackNews(self.kept, Crowd(self.screen, self.screen, clock), Setup, clock)
        return Missed(self.kept, self.index, self.book, Setup, news, clock).follow(legs)

    @property
    def callback(self) -> Callback:
        return self.kept.get(PHONE)


def test_a_missed_call_is_told_to_everybody_at_once() -> None:
    world = World()
    assert world.follow(*legs_after(missed("1", 0, ("100", "101")))) == 1
    [frame] = world.screen.frames
    assert (frame["type"], frame["waiting"], frame["callback"]["state"]) == ("callback", 1, "open")
    assert frame["callback"]["phone"] == PHONE


def test_a_repetition_is_told_to_nobody_and_writes_nothing() -> None:
    world = World()
    legs = legs_after(missed("1", 0))
    world.follow(*legs)
    assert world.follow(*legs) == 0
    assert (len(world.screen.frames), world.kept.writes) == (1, 1)


def test_an_answered_call_closes_it_and_is_told() -> None:
    world = World()
    world.follow(*legs_after(missed("1", 0)))
    world.follow(*legs_after(dialled("2", 5, success=True)))
    closed = world.screen.frames[-1]["callback"]
    assert (closed["state"], closed["closed"]["how"], world.screen.frames[-1]["waiting"]) == ("closed", "reached", 0)


def test_what_turns_out_to_be_answered_is_taken_off_the_list() -> None:
    world = World()
    [rang] = legs_after(missed("1", 0))
    world.follow(rang)
    world.follow(replace(rang, version=rang.version + 1, answered=True))
    frame = world.screen.frames[-1]
    assert (frame["callback"]["state"], frame["callback"]["attempts"], frame["waiting"]) == ("none", [], 0)
    assert frame["callback"]["version"] == 2


def test_a_call_of_nobodys_number_or_between_colleagues_is_followed_by_nobody() -> None:
    world = World()
    [leg] = legs_after(missed("1", 0))
    world.follow(replace(leg, phone=""), replace(leg, internal=True), replace(leg, callid="callcard-test-1"))
    assert world.kept.rows == {}


def test_the_client_is_named_by_the_newest_record_else_by_the_address_book() -> None:
    world = World()
    world.book.found = [candidate(PHONE, "c-1", name="Анна")]
    [first] = legs_after(missed("1", 0))
    world.follow(first)
    assert world.callback.contact == CallContact("c-1", "Анна", "person", "")
    [second] = legs_after(missed("2", 5))
    recorded = CallContact("c-2", "Борис", "person", "")
    world.follow(replace(second, contact=recorded))
    assert world.callback.contact == recorded
    assert world.screen.frames[-1]["callback"]["contact"]["name"] == "Борис"
    older = replace(first, version=first.version + 1, contact=CallContact("c-3", "Вера", "person", ""))
    world.follow(older)
    assert world.callback.contact == recorded


def test_what_nobody_sees_is_kept_and_told_to_nobody() -> None:
    world = World()
    [leg] = legs_after(missed("1", 0))
    world.follow(leg)
    assert world.follow(replace(leg, version=leg.version + 1, note="Перезвонить")) == 0
    assert (world.kept.writes, len(world.screen.frames), world.callback.version) == (2, 1, 1)


def test_a_tab_that_is_gone_is_forgotten() -> None:
    world = World()
    world.screen.fate = Fate.GONE
    world.follow(*legs_after(missed("1", 0)))
    assert world.screen.frames[-1] == {"removed": "tab"}


def test_without_the_table_of_tabs_the_callback_is_kept_all_the_same() -> None:
    world = World()
    world.screen.broken = True
    assert world.follow(*legs_after(missed("1", 0))) == 1
    assert world.callback.state is CallbackState.OPEN


def test_an_index_that_has_not_heard_of_it_hides_no_conversation() -> None:
    world = World()
    world.follow(*legs_after(dialled("2", 5, success=True)))
    world.follow(*legs_after(missed("1", 0)))  # the index shows neither
    assert world.callback.state is CallbackState.CLOSED


def test_an_index_that_shows_an_older_state_does_not_take_back_what_the_stream_told() -> None:
    world = World()
    states = states_after(got_through("2", 5))
    world.follow(*states[-1].values())
    world.index.view = list(states[1].values())  # it still rings there
    world.follow(*legs_after(missed("1", 0)))
    assert world.callback.state is CallbackState.CLOSED


def test_what_the_stream_told_is_forgotten_when_the_index_has_it_for_sure() -> None:
    world = World()
    for number in range(60):
        world.follow(*legs_after(missed(str(number), number)))
    assert len(world.callback.fresh) == 50
    world.now += FRESH_LASTS + timedelta(seconds=1)
    world.follow(*legs_after(missed("60", 70)))
    assert [seen.leg.callid for seen in world.callback.fresh] == ["60"]


def test_of_two_who_follow_at_once_neither_is_lost() -> None:
    world = World()
    world.follow(*legs_after(missed("1", 0)))
    world.kept.meanwhile.append(lambda: _follow(world, legs_after(dialled("2", 5, success=True))))
    world.follow(*legs_after(missed("3", 9)))
    waiting = world.callback.waiting
    assert waiting is not None
    assert [attempt.call_id for attempt in waiting.attempts] == ["3#100#0"]


def test_an_endless_race_is_given_back_to_the_stream() -> None:
    world = World()

    def interfere() -> None:
        held = world.kept.get(PHONE)
        world.kept.rows[PHONE] = replace(held, revision=held.revision + 1)
        world.kept.meanwhile.append(interfere)

    world.kept.meanwhile.append(interfere)
    with pytest.raises(UnavailableError):
        world.follow(*legs_after(missed("1", 0)))


def test_a_ringing_leg_whose_state_came_late_is_followed_when_it_ends() -> None:
    world = World()
    ring = legs_after([told_ring()])
    world.follow(*ring)
    assert world.callback.state is CallbackState.NONE


def told_ring() -> Any:
    """Make a start."""
    return missed("1", 0)[0]


def _follow(world: World, legs: list[Call]) -> None:
    world.follow(*legs)


@given(DAYS, st.data())
def test_any_order_repetition_and_lag_end_where_the_legs_are(steps: list[str], data: st.DataObject) -> None:
    states = states_after([one for call in day(steps) for one in call])
    images = [leg for before, after in pairwise(states) for leg in _written(before, after)]
    order = data.draw(
        st.permutations(images + data.draw(st.lists(st.sampled_from(images), max_size=3)) if images else [])
    )
    world = World()
    for image in order:
        view = data.draw(st.sampled_from(states), "what the index shows")
        world.index.view = list(view.values())
        if data.draw(st.booleans(), "somebody else at once") and order:
            other = data.draw(st.sampled_from(images), "what the other follows")
            world.kept.meanwhile.append(lambda other=other: _follow(world, [other]))  # type: ignore[misc]  # bound now
        world.follow(image)
        world.kept.meanwhile.clear()
    assert world.callback.waiting == assess(states[-1].values(), Marks(), LONG_AGO)
    shown = [frame["callback"] for frame in world.screen.frames]
    assert not shown or shown[-1]["version"] == world.callback.version


def _written(before: dict[str, Call], after: dict[str, Call]) -> list[Call]:
    return [leg for call_id, leg in after.items() if before.get(call_id) != leg]


@given(DAYS, st.data())
def test_a_lost_image_is_made_good_by_the_next(steps: list[str], data: st.DataObject) -> None:
    calls = [*day(steps), missed("last", 500)]
    legs = legs_after([one for call in calls for one in call])
    world = World()
    world.index.view = legs
    some = data.draw(st.lists(st.sampled_from(legs), max_size=3))
    for leg in some:
        world.follow(leg)
    world.follow(*[leg for leg in legs if leg.callid == "last"])
    assert world.callback.waiting == assess(legs, Marks(), LONG_AGO)
