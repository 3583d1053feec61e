"""How cards keep notes, stack, move and are told to everybody, on a stage where every frame is said by the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, expect

from tests.e2e.browser.stage import IRINA, NOTE, OTHERS, SAVED, Stage, card, note, staged

SETTLED = """() => Promise.allSettled(document.getAnimations().map(
  (each) => each.effect.getComputedTiming().iterations === Infinity || each.finished))"""
LONG = IRINA | {"name": "Константинопольский-Вознесенский Александр Владиславович мл.", "company": "ООО «Вектор»" * 5}


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Stage]:
    """Give a desk whose notes are always saved."""
    with staged(chromium, SAVED) as stage:
        yield stage


def written(stage: Stage) -> list[str]:
    """The notes that the page asked the server to keep."""
    return [body["note"] for method, _, body in stage.asked if method == "PUT"]


def test_a_note_saves_itself_and_says_so(desk: Stage) -> None:
    desk.say()
    note(desk).fill("Перезвонить в субботу")
    expect(card(desk)).to_contain_text("Сохранено")
    assert written(desk) == ["Перезвонить в субботу"]
    assert desk.asked[-1][1] == "/calls/1#100#0/note"


def test_a_note_that_is_not_saved_says_so_keeps_its_card_and_is_saved_when_it_can(desk: Stage) -> None:
    desk.answers[NOTE] = None
    desk.page.clock.install()
    desk.say(state="talking", talked=3)
    note(desk).fill("Не потеряй")
    desk.page.clock.run_for(1_000)
    expect(card(desk)).to_contain_text("Не сохранилось, повторим")
    desk.page.locator("body").click(position={"x": 1, "y": 1})
    desk.say(version=2, state="ended", talked=3, duration=7, talk=3)
    desk.page.clock.run_for(60_000)
    expect(card(desk)).to_contain_text("Завершён")
    desk.answers |= SAVED
    desk.page.clock.run_for(31_000)
    expect(card(desk)).to_contain_text("Сохранено")
    desk.page.clock.run_for(7_000)
    expect(card(desk)).to_have_count(0)


def test_an_unsaved_note_survives_a_reload(desk: Stage) -> None:
    desk.answers[NOTE] = 503
    desk.say()
    note(desk).fill("Замер во вторник")
    expect(card(desk)).to_contain_text("Не сохранилось, повторим")
    desk.page.reload()
    desk.page.get_by_text("На связи").wait_for()
    desk.say()
    expect(note(desk)).to_have_value("Замер во вторник")
    desk.answers |= SAVED
    expect(card(desk)).to_contain_text("Сохранено")
    assert desk.page.evaluate("Object.keys(localStorage).filter((key) => key.includes('note'))") == []


def test_a_frames_note_is_shown_but_not_over_what_is_being_typed(desk: Stage) -> None:
    desk.say(note="Первая")
    expect(note(desk)).to_have_value("Первая")
    desk.say(version=2, note=None)
    desk.say(version=3, note="Вторая")
    expect(note(desk)).to_have_value("Вторая")
    note(desk).press_sequentially("!")
    desk.say(version=4, note="Чужая")
    expect(note(desk)).to_have_value("Вторая!")


def test_a_note_too_long_for_a_frame_is_looked_up_before_anybody_can_write_over_it(desk: Stage) -> None:
    desk.say(note=None)
    expect(note(desk)).to_be_disabled()
    row = {
        "call_id": "1#100#0",
        "note": "длинная",
        "started_at": "2026-11-24T09:00:00Z",
        "direction": "in",
        "version": 1,
    }
    desk.answers["GET /calls"] = {"calls": [row | {"missed": False}], "cursor": None}
    desk.say(version=2, note=None, state="ended", duration=9)
    expect(note(desk)).to_have_value("длинная")
    expect(note(desk)).to_be_enabled()


def test_two_tabs_show_one_note(desk: Stage) -> None:
    other = Stage(desk.page.context.new_page())
    other.open()
    desk.say()
    note(desk).fill("Одна на двоих")
    expect(note(other)).to_have_value("Одна на двоих")
    expect(card(other)).to_contain_text("Сохранено")
    assert written(desk) == ["Одна на двоих"]
    other.page.close()


def test_one_card_is_open_three_are_folded_and_the_rest_is_counted(desk: Stage) -> None:
    for n in range(6):
        desk.say(call_id=f"{n}#100#0")
    expect(desk.page.locator("cc-card")).to_have_count(4)
    expect(desk.page.locator(".card:not(.folded)")).to_have_count(1)
    assert desk.page.locator("cc-card[data-opened]").get_attribute("data-call") == "0#100#0"
    desk.page.get_by_role("button", name="Ещё 2 звонка").click()
    expect(desk.page.locator("cc-card")).to_have_count(6)
    heights = desk.page.locator(".card.folded").evaluate_all("(all) => all.map((each) => each.offsetHeight)")
    assert set(heights) == {60}


@pytest.mark.parametrize("moves", [True, False])
def test_with_less_motion_cards_only_fade(chromium: Browser, moves: bool) -> None:
    running = """() => document.getAnimations().map((each) =>
      each.animationName ?? each.transitionProperty ?? Object.keys(each.effect.getKeyframes()[0]).join())"""
    with staged(chromium, SAVED, reduced_motion="no-preference" if moves else "reduce") as stage:
        stage.page.clock.install()
        stage.say()
        names = stage.page.evaluate(running)
        assert any("opacity" in name for name in names)
        assert ("walk" in names, "ring" in names, any("translate" in name for name in names)) == (moves,) * 3
        stage.say(version=2, state="talking", talked=1)
        assert ("--gap" in stage.page.evaluate(running)) is moves
        card(stage).get_by_role("button", name="Свернуть").dispatch_event("click")
        assert any("height" in name for name in stage.page.evaluate(running)) is moves


def test_a_card_is_announced_once_and_its_timer_never(desk: Stage) -> None:
    desk.say()
    region = desk.page.locator("cc-stack [aria-live=assertive]")
    expect(region).to_have_text("Входящий звонок: Ирина Соколова")
    desk.say(version=2, state="talking", talked=1)
    expect(card(desk).locator("[role=status]").first).to_have_text("Разговор")
    expect(region).to_have_text("Входящий звонок: Ирина Соколова")
    expect(card(desk).locator("cc-timer > span")).to_have_attribute("aria-hidden", "true")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390), ("light", 320)])
def test_every_kind_of_card_is_accessible_and_fits(chromium: Browser, theme: str, width: int) -> None:
    kinds: list[dict[str, Any]] = [
        {"contacts": [LONG]},
        {"contacts": [], "phone": "79000007319", "display": "+7 900 000-73-19"},
        {"contacts": [], "phone": "", "display": ""},
        {"contacts": [IRINA, *OTHERS]},
        {"state": "talking", "talked": 5, "note": "Перезвонить"},
        {"state": "ended", "talked": 5, "duration": 7, "talk": 5, "record": {"talk": 5}},
        {"state": "ended", "missed": True, "duration": 7},
        {"state": "ended", "answered_by": "101", "talked": 5},
    ]
    view: dict[str, Any] = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    with staged(chromium, SAVED, **view) as stage:
        for n, kind in enumerate(kinds):
            stage.say(call_id=f"{n}#100#0", **kind)
            stage.page.evaluate("(id) => document.querySelector('cc-app').services.session.unfold(id)", f"{n}#100#0")
            expect(card(stage, f"{n}#100#0")).not_to_contain_class("folded")
            stage.page.evaluate(SETTLED)
            assert stage.troubles == [], kind
            found = Axe().run(stage.page, context="cc-stack").response["violations"]
            assert [(each["id"], each["nodes"][0]["target"]) for each in found] == [], kind
            assert stage.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind
            stage.troubles.clear()  # what axe itself does is not the page's
