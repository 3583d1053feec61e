"""A real headless Chromium with both operators and the administrator logged in."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.e2e.browser.desk import Desk, launched
from tests.e2e.browser.journal import RECORD, answer_sound
from tests.e2e.world import World


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give one browser to all tests."""
    with launched() as browser:
        yield browser


def tab(chromium: Browser) -> Page:
    """A browser of its own: nothing is shared with the other people's."""
    context = chromium.new_context(
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    return page


@pytest.fixture
def stranger(chromium: Browser, stack: dict[str, Any]) -> Iterator[Desk]:
    """Give a tab in which nobody is logged in."""
    desk = Desk(tab(chromium), stack["web_url"])
    yield desk
    assert desk.troubles == []
    desk.page.context.close()


@pytest.fixture(scope="session")
def desks(chromium: Browser, stack: dict[str, Any]) -> Iterator[dict[str, Desk]]:
    """Log everybody in once: a login is what takes time."""
    people = {"olga": stack["operators"][0], "denis": stack["operators"][1], "admin": stack["admin"]}
    desks = {name: Desk(tab(chromium), stack["web_url"]) for name in people}
    for name, person in people.items():
        desks[name].log_in(person["login"], person["password"])
        desks[name].ready()
        if name != "admin":  # what goes on already is known, so that it can be ended
            desks[name].wait_for(lambda frame: frame["type"] == "sync")
    yield desks
    for desk in desks.values():
        desk.page.context.close()


@pytest.fixture
def olga(desks: dict[str, Desk], world: World) -> Iterator[Desk]:
    """Give the desk of the operator at extension 100."""
    hang_up(world, desks["olga"])
    yield desks["olga"].tidy()
    hang_up(world, desks["olga"])
    assert desks["olga"].troubles == []


def hang_up(world: World, desk: Desk) -> None:
    """End the calls that a test left going on: their cards would stand in the next one's way."""
    living = desk.living()
    token = world.crm_token if living else ""
    for call in living:
        callid = call["call_id"].split("#")[0]
        at = call["extension"]
        body = {"cmd": "history", "type": call["direction"], "user": at, "ext": at, "status": "missed"}
        body |= {"phone": call["phone"] or "anonymous", "callid": callid, "crm_token": token}
        times = {"start": "20230908T135640", "end": "20230908T135641", "duration": 1, "diversion": "", "link": ""}
        assert world.post(body | times).ok


@pytest.fixture
def denis(desks: dict[str, Desk], world: World) -> Iterator[Desk]:
    """Give the desk of the operator at extension 101."""
    hang_up(world, desks["denis"])
    yield desks["denis"].tidy()
    hang_up(world, desks["denis"])
    assert desks["denis"].troubles == []


def accept(dialog: Dialog) -> None:
    """Leave a page that asks whether to."""
    dialog.accept()


@pytest.fixture
def admin(desks: dict[str, Desk], world: World) -> Iterator[Desk]:
    """Give the administrator's page, where no calls come."""
    desk = desks["admin"]
    # what the test before changed and did not save is left without a word
    desk.page.on("dialog", accept)
    desk.page.goto("about:blank")
    desk.page.remove_listener("dialog", accept)
    desk.page.goto(f"{desk.web_url}/#/settings")
    yield desk
    assert desk.troubles == []


@pytest.fixture
def journal(olga: Desk) -> Iterator[Desk]:
    """Give the operator's desk with the records' host: `/gone` is not there, all else is half a minute of silence."""
    olga.page.route(f"{RECORD}/**", answer_sound)
    yield olga
    olga.page.unroute_all()
    olga.page.set_viewport_size({"width": 1440, "height": 900})
