"""The specification's scenarios put the right card on the right operator's screen, and nothing on the other's."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.desk import Desk, written
from tests.e2e.world import World

FIXTURES = Path(__file__).parents[2] / "fixtures"
SCENARIOS = {
    scenario["name"]: [step["stand"] for step in scenario["steps"]]
    for scenario in json.loads((FIXTURES / "scenarios.json").read_text(encoding="utf-8"))["scenarios"]
    if scenario["name"].startswith(("incoming", "outgoing"))
}
MOMENTS = {
    "incoming": {"never": None, "ring": "ringing", "answer": "talking", "end": "ended"},
    "outgoing": {"never": None, "start": "ringing", "answer": "talking", "end": "ended"},
}
STATES = {"event=1": "ringing", "event=3": "talking", "event=2": "ended"}
RINGING = {"incoming": "Входящий звонок", "outgoing": "Исходящий звонок"}
ENDS = {
    "incoming answered": "Завершён",
    "incoming missed": "Пропущен",
    "outgoing answered": "Завершён",
    "outgoing missed": "Нет ответа",
}
# one setting after another: each is put in force once
CASES = [
    pytest.param(name, setting, id=f"{name}, {setting}")
    for direction, settings in MOMENTS.items()
    for setting in settings
    for name in SCENARIOS
    if name.startswith(direction)
]
RING = "event=1&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num={}"
ANSWER = "event=3&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num={}"
HEIGHTS = "(list) => [list.clientHeight, list.scrollHeight, list.firstElementChild.offsetHeight]"
KNOWN = "89991234567"


def play(world: World, desk: Desk, query: str, call: str) -> str:
    """Let the stand say one step; the callid, once the operator's page has heard it."""
    sent = world.play(query, call)["sent"]
    callid = str(sent.get("callid") or sent["call_id"])
    desk.hears(callid, STATES[query[:7]])
    return callid


@pytest.mark.parametrize(("name", "setting"), CASES)
def test_the_card_comes_at_the_settings_moment_to_the_right_operator_only(
    world: World, olga: Desk, denis: Desk, name: str, setting: str
) -> None:
    direction = name.split()[0]
    world.settings(**{f"{direction}_card": setting})
    moment, shown, call = MOMENTS[direction][setting], False, world.new_call()
    words = {"ringing": RINGING[direction], "talking": "Разговор", "ended": ENDS[name]}
    for query in SCENARIOS[name]:
        state = STATES[query[:7]]
        callid, shown = play(world, olga, query, call), shown or state == moment
        expect(olga.cards(callid)).to_have_count(1 if shown else 0)
        if shown:
            expect(olga.card(callid).locator(".card-state-word")).to_have_text(words[state])
            expect(olga.card(callid).locator(".card-name")).to_have_text("Ирина Соколова")
        expect(denis.cards(callid)).to_have_count(0)
    assert shown == (moment in [STATES[query[:7]] for query in SCENARIOS[name]])
    assert denis.page.locator("cc-card").count() == 0


def test_the_card_tells_who_calls_and_what_was_before(world: World, olga: Desk) -> None:
    callid = play(world, olga, RING.format(KNOWN), world.new_call())
    card = olga.card(callid)
    for text in ("ООО «Вектор Плюс»", "Контактное лицо", "Ольга Миронова", "100, вы", "«Сайт»", "Последние звонки"):
        expect(card).to_contain_text(text)
    expect(card).to_contain_text(written("+7 999 123-45-67"))
    expect(card).to_contain_text("Ответьте на телефоне 100")
    assert card.get_attribute("role") == "alertdialog"
    assert card.get_attribute("aria-label") == "Входящий звонок: Ирина Соколова"
    assert olga.page.title() == "(1) ☎ Ирина Соколова — callcard"


