"""The self-check: each link of the chain, the test call, and why a card was not shown."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.test_chain import journal
from tests.e2e.test_check import ring
from tests.e2e.world import World

CLIPBOARD = ["clipboard-read"]  # a permission granted, so that Chromium refuses all others
Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, desks: dict[str, Desk], stack: dict[str, Any]) -> Iterator[Visit]:
    """Open the self-check in a browser of its own, with Chromium's own notifications; nobody logs in twice."""
    contexts = []

    def open_check(person: str = "olga", **options: Any) -> Page:
        state = desks[person].page.context.storage_state()
        context = chromium.new_context(
            storage_state=state,
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            viewport={"width": 1440, "height": 900},
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{stack['web_url']}/#/check")
        return page

    yield open_check
    for context in contexts:
        context.close()


def link(page: Page, name: str) -> Locator:
    """One link of the chain."""
    return page.locator(f'li[data-link="{name}"]')


def why(desk: Desk, call_id: str) -> Page:
    """Open the question about one call."""
    desk.page.goto(f"{desk.web_url}/#/check/{quote(call_id, safe='')}")
    return desk.page


def test_a_chain_without_a_fault_is_solid_as_far_as_what_was_tried(world: World, olga: Desk, visit: Visit) -> None:
    ring(world)
    page = visit(permissions=["notifications"])
    for name in ("pbx", "operator", "setting", "socket", "clock", "notifications"):
        expect(link(page, name)).to_contain_text("Работает")
    expect(page.get_by_role("heading", name="Звонки доходят до этого экрана")).to_be_visible()
    link(page, "sound").get_by_role(
        "button", name="Включить звук"
    ).click()  # nobody is rung at unasked; it is tried at once
    expect(link(page, "sound")).to_contain_text("Прозвучали два тона")
    expect(page.locator(".link-solid")).to_have_count(6)  # the last one, the test call, has not been tried


def test_notifications_nobody_was_asked_about_are_asked_for_here(olga: Desk, visit: Visit) -> None:
    page = visit()
    expect(link(page, "notifications")).to_contain_text("Браузер ещё не разрешил уведомления")
    expect(page.get_by_role("heading", name="Звонки доходят, но без уведомлений")).to_be_visible()
    page.evaluate("() => { window.asked = 0; Notification.requestPermission = async () => { window.asked += 1; }; }")
    link(page, "notifications").get_by_role("button", name="Разрешить").click()
    assert page.evaluate("window.asked") == 1
    page.context.grant_permissions(["notifications"])  # what the browser's own dialog does; the page notices
    expect(link(page, "notifications")).to_contain_text("Работает")


def test_notifications_the_browser_forbids_are_explained_in_a_sentence(olga: Desk, visit: Visit) -> None:
    page = visit(permissions=CLIPBOARD)
    expect(link(page, "notifications")).to_contain_text("Не работает")
    expect(link(page, "notifications")).to_contain_text("Нажмите значок слева от адреса")
    expect(link(page, "notifications").get_by_role("button")).to_have_text("Проверить снова")


def test_a_login_without_an_operator_is_told_so_and_led_to_the_operators(admin: Desk) -> None:
    page = admin.open("Проверка").page
    expect(page.get_by_role("heading", name="Звонки не доходят: у вас нет добавочного")).to_be_visible()
    expect(link(page, "test").get_by_role("button")).to_have_count(0)
    link(page, "operator").get_by_role("button", name="Операторы").click()
    expect(page.get_by_role("button", name="Добавить оператора")).to_be_visible()


def test_a_test_call_shows_its_card_on_the_own_screen_alone_and_leaves_no_record(
    world: World, olga: Desk, denis: Desk
) -> None:
    before = len(journal(world))
    page = olga.open("Проверка").page
    button = link(page, "test").get_by_role("button", name="Позвонить себе")
    button.dblclick()
    expect(page.locator("cc-card > .card")).to_have_count(1)
    expect(link(page, "test")).to_contain_text("Карточка показана за")
    expect(page.locator(".card-ended")).to_have_count(1)  # it was answered and rolled on to its end
    expect(button).to_be_enabled()
    assert denis.page.locator("cc-card > .card").count() == 0
    assert not [frame for frame in denis.frames if frame["type"] == "call"]
    assert len(journal(world)) == before
    page.get_by_role("button", name="Пробный звонок").first.click()
    expect(page.locator(".why-sentence")).to_have_text("Карточка показана.")
    expect(page.locator(".why-ok")).to_have_count(7)


def test_a_call_without_a_card_because_of_the_setting_says_so_to_its_operator(world: World, olga: Desk) -> None:
    world.settings(incoming_card="never")
    page = why(olga, ring(world))
    expect(page.locator(".why-sentence")).to_have_text("Карточка не показана: окно входящего вызова выключено.")
    expect(page.get_by_text("Попросите администратора изменить настройку.")).to_be_visible()
    expect(page.locator(".why-fault")).to_have_count(1)
    expect(link(page, "setting")).to_contain_text("Не работает")


def test_an_administrator_looks_at_any_extension_and_makes_the_operator_it_lacks(world: World, admin: Desk) -> None:
    call_id = ring(world, "105")
    page = admin.open("Проверка").page
    page.get_by_label("Добавочный").fill("105")
    row = page.locator(".check-row").first
    expect(row).to_contain_text("нет оператора")
    expect(page.locator(".check-row").filter(has_not_text="нет оператора")).to_have_count(0)
    row.click()
    expect(page).to_have_url(f"{admin.web_url}/#/check/{quote(call_id, safe='')}")
    expect(page.locator(".why-sentence")).to_have_text("Карточка не показана: у добавочного 105 нет оператора.")
    page.get_by_role("button", name="Назначить оператора на 105").click()
    expect(page.get_by_role("heading", name="Новый оператор")).to_be_visible()
    expect(page.get_by_label("Добавочный")).to_have_value("105")


def test_a_call_for_which_no_tab_was_open_says_so(world: World, admin: Desk) -> None:
    person = {"name": "Без вкладки", "extension": "177", "login": None, "pbx_login": None, "active": True}
    world.admin.must("PUT", "/operators/operator-177", person)
    try:
        time.sleep(world.stack["settings_ttl"] + 0.2)
        page = why(admin, ring(world, "177"))
        expect(page.locator(".why-sentence")).to_have_text(
            "Карточка не показана: у добавочного 177 не было открытой вкладки."
        )
    finally:
        world.admin.must("DELETE", "/operators/operator-177")
