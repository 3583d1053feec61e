"""What a browser fetches from the page's own host until the desk stands, and what follows for the first call."""

import re
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from local.page import Builder
from tests.e2e.browser.conftest import tab
from tests.e2e.browser.desk import Desk

MOST_BYTES = 60_000  # of all that comes for an operator, a call's card included
MOST_FILES = 18
SETTLED_MS = 2_000
FOLLOWING = re.compile(r"/(later|later-ru|cards|forms)-\w+\.(js|css)$")


class Visit:
    """Somebody logs in with an empty cache."""

    def __init__(self, page: Page, web_url: str) -> None:
        """Note down what comes; what follows waits until it is let go."""
        self.page = page
        self.host = urlsplit(web_url).netloc
        self.came: list[Request] = []
        self.held: list[Route] | None = []
        page.on("requestfinished", lambda request: self.came.append(request))
        page.route(FOLLOWING, self.hold)

    def hold(self, route: Route) -> None:
        """Keep a request back, or not any more."""
        if self.held is None:
            route.continue_()
        else:
            self.held.append(route)

    def let_go(self) -> None:
        """Let what follows come."""
        held, self.held = self.held or [], None
        for route in held:
            route.continue_()
        expect(self.page.get_by_role("button", name="Набрать номер")).to_be_visible()

    def bytes(self) -> dict[str, int]:
        """The bytes of every body that came from the page's own host, by its path."""
        self.page.wait_for_timeout(SETTLED_MS)  # whatever comes once there is nothing to do counts too
        own = [request for request in self.came if urlsplit(request.url).netloc == self.host]
        files = [request for request in own if not urlsplit(request.url).path.startswith("/api/")]
        return {urlsplit(request.url).path: request.sizes()["responseBodySize"] for request in files}


def require_build() -> None:
    """Without Node there is no build to weigh."""
    if not Builder().installed():
        pytest.skip("the page is not built here: no Node, or no esbuild from npm")


@pytest.fixture
def visit(chromium: Browser, stack: dict[str, Any]) -> Iterator[Visit]:
    """Log in, see the desk's rows and the connection stand."""
    require_build()
    page = tab(chromium)
    visit = Visit(page, stack["web_url"])
    person = stack["operators"][0]
    Desk(page, stack["web_url"]).log_in(person["login"], person["password"])
    page.wait_for_selector(".row, .state", timeout=60_000)
    expect(page.locator(".link-state")).to_have_text("На связи")
    yield visit
    page.context.close()


def sources(came: dict[str, int]) -> set[str]:
    """What of web/ is in the files that came."""
    told = Builder().told()
    return {source for path in came for source in told.get(path.lstrip("/"), {"inputs": []})["inputs"]}


def told(came: dict[str, int]) -> str:
    """The sum and the largest of it."""
    largest = sorted(came.items(), key=lambda entry: -entry[1])[:12]
    return f"{sum(came.values())} bytes in {len(came)} files, the largest: {largest}"


def test_all_that_an_operator_needs_is_a_small_download_and_the_desk_stands_before_the_cards(
    visit: Visit, capsys: pytest.CaptureFixture[str]
) -> None:
    first = visit.bytes()
    assert {"app.js", "first-paint.js", "texts/ru.js", "components/desk-page.js", "styles/shell.css"} <= sources(first)
    visit.let_go()
    everything = visit.bytes()
    cards = {"later.js", "components/card.js", "components/card-known.js", "voice.js", "styles/cards.css"}
    assert cards <= sources(everything) - sources(first)
    with capsys.disabled():
        sys.stdout.write(f"\nfirst {told(first)}\nin all {told(everything)}\n")
    assert sum(everything.values()) <= MOST_BYTES, told(everything)
    assert len(everything) <= MOST_FILES, told(everything)


def test_nothing_comes_that_only_another_page_or_language_needs(visit: Visit) -> None:
    visit.let_go()
    elsewhere = ("journal-page", "contacts-page", "contact-form", "settings-page", "texts/en", "-en.js")
    assert [source for source in sources(visit.bytes()) if any(part in source for part in elsewhere)] == []


FETCHED = "performance.getEntriesByType('resource').filter((each) => each.transferSize > 0).map((each) => each.name)"
CACHED = "performance.getEntriesByType('resource').filter((each) => !each.transferSize).map((each) => each.name)"


def test_who_comes_again_fetches_no_file_of_the_page_again(chromium: Browser, stack: dict[str, Any]) -> None:
    require_build()
    page = tab(chromium)  # without a route: Playwright's switch the cache off
    person = stack["operators"][0]
    desk = Desk(page, stack["web_url"]).log_in(person["login"], person["password"]).ready()
    page.wait_for_timeout(SETTLED_MS)
    page.reload()
    desk.ready()
    assert [name for name in page.evaluate(FETCHED) if "/assets/" in name] == []
    assert [name for name in page.evaluate(CACHED) if "/assets/later-" in name] != []
    page.context.close()
