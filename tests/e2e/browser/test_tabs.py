"""Several tabs of one browser: one voice, one picture, and nobody's closing loses a card."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.browser.conftest import hang_up, tab
from tests.e2e.browser.desk import NOTIFICATIONS, Desk
from tests.e2e.browser.test_cards import ANSWER, KNOWN, RING
from tests.e2e.world import World

END = (
    "event=2&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num={}&status=ANSWER&call_record_link="
    "&call_start_timestamp=1694181400&call_answer_timestamp=1694181405&timestamp=1694181450"
)
# a headless browser has no loudspeaker: what was begun and what still sounds is noted down, and so are the connections
SOUNDS = """
window.sounds = [];
window.links = [];
window.WebSocket = class extends window.WebSocket {
  constructor(...place) { super(...place); window.links.push(this); }
};
window.AudioContext = class extends window.AudioContext {
  constructor() { super(); window.sounds.push(this); }
};
localStorage.setItem("callcard.preferences", JSON.stringify({ sound: true }));
"""
PLAYING = "window.sounds.filter((audio) => audio.state !== 'closed').length"
TAGS = "window.shown.map((note) => note.tag)"
LEADS = "window.links.some((link) => link.readyState <= WebSocket.OPEN)"
TABS = 4


def until(page: Page, wanted: str) -> None:
    """Wait for something in the page; its strict policy forbids Playwright's own way to."""
    for _ in range(600):
        if page.evaluate(wanted):
            return
        page.wait_for_timeout(50)
    raise AssertionError(wanted)


class Tabs:
    """Four tabs in which Olga works."""

    def __init__(self, context: BrowserContext, web_url: str) -> None:
        """The first is logged in already; the others find the login there."""
        self.pages = [context.pages[0]]
        for _ in range(TABS - 1):
            self.pages.append(context.new_page())
            self.pages[-1].goto(web_url)
        for page in self.pages:
            expect(page.locator(".link-state")).to_have_text("На связи")
            expect(page.locator("cc-search")).to_be_attached()

    def count(self, wanted: str) -> list[int]:
        """A number from every tab."""
        return [page.evaluate(wanted) for page in self.pages]

    def show(self, call: str, state: str) -> None:
        """Every tab shows the call's card in this state, and nothing twice."""
        for page in self.pages:
            expect(page.locator(f'cc-card[data-call^="{call}#"] > .card-{state}')).to_have_count(1)

    def leader(self) -> Page:
        """The tab that has the voice."""
        (found,) = [page for page in self.pages if page.evaluate(LEADS)]
        return found

    def close(self, page: Page) -> None:
        """Close one of them."""
        self.pages.remove(page)
        page.close()


@pytest.fixture
def tabs(chromium: Browser, stack: dict[str, Any], world: World) -> Iterator[Tabs]:
    """Log in once, open the other tabs; what rang before is hung up before and after."""
    page = tab(chromium)
    page.context.add_init_script(NOTIFICATIONS + SOUNDS)
    person = stack["operators"][0]
    first = Desk(page, stack["web_url"]).log_in(person["login"], person["password"])
    first.wait_for(lambda frame: frame["type"] == "sync")
    hang_up(world, first)
    expect(page.locator(".card-ringing, .card-talking")).to_have_count(0)
    yield Tabs(page.context, stack["web_url"])
    hang_up(world, first)
    page.context.close()


def test_each_call_has_one_sound_and_one_notification_in_four_tabs(world: World, tabs: Tabs) -> None:
    calls = [world.new_call() for _ in range(3)]
    before = sum(tabs.count("window.sounds.length"))
    for number, call in enumerate(calls, start=1):
        world.play(RING.format(KNOWN), call)
        told = "window.shown.length"
        until(tabs.leader(), f"{told} === {number}")
        assert sum(tabs.count(told)) == sum(tabs.count("window.sounds.length")) - before == number
    assert sum(tabs.count(PLAYING)) == 1
    for page in tabs.pages:
        expect(page).to_have_title(f"({len(calls)}) ☎ Ирина Соколова — callcard")
    for call in calls:
        world.play(ANSWER.format(KNOWN), call)
    for page in tabs.pages:
        until(page, f"{PLAYING} === 0")
        expect(page.locator(".card-ringing")).to_have_count(0)


def test_the_leaders_closing_loses_no_card_and_the_next_tab_hears_on(world: World, tabs: Tabs) -> None:
    number = world.new_call()
    sent = world.play(RING.format(KNOWN), number)["sent"]
    call = str(sent.get("callid") or sent["call_id"])
    tabs.show(call, "ringing")
    tabs.close(tabs.leader())
    tabs.show(call, "ringing")
    until(tabs.pages[0], LEADS)
    assert sum(tabs.count(PLAYING)) == 1
    for page in tabs.pages:
        expect(page.locator(".link-state")).to_have_text("На связи")
    world.play(ANSWER.format(KNOWN), number)
    tabs.show(call, "talking")
    assert sum(tabs.count(PLAYING)) == 0
    world.play(END.format(KNOWN), number)
    tabs.show(call, "ended")
    hidden = tabs.pages[-1].locator(f'cc-card[data-call^="{call}#"]')
    hidden.get_by_role("button", name="Скрыть").click()
    for page in tabs.pages:
        expect(page.locator(f'cc-card[data-call^="{call}#"]')).to_have_count(0)


def test_thirty_calls_ring_once_each_though_the_leader_closes_midway(world: World, tabs: Tabs) -> None:
    before, heard = sum(tabs.count("window.sounds.length")), 0
    told: list[str] = []
    calls = []
    for index in range(30):
        if index == 15:
            gone = tabs.leader()
            heard, told = gone.evaluate("window.sounds.length"), gone.evaluate(TAGS)
            tabs.close(gone)
            until(tabs.pages[0], "window.links.some((link) => link.readyState === WebSocket.OPEN)")
            for page in tabs.pages:
                expect(page.locator(".link-state")).to_have_text("На связи")
        number = world.new_call()
        calls.append(f"{world.play(RING.format(KNOWN), number)['sent']['callid']}#100#0")
        until(tabs.leader(), f"{TAGS}.includes('{calls[-1]}')")
        world.play(END.format(KNOWN), number)
        until(tabs.leader(), f"{PLAYING} === 0")
    every = told + [tag for tags in (page.evaluate(TAGS) for page in tabs.pages) for tag in tags]
    assert sorted(every) == sorted(calls)
    assert heard + sum(tabs.count("window.sounds.length")) - before == len(calls)


def test_a_lost_connection_and_the_logout_are_so_in_every_tab(tabs: Tabs) -> None:
    leader, context = tabs.leader(), tabs.pages[0].context
    context.set_offline(True)
    leader.evaluate("window.links.at(-1).close()")
    for page in tabs.pages:
        expect(page.locator(".banner")).to_contain_text("Нет связи")
    context.set_offline(False)
    follower = next(page for page in tabs.pages if page is not leader)
    for page in tabs.pages:
        expect(page.locator(".banner")).to_have_count(0)
        expect(page.locator(".link-state")).to_have_text("На связи")
    follower.get_by_role("button", name="Меню оператора").click()
    follower.get_by_role("button", name="Выйти").click()
    for page in tabs.pages:
        expect(page.get_by_role("button", name="Войти")).to_be_visible()
