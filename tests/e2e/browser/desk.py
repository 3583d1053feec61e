"""An operator's page in a real Chromium, in the words of the people who use it."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # letters drawn the same on every machine, so that pictures can be compared
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
]
SECONDS = 20  # a first request waits for a function to start; on a busy machine, long
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Desktop notifications cannot be seen in a headless browser: they are noted down instead.
NOTIFICATIONS = """
window.shown = [];
window.Notification = class {
  static permission = "granted";
  constructor(title, options) { window.shown.push({ title, ...options }); }
  close() {}
};
"""


@contextmanager
def launched() -> Iterator[Browser]:
    """Give the machine's own Chromium; `make test` installs one where none is."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if not path:
        pytest.skip("no Chromium on this machine")
    expect.set_options(timeout=SECONDS * 1000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Desk:
    """One logged-in person's tab."""

    page: Page
    web_url: str
    frames: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to the tab before it says anything."""
        self.page.on("websocket", self.listen)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "console", lambda message: self.troubles.append(message.text) if "Policy" in message.text else None
        )
        self.page.add_init_script(NOTIFICATIONS)

    def listen(self, socket: WebSocket) -> None:
        """Keep the frames of a connection."""
        socket.on("framereceived", lambda text: self.frames.append(json.loads(text)))

    def log_in(self, login: str, password: str) -> Self:
        """Come in by the front door."""
        self.page.goto(self.web_url)
        self.page.get_by_label("Логин").fill(login)
        self.page.get_by_label("Пароль").fill(password)
        self.page.get_by_role("button", name="Войти").click()
        return self

    def refresh(self) -> Self:
        """The page loaded anew; it asks for the calls that go on."""
        self.frames.clear()
        self.page.reload()
        self.wait_for(lambda frame: frame["type"] == "sync")
        return self.ready()

    def ready(self) -> Self:
        """All of the page is here: what a call or a key needs comes after the first load."""
        self.page.locator("cc-search").wait_for(state="attached")
        return self

    def tidy(self) -> Self:
        """The desk with no cards, the connection open, nothing heard yet; a login for each test would take minutes."""
        self.page.evaluate("window.location.hash = '#/desk'; window.shown = []")
        expect(self.page.locator(".card-ringing, .card-talking")).to_have_count(0)
        hide = self.page.locator("cc-card:not([inert])").get_by_role(
            "button", name="Скрыть"
        )  # one that leaves is inert
        while hide.count():
            hide.first.click()
        expect(self.page.get_by_text("На связи")).to_be_visible()
        self.frames.clear()
        return self

    def open(self, section: str) -> Self:
        """Go to a section by its navigation."""
        self.page.get_by_role("navigation", name="Разделы").get_by_role("link", name=section).click()
        return self

    def wait_for(self, wanted: Any, seconds: float = 30) -> dict[str, Any]:
        """The first frame that is wanted."""
        for _ in range(int(seconds * 50)):
            found = next((frame for frame in self.frames if wanted(frame)), None)
            if found:
                return found
            self.page.wait_for_timeout(20)
        raise AssertionError("the frame did not come")

    def hears(self, call: str, state: str) -> dict[str, Any]:
        """Wait for the frame of a call's state, and until the page has drawn it."""
        told = self.wait_for(
            lambda frame: (
                frame["type"] == "call"
                and frame["call"]["call_id"].startswith(f"{call}#")
                and frame["call"]["state"] == state
            )
        )
        self.page.evaluate("() => new Promise(requestAnimationFrame)")
        call_told: dict[str, Any] = told["call"]
        return call_told

    def living(self) -> list[dict[str, Any]]:
        """The calls that go on, as this tab was told."""
        calls = [call for frame in self.frames for call in frame.get("calls", [frame.get("call")]) if call]
        told = {call["call_id"]: call for call in calls}
        return [call for call in told.values() if call["state"] != "ended"]

    def cards(self, call: str) -> Locator:
        """The call's cards, open or folded; there should never be more than one."""
        return self.page.locator(f'cc-card[data-call^="{call}#"] > .card')

    def card(self, call: str) -> Locator:
        """The call's card, unfolded: another call's may have been open."""
        card = self.cards(call)
        expect(card).to_have_count(1)
        if "folded" in (card.get_attribute("class") or ""):
            card.get_by_role("button", name="Показать").click()
        return card

    def toast(self, text: str) -> None:
        """A short news has to be there."""
        expect(self.page.locator(".toast").filter(has_text=text).first).to_be_visible()

    def notifications(self) -> list[dict[str, Any]]:
        """The desktop notifications shown so far."""
        found: list[dict[str, Any]] = self.page.evaluate("window.shown")
        return found


def written(phone: str) -> re.Pattern[str]:
    """A displayed number as a pattern: the page writes it with spaces and hyphens that cannot break."""
    return re.compile(re.escape(phone).replace(r"\ ", r"\s").replace(r"\-", "[-\u2011]"))
