"""The wallboard and the statistics show what was played, and the wall nobody's name."""

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser.conftest import tab
from tests.e2e.browser.desk import Desk
from tests.e2e.test_missed_desk import RINGS, fresh_number, hang_up
from tests.e2e.world import World

PICKS_UP = "event=3&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num={phone}"
KNOWN = "89991234567"  # Ирина Соколова of the demo's book


@pytest.fixture
def wall(chromium: Browser, stack: dict[str, Any]) -> Iterator[Page]:
    """The screen on the wall, logged in as the administrator."""
    desk = Desk(tab(chromium), stack["web_url"])
    desk.page.set_viewport_size({"width": 1920, "height": 1080})
    desk.log_in(stack["admin"]["login"], stack["admin"]["password"])
    desk.page.wait_for_selector("cc-navigation nav")
    desk.page.goto(f"{stack['web_url']}/#/wallboard")
    expect(desk.page.get_by_role("heading", name="Звонят сейчас")).to_be_visible()
    yield desk.page
    assert desk.troubles == []
    desk.page.context.close()


def test_a_call_rings_is_answered_and_ends_on_the_wall_without_a_name(world: World, olga: Desk, wall: Page) -> None:
    operator = wall.get_by_role("row", name=re.compile("Ольга Миронова"))
    expect(operator).to_contain_text("Свободен")
    call = world.new_call()
    world.play(RINGS.format(phone=KNOWN), call)
    expect(operator).to_contain_text("Звонит")
    expect(wall.locator(".wall-tile-ringing .wall-figure")).to_have_text("1")
    assert_nobody_is_named(wall)
    world.play(PICKS_UP.format(phone=KNOWN), call)
    expect(operator).to_contain_text("Разговор")
    expect(operator.locator(".wall-time")).to_have_text(re.compile(r"^0:\d\d$"))
    assert_nobody_is_named(wall)
    hang_up(world, KNOWN, call)
    expect(operator).to_contain_text("Свободен")


def test_the_wall_says_that_it_has_no_connection_and_goes_on_when_it_is_back(wall: Page) -> None:
    wall.context.set_offline(True)
    expect(wall.locator(".wall-link")).to_contain_text("Нет связи 0:")
    expect(wall.get_by_role("heading", name="Звонят сейчас")).to_be_visible()
    wall.context.set_offline(False)
    expect(wall.locator(".wall-link")).to_have_text("На связи")


def test_the_wall_has_no_navigation_no_small_text_and_hides_the_pointer(wall: Page) -> None:
    expect(wall.get_by_role("navigation")).to_have_count(0)
    wall.locator(".wall-clock").hover()
    expect(wall.get_by_role("button", name="На весь экран")).to_be_visible()
    expect(wall.locator(".wall-idle")).to_have_count(1)
    smallest = wall.evaluate(
        """() => {
          const written = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
          const seen = [...document.querySelectorAll(".wall *")].filter((one) => !one.closest(".sr") && written(one));
          return Math.min(...seen.map((one) => parseFloat(getComputedStyle(one).fontSize)));
        }"""
    )
    assert smallest >= 22


def test_the_statistics_are_what_was_played(world: World, olga: Desk) -> None:
    before = figures(world)
    phone, call = fresh_number(), world.new_call()
    world.play(RINGS.format(phone=phone), call)
    hang_up(world, phone, call)
    after = wait_for_missed(world, before["totals"]["missed"] + 1)
    olga.page.evaluate("window.location.hash = '#/statistics/today'")
    totals = olga.page.get_by_label("Итоги")
    expect(totals.locator('[data-figure="missed"] dd')).to_have_text(str(after["totals"]["missed"]))
    calls = after["totals"]["incoming"] + after["totals"]["outgoing"]
    expect(totals.locator('[data-figure="calls"] dd').first).to_have_text(str(calls))
    own = next(row for row in after["operators"] if row["operator_id"] == "operator-100")
    row = olga.page.locator('[data-operator="operator-100"]')
    expect(row.locator(".s-incoming")).to_have_text(str(own["incoming"]))
    expect(row.locator(".s-missed")).to_have_text(str(own["missed"]))
    hours = olga.page.get_by_role("table", name="Звонки по часам")
    busy = next(hour for hour in after["hours"] if hour["missed"])
    line = hours.get_by_role("row", name=re.compile(rf"^{busy['hour']:02}:00"))
    expect(line.get_by_role("cell").nth(1)).to_have_text(str(busy["missed"]))


def test_the_statistics_keep_period_and_operator_in_the_address(world: World, olga: Desk) -> None:
    olga.open("Статистика")
    olga.page.get_by_role("button", name="30 дней").click()
    olga.page.get_by_label("Оператор", exact=True).select_option(label="Денис Карпов")
    expect(olga.page).to_have_url(re.compile("#/statistics/month/operator-101$"))
    olga.refresh()
    expect(olga.page.get_by_role("button", name="30 дней")).to_have_attribute("aria-pressed", "true")
    expect(olga.page.get_by_label("Оператор", exact=True)).to_have_value("operator-101")


def test_statistics_that_cannot_be_had_say_so_and_none_at_all_too(world: World, olga: Desk) -> None:
    olga.page.route("**/statistics?**", lambda route: route.fulfill(status=500, json={"message": "no"}))
    olga.open("Статистика")
    expect(olga.page.get_by_text("Данные недоступны")).to_be_visible()
    olga.page.unroute("**/statistics?**")
    olga.page.get_by_role("button", name="Повторить").click()
    expect(olga.page.get_by_text("Данные недоступны")).to_have_count(0)
    olga.page.evaluate("window.location.hash = '#/statistics/2020-01-01_2020-01-02'")
    expect(olga.page.get_by_text("За эти дни звонков нет")).to_be_visible()


def figures(world: World) -> Any:
    """The statistics of today, as the browser's zone has it."""
    return world.olga.must("GET", "/statistics", params={"zone": "Europe/Moscow"})


def wait_for_missed(world: World, count: int) -> Any:
    """The statistics once they have so many missed calls."""
    deadline = time.monotonic() + 20
    while (found := figures(world))["totals"]["missed"] < count:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return found


def assert_nobody_is_named(wall: Page) -> None:
    """Neither the client nor the number stand anywhere in the page, nor in its title."""
    everything = wall.title() + wall.content()
    assert not re.search(r"Соколова|999\D{0,3}123\D{0,3}45\D{0,3}67", everything)
