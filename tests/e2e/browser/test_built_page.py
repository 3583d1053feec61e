"""The page as it is built: every part comes, under the strict policy; where one is gone a newer page is loaded."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Route, expect

from local.page import Builder
from tests.e2e.browser.conftest import tab
from tests.e2e.browser.desk import Desk

PAGES = {
    "#/missed": "cc-missed",
    "#/journal": "cc-journal",
    "#/contacts": "cc-contacts",
    "#/contacts/import": "cc-import",
    "#/statistics": "cc-statistics",
    "#/check": "cc-check",
    "#/settings": "cc-settings",
    "#/desk": "cc-desk",
    "#/wallboard": "cc-wallboard",
}
JOURNAL = re.compile(r"/journal-page[\w-]*\.js$")
REPORTED = """
window.reported = [];
addEventListener("securitypolicyviolation", (event) => reported.push([event.violatedDirective, event.blockedURI]));
"""


@pytest.fixture
def visitor(chromium: Browser, stack: dict[str, Any]) -> Iterator[Desk]:
    """Give the administrator's page in a tab that notes every error."""
    desk = Desk(tab(chromium), stack["web_url"])
    desk.page.add_init_script(REPORTED)
    yield desk.log_in(stack["admin"]["login"], stack["admin"]["password"]).ready()
    assert desk.troubles == []
    assert desk.page.evaluate("window.reported") == []
    desk.page.context.close()


@pytest.mark.parametrize("language", ["Русский", "English"])
def test_every_page_comes_with_its_style_and_texts_and_no_error(visitor: Desk, language: str) -> None:
    page, errors = visitor.page, []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            errors.append(message.text)

    page.on("console", note)
    page.get_by_role("button", name="Меню оператора").click()
    page.get_by_role("button", name=language).click()
    page.keyboard.press("Escape")
    sheets = set()
    for address, element in PAGES.items():
        page.evaluate("(address) => { location.hash = address }", address)
        expect(page.locator(f"{element} h1").first).to_be_visible()
        expect(page.get_by_text("Данные недоступны").or_(page.get_by_text("Data unavailable"))).to_have_count(0)
        sheets |= set(page.evaluate("[...document.styleSheets].map((each) => each.href.split('/').at(-1))"))
    assert len(sheets) >= 10
    if Builder().installed():
        assert [name for name in sheets if not re.fullmatch(r"\w+-[A-Z0-9]{8}\.css", name)] == []
    assert errors == []


def test_a_part_that_is_gone_is_told_and_trying_again_loads_the_newer_page(visitor: Desk) -> None:
    page, asked = visitor.page, []

    def gone(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=404, body="Not found")

    def published_anew(route: Route) -> None:
        page.unroute(JOURNAL)
        route.fulfill(body=re.sub(r"app[\w-]*\.js", "app-AAAAAAAA.js", route.fetch().text()), content_type="text/html")

    page.route(JOURNAL, gone)
    visitor.open("Журнал")
    expect(page.get_by_text("Данные недоступны")).to_be_visible()
    with page.expect_response(JOURNAL):  # the page is the same, so it is asked for again
        page.get_by_role("button", name="Повторить").click()
    expect(page.get_by_text("Данные недоступны")).to_be_visible()
    assert len(asked) == 2

    page.route("**/index.html", published_anew)
    page.evaluate("window.here = true")
    page.get_by_role("button", name="Повторить").click()
    expect(page.locator("cc-journal h1")).to_be_visible()
    assert page.evaluate("window.here") is None  # it was loaded anew
    page.unroute_all()
    visitor.troubles = [each for each in visitor.troubles if "journal-page" not in each]