def test_a_note_reaches_the_journal_and_the_reloaded_card(world: World, olga: Desk) -> None:
    call = world.new_call()
    callid = play(world, olga, RING.format(KNOWN), call)
    olga.card(callid).get_by_label("Заметка к звонку").fill("Просит счёт")
    expect(olga.card(callid)).to_contain_text("Сохранено")
    olga.refresh()
    expect(olga.card(callid).get_by_label("Заметка к звонку")).to_have_value("Просит счёт")
    play(world, olga, SCENARIOS["incoming missed"][-1], call)
    rows = world.olga.must("GET", "/calls?query=Просит счёт")["calls"]
    assert [row["note"] for row in rows if row["call_id"].startswith(f"{callid}#")] == ["Просит счёт"]


def test_a_card_opens_its_contact(world: World, olga: Desk) -> None:
    callid = play(world, olga, RING.format(KNOWN), world.new_call())
    olga.card(callid).get_by_role("button", name="Открыть контакт").click()
    expect(olga.page.locator("cc-contact .pane-who h2")).to_have_text("Ирина Соколова")


def test_all_calls_of_a_cards_contact_are_the_journal_of_that_contact(world: World, olga: Desk) -> None:
    callid = play(world, olga, RING.format(KNOWN), world.new_call())
    olga.card(callid).get_by_role("link", name=re.compile("^Все")).click()
    names = olga.page.locator("cc-journal-row .j-who")
    expect(names.filter(has_text="Ирина Соколова").first).to_be_visible()
    expect(names.filter(has_not_text="Ирина Соколова")).to_have_count(0)


def test_a_card_never_takes_the_focus(world: World, olga: Desk) -> None:
    field = olga.page.locator("#find")
    field.focus()
    callid = play(world, olga, RING.format(KNOWN), world.new_call())
    expect(olga.cards(callid)).to_be_visible()
    expect(field).to_be_focused()


def test_a_reloaded_page_shows_the_calls_that_go_on(world: World, olga: Desk) -> None:
    call = world.new_call()
    callid = play(world, olga, RING.format(KNOWN), call)
    play(world, olga, ANSWER.format(KNOWN), call)
    olga.refresh()
    expect(olga.card(callid).locator(".card-state-word")).to_have_text("Разговор")


@pytest.mark.parametrize("shown", [True, False])
def test_the_event_is_told_when_the_settings_want_it_shown(world: World, olga: Desk, shown: bool) -> None:
    world.settings(incoming_card="ring", show_record="incoming" if shown else "never")
    call = world.new_call()
    for query in SCENARIOS["incoming answered"]:
        callid = play(world, olga, query, call)
    row = olga.card(callid).get_by_text("Событие «Звонок» записано")
    expect(row).to_have_count(1 if shown else 0)


def test_the_event_is_told_without_a_card_too(world: World, olga: Desk) -> None:
    world.settings(incoming_card="never", show_record="incoming")
    call = world.new_call()
    for query in SCENARIOS["incoming answered"]:
        callid = play(world, olga, query, call)
    olga.toast("Событие «Звонок» записано: Ирина Соколова")
    expect(olga.cards(callid)).to_have_count(0)


@pytest.mark.parametrize("wanted", [True, False])
def test_a_notification_comes_with_the_card_when_the_setting_says_so(world: World, olga: Desk, wanted: bool) -> None:
    world.settings(toast=wanted)
    play(world, olga, RING.format(KNOWN), world.new_call())
    olga.page.wait_for_timeout(300)
    titles = [each["title"] for each in olga.notifications()]
    assert titles == (["Входящий звонок: Ирина Соколова"] if wanted else [])


