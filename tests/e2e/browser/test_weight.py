"""What a browser fetches from the page's own host until the desk stands, and what follows for the first call."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from tests.e2e.browser.conftest import tab
from tests.e2e.browser.desk import Desk

MOST_BYTES = 60_000
MOST_WITH_CARDS = 100_000
SETTLED_MS = 2_000
FOLLOWING = re.compile(r"/(later|later-ru|cards|forms)\.(js|css)$")


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


@pytest.fixture
def visit(chromium: Browser, stack: dict[str, Any]) -> Iterator[Visit]:
    """Log in, see the desk's rows and the connection stand."""
    page = tab(chromium)
    visit = Visit(page, stack["web_url"])
    person = stack["operators"][0]
    Desk(page, stack["web_url"]).log_in(person["login"], person["password"])
    page.wait_for_selector(".row, .state", timeout=60_000)
    expect(page.locator(".link-state")).to_have_text("На связи")
    yield visit
    page.context.close()


def told(came: dict[str, int]) -> str:
    """The sum and the largest of it."""
    largest = sorted(came.items(), key=lambda entry: -entry[1])[:12]
    return f"{sum(came.values())} bytes in {len(came)} files, the largest: {largest}"


def test_login_and_desk_are_a_small_download_and_the_cards_follow(visit: Visit) -> None:
    first = visit.bytes()
    assert {"/", "/app.js", "/texts/ru.js", "/components/desk-page.js"} <= first.keys()
    assert sum(first.values()) <= MOST_BYTES, told(first)
    visit.let_go()
    everything = visit.bytes()
    assert {"/components/card.js", "/components/card-known.js", "/voice.js"} <= everything.keys() - first.keys()
    assert sum(everything.values()) <= MOST_WITH_CARDS, told(everything)


def test_nothing_comes_that_only_another_page_or_language_needs(visit: Visit) -> None:
    visit.let_go()
    elsewhere = ("journal-page", "contacts-page", "contact-form", "settings-page", "/texts/en", "-en.js")
    assert [path for path in visit.bytes() if any(part in path for part in elsewhere)] == []
