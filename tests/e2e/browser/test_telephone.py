"""A new operator with nothing but what `make run` prints: a page, a login, and a telephone that rings."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser.conftest import hang_up, tab
from tests.e2e.browser.desk import Desk, written
from tests.e2e.world import World

IRINA, KNOWN = "Ирина Соколова", "+7 999 123-45-67"


@pytest.fixture
def telephone(chromium: Browser, stack: dict[str, Any]) -> Iterator[Page]:
    """Give the telephone's page."""
    page = tab(chromium)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(stack["stand_url"])
    yield page
    assert troubles == []
    page.context.close()


def press(telephone: Page, button: str, said: str) -> None:
    """Press a button of the telephone and hear what became of it."""
    telephone.get_by_role("button", name=button, exact=True).click()
    expect(telephone.get_by_role("status")).to_have_text(said)


def test_a_call_is_taken_missed_returned_and_found_in_the_journal(
    world: World, stranger: Desk, telephone: Page
) -> None:
    page = stranger.log_in("olga", world.stack["operators"][0]["password"]).ready().page
    stranger.wait_for(lambda frame: frame["type"] == "sync")
    hang_up(world, stranger)  # what another test left ringing would lie over this one's card
    stranger.tidy()
    press(telephone, "Позвонить", "Звонит…")
    card = page.locator("cc-card", has_text=IRINA)
    expect(card).to_contain_text("Ответьте на телефоне 100")
    press(telephone, "Снять трубку", "Идёт разговор")
    expect(card).to_contain_text("Разговор")
    press(telephone, "Закончить разговор", "Разговор окончен")
    press(telephone, "Позвонить", "Звонит…")
    press(telephone, "Не дождаться ответа", "Звонок пропущен")
    page.locator("cc-card", has_text="Пропущен").get_by_role("button", name="Перезвонить").click()
    stranger.hears(calls_back(stranger), "ended")
    stranger.open("Журнал")
    first = page.locator("cc-journal-row").first
    for text in ("Исходящий", IRINA, written(KNOWN)):
        expect(first).to_contain_text(text)
    expect(page.locator("cc-journal-row").nth(1)).to_contain_text("Пропущен")
    expect(page.locator("cc-journal-row").nth(2)).to_contain_text("Принят")


def calls_back(desk: Desk) -> str:
    """The callid of the call that the click started."""
    told = desk.wait_for(lambda frame: frame["type"] == "call" and frame["call"]["direction"] == "out")["call"]
    return str(told["call_id"]).split("#")[0]
