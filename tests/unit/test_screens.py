"""The time a push may take, whatever hangs: 800 ms in all, of which the note of what was off has 150."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

import pytest

from callcard.domain.calls import Call
from callcard.domain.setup import Setup
from callcard.domain.trace import Fate, Hitch, Trouble
from callcard.screens import Scene, Screens
from callcard.turns import soon
from tests.unit.making import after, at, started

SLACK = 0.25  # a loaded machine
LEG = replace(after(started()), carded=True)


@dataclass
class Far:
    """The far end of everything: what is asked of it takes as long as a test says."""

    open: list[str] = field(default_factory=lambda: ["tab"])
    look: Callable[[], object] = lambda: None
    push: Callable[[], object] = lambda: None
    keep: Callable[[], object] = lambda: None
    pushed: list[str] = field(default_factory=list)
    kept: list[Hitch] = field(default_factory=list)

    def at(self, _: str) -> list[str]:
        self.look()
        return self.open

    def remove(self, *_: str) -> None:
        return None

    def send(self, tab: str, _: dict[str, Any]) -> Fate:
        self.push()
        self.pushed.append(tab)
        return Fate.SENT

    def note(self, _: Call, hitch: Hitch) -> None:
        self.keep()
        self.kept.append(hitch)

    def show(self, leg: Call = LEG) -> float:
        """Show a leg's card; the seconds it took."""
        scene = Scene(Setup(), at(0), lambda _: [], leg.phone, soon(list))
        begun = time.monotonic()
        Screens(self, self, lambda: at(0), self.note).show(None, leg, scene, soon(lambda: self.at("100")))
        return time.monotonic() - begun


@pytest.fixture
def hang() -> Iterator[Callable[[], object]]:
    """Hang until the test is over."""
    over = Event()
    yield lambda: over.wait(5)
    over.set()


def moment() -> None:
    """Take as long as a write does."""
    time.sleep(0.05)


def test_what_is_well_is_pushed_and_not_noted() -> None:
    far = Far()
    far.show()
    assert (far.pushed, far.kept) == (["tab"], [])


def test_a_hanging_note_costs_150_ms(hang: Callable[[], object]) -> None:
    assert Far(open=[], keep=hang).show() < 0.15 + SLACK


def test_a_hanging_push_costs_800_ms_and_is_noted_as_late(hang: Callable[[], object]) -> None:
    far = Far(push=hang, keep=moment)
    assert 0.7 < far.show() < 0.8 + SLACK
    assert [hitch.trouble for hitch in far.kept] == [Trouble.LATE]


def test_hanging_pushes_and_a_hanging_note_share_one_budget(hang: Callable[[], object]) -> None:
    assert Far(push=hang, keep=hang).show() < 0.8 + SLACK


def test_a_hanging_table_of_tabs_costs_the_budget_less_the_notes_share_and_is_noted(hang: Callable[[], object]) -> None:
    far = Far(look=hang, keep=moment)
    assert far.show() < 0.8 + SLACK
    assert [hitch.trouble for hitch in far.kept] == [Trouble.UNREAD]


def test_a_push_has_its_whole_budget_although_its_lateness_is_noted_before() -> None:
    far = Far(push=lambda: time.sleep(0.7))
    assert far.show() < 0.8 + SLACK
    assert far.pushed == ["tab"]


def test_a_note_that_fails_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ZeroDivisionError

    Far(open=[], keep=fail).show()
    assert "Trace not kept" in caplog.text


def test_a_start_that_rings_no_more_is_noted_and_not_pushed() -> None:
    far = Far()
    far.show(replace(LEG, rung_at=at(-121)))
    assert (far.pushed, [hitch.trouble for hitch in far.kept]) == ([], [Trouble.OVERDUE])


def test_a_push_that_crashes_failed() -> None:
    def crash() -> None:
        raise ZeroDivisionError

    far = Far(push=crash)
    far.show()
    assert [hitch.pushes for hitch in far.kept] == [(("tab", Fate.FAILED),)]


def test_what_is_off_with_a_frame_that_is_no_card_is_not_noted() -> None:
    far = Far(open=[])
    far.show(replace(LEG, carded=False))
    assert far.kept == []
