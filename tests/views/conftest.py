"""A real headless Chromium before a pretended server: no stack is needed to look at a page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser.desk import launched
from tests.views.pretended_server import PretendedServer, pretended


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give one browser to all tests."""
    with launched() as browser:
        yield browser


@pytest.fixture(scope="session")
def server() -> Iterator[PretendedServer]:
    """Give the page with a server that says what we like."""
    with pretended() as server:
        yield server