def test_several_contacts_are_offered_best_first(world: World, olga: Desk) -> None:
    callid = play(world, olga, RING.format("89990011666"), world.new_call())
    card = olga.card(callid)
    expect(card.locator(".card-name")).to_have_text("Найдено 3")
    offered = card.locator(".candidate")
    expect(offered.nth(0)).to_contain_text("полный номер")
    expect(offered.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(offered.nth(0).locator("u:not(.dotted)")).to_have_text(written("+7 999 001-16-66"))
    expect(offered.nth(1)).to_contain_text("последние 7 цифр")
    expect(offered.nth(1).locator("u.dotted")).to_have_text(written("001-16-66"))
    card.focus()
    olga.page.keyboard.press("2")
    second = offered.nth(1).locator(".candidate-name").inner_text()
    card.get_by_role("button", name="Свернуть").click()
    olga.card(callid).get_by_role("button", name=f"Это {second}").click()
    expect(card.locator(".card-name")).to_have_text(second)
    expect(card.get_by_text("Выбор закреплён")).to_have_count(0)


@pytest.fixture
def namesakes(world: World) -> Iterator[tuple[str, list[str]]]:
    """Give five contacts who share a number, for one test: the number and their ids."""
    phone = f"8905{time.time_ns() // 1_000_000 % 10_000_000:07}"
    bodies = [{"kind": "person", "name": f"Тёзка {letter}", "phones": [phone]} for letter in "АБВГД"]
    ids = [world.olga.must("POST", "/contacts", body)["contact_id"] for body in bodies]
    yield phone, ids
    for each in ids:
        world.olga.must("DELETE", f"/contacts/{each}")


def test_a_remembered_choice_is_the_next_calls_card_and_can_be_taken_back(
    world: World, olga: Desk, namesakes: tuple[str, list[str]]
) -> None:
    phone, ids = namesakes
    callid = play(world, olga, RING.format(phone), world.new_call())
    card = olga.card(callid)
    expect(card.locator(".candidate")).to_have_count(5)
    height, whole, one = card.locator(".candidates").evaluate(HEIGHTS)
    assert one * 4 < height < whole
    card.get_by_label("Запомнить выбор для этого номера").check()
    card.get_by_role("button", name="Тёзка Б").click()
    card.get_by_role("button", name="Это Тёзка Б").click()
    expect(card.get_by_text("Выбор закреплён")).to_be_visible()
    assert world.olga.must("GET", f"/contacts/{ids[1]}")["pinned"] == [f"7{phone[1:]}"]
    again = play(world, olga, RING.format(phone), world.new_call())
    card = olga.card(again)
    expect(card.locator(".card-name")).to_have_text("Тёзка Б")
    card.get_by_role("button", name="Отменить").click()
    olga.toast("Выбор больше не закреплён")
    expect(card.locator(".candidate")).to_have_count(5)  # the book has told the open card
    assert world.olga.must("GET", f"/contacts/{ids[1]}")["pinned"] == []


def test_a_choice_that_is_not_remembered_is_told_and_shown_all_the_same(world: World, olga: Desk) -> None:
    refused = {"message": "Номер держит другой контакт"}
    olga.page.route("**/api/numbers/*/pin", lambda route: route.fulfill(status=409, json=refused))
    callid = play(world, olga, RING.format("89990011666"), world.new_call())
    card = olga.card(callid)
    card.get_by_label("Запомнить выбор для этого номера").check()
    card.get_by_role("button", name="Это Анна Белова").click()
    expect(card.locator(".card-name")).to_have_text("Анна Белова")
    olga.toast("Номер держит другой контакт")
    expect(card.get_by_text("Выбор закреплён")).to_have_count(0)
    olga.page.unroute_all()


def test_nobody_of_several_is_an_unknown_caller(world: World, olga: Desk) -> None:
    callid = play(world, olga, RING.format("89990011666"), world.new_call())
    card = olga.card(callid)
    card.get_by_role("button", name="Никто из них").click()
    expect(card).to_contain_text("Нет в контактах")


def test_a_name_is_text_whatever_it_says(world: World, olga: Desk) -> None:
    name, phone = "<img src=x onerror=alert(1)><b>Ирина</b>", "89035550711"
    body: dict[str, Any] = {"kind": "person", "name": name, "phones": [phone]}
    contact = world.olga.must("POST", "/contacts", body)
    try:
        callid = play(world, olga, RING.format(phone), world.new_call())
        expect(olga.card(callid).locator(".card-name")).to_have_text(name)
        expect(olga.page.locator("img")).to_have_count(0)
    finally:
        world.olga.must("DELETE", f"/contacts/{contact['contact_id']}")
