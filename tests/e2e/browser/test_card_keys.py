"""How cards take keys and leave the focus alone, on a stage where every frame is said by the test."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser.stage import OTHERS, SAVED, Stage, card, note, staged


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Stage]:
    """Give a desk whose notes are always saved."""
    with staged(chromium, SAVED) as stage:
        yield stage


def press(stage: Stage, code: str, letter: str) -> None:
    """Press a key as a Russian layout reports it."""
    said: dict[str, Any] = {"code": code, "key": letter, "bubbles": True, "cancelable": True}
    stage.page.evaluate("(said) => document.body.dispatchEvent(new KeyboardEvent('keydown', said))", said)


def test_keys_in_a_card_do_what_its_buttons_do(desk: Stage) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.say()
    desk.page.keyboard.press("k")
    expect(card(desk)).to_be_focused()
    desk.page.keyboard.press("n")
    expect(note(desk)).to_be_focused()
    desk.page.keyboard.type("скоро")
    desk.page.keyboard.press("Control+Enter")
    expect(card(desk)).to_be_focused()
    expect(card(desk)).to_contain_text("Сохранено")
    desk.page.keyboard.press("c")
    expect(desk.page.locator(".toast")).to_contain_text("Номер скопирован")
    assert desk.page.evaluate("navigator.clipboard.readText()") == "+79991234567"
    with desk.page.context.expect_page() as opened:
        desk.page.keyboard.press("y")
    opened.value.close()
    desk.page.keyboard.press("p")
    expect(desk.page.locator(".toast").last).to_contain_text("Снимите трубку на телефоне 100")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url("**/#/contacts/c1")


def test_a_missed_calls_main_button_calls_back(desk: Stage) -> None:
    desk.say(state="ended", missed=True, duration=24)
    expect(card(desk)).to_contain_text("звонил 0:24")
    expect(card(desk).locator("button.primary")).to_have_text("Перезвонить")
    card(desk).focus()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator(".toast")).to_contain_text("Снимите трубку")


def test_escape_folds_the_card_and_then_leads_back_to_the_page(desk: Stage) -> None:
    link = desk.page.get_by_role("link", name="Журнал")
    desk.say()
    link.focus()
    desk.page.keyboard.press("k")
    desk.page.keyboard.press("n")
    desk.page.keyboard.press("Escape")
    expect(card(desk)).to_be_focused()
    expect(card(desk)).to_contain_class("folded")
    desk.page.keyboard.press("Enter")
    expect(card(desk)).not_to_contain_class("folded")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_the_focus_goes_back_where_it_was_when_its_card_leaves(desk: Stage) -> None:
    find = desk.page.locator("#find")
    desk.say(state="ended", missed=True, duration=24)
    find.focus()
    card(desk).get_by_role("button", name="Скрыть").focus()
    desk.page.keyboard.press("Enter")
    expect(card(desk)).to_have_count(0)
    expect(find).to_be_focused()


def test_a_folded_card_that_is_unfolded_keeps_the_focus_though_it_moves(desk: Stage) -> None:
    desk.say()
    desk.say(call_id="2#100#0", contacts=OTHERS[:1])
    card(desk, "2#100#0").focus()
    desk.page.keyboard.press("Enter")
    expect(card(desk, "2#100#0")).not_to_contain_class("folded")
    expect(card(desk, "2#100#0")).to_be_focused()
    order = desk.page.locator("cc-card").evaluate_all("(all) => all.map((each) => each.dataset.call)")
    assert order == ["2#100#0", "1#100#0"]
    card(desk).get_by_role("button", name="Показать").press("Enter")
    expect(card(desk)).not_to_contain_class("folded")
    expect(card(desk)).to_be_focused()


def test_a_card_whose_state_moves_it_down_keeps_the_focus(desk: Stage) -> None:
    for n in (1, 2, 3):
        desk.say(call_id=f"{n}#100#0")
    card(desk, "3#100#0").focus()
    desk.say(call_id="3#100#0", version=2, state="ended", missed=True, duration=7)
    expect(card(desk, "3#100#0")).to_contain_text("Пропущен")
    expect(card(desk, "3#100#0")).to_be_focused()


def test_the_list_of_keys_comes_when_asked_for_in_any_layout(desk: Stage) -> None:
    loaded = "performance.getEntriesByType('resource').some((each) => each.name.includes('/key-list'))"
    assert desk.page.evaluate(loaded) is False
    desk.page.keyboard.press("Shift+Slash")
    keys = desk.page.get_by_role("dialog", name="Клавиши")
    expect(keys).to_contain_text("к карточке звонка")
    desk.page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    desk.page.get_by_role("button", name="Меню оператора").click()
    desk.page.get_by_role("button", name="Список клавиш").click()
    expect(keys).to_be_visible()


def test_one_switch_turns_the_single_keys_off(desk: Stage) -> None:
    desk.page.get_by_role("button", name="Меню оператора").click()
    desk.page.get_by_role("switch", name="Клавиши без Ctrl").uncheck()
    desk.page.keyboard.press("Escape")
    desk.say()
    for key in ("/", "k", "?"):
        desk.page.keyboard.press(key)
    card(desk).focus()
    desk.page.keyboard.press("n")
    expect(card(desk)).to_be_focused()
    expect(desk.page.get_by_role("dialog")).to_have_count(0)


def test_a_chord_opens_a_page_by_physical_keys(desk: Stage) -> None:
    for second, page in (("KeyC", "contacts"), ("KeyM", "missed"), ("KeyJ", "journal"), ("KeyD", "desk")):
        press(desk, "KeyG", "п")
        press(desk, second, "ы")
        desk.page.wait_for_url(f"**/#/{page}")


def test_arrows_go_from_row_to_row_and_enter_opens(desk: Stage) -> None:
    for n in (1, 2):
        desk.say(call_id=f"{n}#100#0", contacts=OTHERS[:1])
    rows = desk.page.locator("cc-desk .row")
    rows.first.focus()
    desk.page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    desk.page.keyboard.press("ArrowUp")
    expect(rows.first).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(card(desk, "2#100#0")).not_to_contain_class("folded")


def test_a_failed_call_is_told_word_for_word_and_enter_closes_it(desk: Stage) -> None:
    told = "При выполнении запроса к Простым звонкам произошла ошибка: Invalid parameters.\nПожалуйста, обратитесь."
    desk.answers["POST /makecall"] = (400, {"message": told})
    desk.say()
    card(desk).get_by_role("button", name="Перезвонить").click()
    dialog = desk.page.get_by_role("dialog", name="Звонок не начат")
    expect(dialog).to_contain_text("Ирина Соколова · +7")
    assert dialog.locator(".exact").text_content() == told
    close = dialog.get_by_role("button", name="Закрыть")
    expect(close).to_be_focused()
    expect(close).to_have_css("outline-style", "solid")
    assert dialog.get_by_role("button").count() == 2
    desk.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
