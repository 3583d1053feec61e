"""Recordings in the journal: heard, moved in, gone, and on a phone."""

import re

from playwright.sync_api import Locator, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.browser.journal import RECORD, MadeUp, opened, row, silence


def controls(desk: Desk) -> Locator:
    """The player under the open row."""
    return desk.page.get_by_role("group", name="Запись разговора")


def until(desk: Desk, claim: str) -> None:
    """Wait for something of the sound; the page's policy forbids what wait_for_function does."""
    for _ in range(500):
        if desk.page.evaluate(claim):
            return
        desk.page.wait_for_timeout(20)
    raise AssertionError(claim)


def test_a_recording_is_heard_moved_in_and_left_for_another(journal: Desk) -> None:
    MadeUp(journal.page, [[row(i) for i in range(6)]])
    opened(journal, "?period=all")
    page = journal.page
    sound = "document.querySelector('cc-journal-rows audio')"
    assert page.evaluate(f"[{sound}.preload, {sound}.src]") == ["none", ""]
    page.get_by_role("button", name=re.compile("Слушать запись: Клиент 001")).click()
    player = controls(journal)
    expect(player.get_by_role("button", name="Остановить")).to_be_visible()
    until(journal, f"{sound}.currentTime > 0 && {sound}.duration > 29")
    place = player.get_by_role("slider", name="Место в записи")
    place.focus()
    page.keyboard.press("Space")
    expect(player.get_by_role("button", name="Слушать запись")).to_be_visible()
    assert page.evaluate(f"{sound}.paused")
    page.evaluate(f"{sound}.currentTime = 10")
    page.keyboard.press("ArrowRight")
    until(journal, f"{sound}.currentTime === 15")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    until(journal, f"{sound}.currentTime === 5")
    expect(place).to_have_attribute("aria-valuetext", "0:05 из 0:30")
    player.get_by_role("button", name="1,5×").click()
    assert page.evaluate(f"{sound}.playbackRate") == 1.5
    link = player.get_by_role("link", name="Скачать запись")
    assert link.get_attribute("href") == f"{RECORD}/1.wav"
    assert set((link.get_attribute("rel") or "").split()) == {"noopener", "noreferrer"}
    page.get_by_role("button", name=re.compile("Слушать запись: Клиент 003")).click()
    until(journal, f"{sound}.currentTime > 0 && !{sound}.paused")
    assert page.evaluate(f"[{sound}.src, {sound}.playbackRate]") == [f"{RECORD}/3.wav", 1.5]
    expect(player).to_have_count(1)
    journal.open("Рабочий стол")
    expect(page.locator("audio")).to_have_count(0)


def test_a_recording_that_is_gone_says_so_and_can_be_tried_again(journal: Desk) -> None:
    links = {"link": f"{RECORD}/gone.wav"}
    MadeUp(journal.page, [[row(0, **links), row(1, link="http://records.example/1.wav"), row(2, link="javascript:1")]])
    rows = opened(journal, "?period=all")
    expect(rows.get_by_role("button", name=re.compile("Слушать"))).to_have_count(1)
    journal.page.get_by_role("button", name=re.compile("Слушать запись: Клиент 000")).click()
    failed = journal.page.locator("cc-journal-details").get_by_role("alert")
    expect(failed).to_contain_text("Запись не открылась")
    journal.page.unroute(f"{RECORD}/**")
    journal.page.route(f"{RECORD}/**", lambda route: route.fulfill(body=silence(), content_type="audio/wav"))
    failed.get_by_role("button", name="Повторить").click()
    expect(
        journal.page.get_by_role("group", name="Запись разговора").get_by_role("button", name="Остановить")
    ).to_be_visible()


def test_on_a_phone_the_recording_has_a_sheet_above_the_tabs(journal: Desk) -> None:
    journal.page.set_viewport_size({"width": 390, "height": 844})
    MadeUp(journal.page, [[row(i) for i in range(20)]])
    opened(journal, "?period=all")
    journal.page.get_by_role("button", name=re.compile("Слушать запись: Клиент 001")).click()
    sheet = journal.page.get_by_role("region", name="Запись разговора")
    expect(sheet).to_contain_text("Клиент 001")
    expect(sheet.get_by_role("button", name="Остановить")).to_be_visible()
    tabs = journal.page.get_by_role("navigation", name="Разделы").bounding_box()
    box = sheet.bounding_box()
    assert box is not None
    assert tabs is not None
    assert abs(box["y"] + box["height"] - tabs["y"]) <= 1
    assert journal.page.evaluate("document.documentElement.scrollWidth") <= 390
    sheet.get_by_role("button", name="Закрыть запись").click()
    expect(sheet).to_have_count(0)
