"""The page on a stage: no server, no network; the answers and the socket's frames are said by the test."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Locator, Page, Route

from local.page import Builder, prepare

ADDRESS = "https://callcard.invalid"
KINDS = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'self'; connect-src 'self' wss://callcard.invalid; style-src 'self'; object-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
OLGA = {"operator_id": "operator-100", "name": "Ольга Миронова", "extension": "100"}
DENIS = {"operator_id": "operator-101", "name": "Денис Карпов", "extension": "101"}
ME = OLGA | {"admin": True, "colleagues": [OLGA, DENIS]}
IRINA = {
    "contact_id": "c1",
    "name": "Ирина Соколова",
    "kind": "contact_person",
    "company": "ООО «Вектор Плюс»",
    "responsible": "operator-100",
    "phone": "79991234567",
    "display": "+7 999 123-45-67",
    "reason": "full",
    "matched": 11,
}
OTHERS = [IRINA | {"contact_id": f"c{n}", "name": f"Пётр {n}", "reason": "suffix", "matched": 7} for n in (2, 3)]
CALL = {
    "call_id": "1#100#0",
    "version": 1,
    "state": "ringing",
    "direction": "in",
    "extension": "100",
    "phone": "79991234567",
    "display": "+7 999 123-45-67",
    "line": {"number": "+7 495 000-40-40", "name": "Сайт"},
    "contacts": [IRINA],
    "card": True,
    "toast": False,
    "calls_kept_days": None,
    "missed": False,
    "answered_by": None,
    "record": None,
    "note": "",
    "answered_at": None,
    "ended_at": None,
    "duration": None,
    "talk": None,
    "click": None,
    "relinked": False,
}
EMPTY = {"GET /me": ME, "GET /calls": {"calls": [], "cursor": None}, "POST /tickets": {"ticket": "t"}}
NOTE = r"PUT /calls/.+/note"
SAVED = {NOTE: {"version": 9}}
START = """
localStorage.setItem("callcard.login", JSON.stringify({ id: "t", refresh: "r", expires: Date.now() + 9e8 }));
window.sockets = [];
window.WebSocket = class {
  constructor() {
    this.readyState = 0;
    window.sockets.push(this);
    setTimeout(() => { this.readyState = 1; this.onopen?.(); });
  }
  send() {}
  close() { this.readyState = 3; this.onclose?.(); }
};
window.say = (frame) => window.sockets.at(-1).onmessage({ data: JSON.stringify(frame) });
window.stamp = (call, ago, talked) => {
  const at = (seconds) => (seconds == null ? null : new Date(Date.now() - seconds * 1000).toISOString());
  return { started_at: at(ago), ...call, ...(talked == null ? {} : { answered_at: at(talked) }), server_time: at(0) };
};
"""


@cache
def built_page() -> Path:
    """Where the page is, built as people get it wherever that can be done."""
    builder = Builder()
    prepare(builder)
    return builder.folder()


@dataclass
class Stage:
    """One tab; `answers` says what the API answers to a method and a path, `asked` what the page asked it."""

    page: Page
    answers: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, str, Any]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def open(self, part: str = "#/desk") -> None:
        """Load the page for somebody who is logged in, until their socket is open."""
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda said: self.troubles.append(said.text) if "Policy" in said.text else None)
        self.page.add_init_script(START)
        self.page.goto(f"{ADDRESS}/{part}")
        self.page.get_by_text("На связи").or_(self.page.get_by_text("Online")).first.wait_for(state="attached")
        self.page.locator("cc-search").wait_for(state="attached")  # what a call and a key need has come as well

    def say(self, *, ago: float = 7, talked: float | None = None, **call: Any) -> None:
        """Let the socket bring a call's frame: it began `ago` seconds before now, the answer came `talked` before."""
        self.page.evaluate(
            "([call, ago, talked]) => window.say({ type: 'call', call: window.stamp(call, ago, talked) })",
            [CALL | call, ago, talked],
        )

    def serve(self, route: Route) -> None:
        """Answer a request of the page: a file, or what the test says."""
        path = unquote(urlsplit(route.request.url).path)
        if not route.request.url.startswith(ADDRESS):
            route.fulfill(body="elsewhere")
        elif path.startswith("/api/"):
            self.answer(route, path.removeprefix("/api"))
        elif path == "/config.json":
            route.fulfill(json={"api_url": "/api", "ws_url": "wss://callcard.invalid", "cognito_url": "/cognito"})
        else:
            file = built_page() / (path.lstrip("/") or "index.html")
            headers = {"Content-Type": KINDS[file.suffix], "Content-Security-Policy": POLICY}
            route.fulfill(status=200, body=file.read_bytes(), headers=headers)

    def answer(self, route: Route, path: str) -> None:
        """Say what the test wants said, or that there is nothing."""
        body = json.loads(route.request.post_data) if route.request.post_data else None
        self.asked.append((route.request.method, path, body))
        said: Any = next(
            (a for wanted, a in self.answers.items() if re.fullmatch(wanted, f"{route.request.method} {path}")), {}
        )
        said = said(route) if callable(said) else said
        if said is None:
            route.abort()
        elif isinstance(said, int):
            route.fulfill(status=said, json={"message": "no"})
        elif isinstance(said, tuple):
            route.fulfill(status=said[0], json=said[1])
        else:
            route.fulfill(json=said)


@contextmanager
def staged(browser: Browser, answers: dict[str, Any] | None = None, **options: Any) -> Iterator[Stage]:
    """Give a stage in a browser of its own, the page open; `options` are the browser's."""
    screen = {"locale": "ru-RU", "timezone_id": "Europe/Moscow", "viewport": {"width": 1440, "height": 900}}
    context = browser.new_context(**(screen | options))
    made = Stage(context.new_page(), EMPTY | (answers or {}))
    context.route("**/*", made.serve)
    made.open()
    yield made
    assert made.troubles == []
    context.close()


def card(stage: Stage, call: str = "1#100#0") -> Locator:
    """The card of a call."""
    return stage.page.locator(f'cc-card[data-call="{call}"]:not([inert]) > .card')


def note(stage: Stage) -> Locator:
    """The note field of the open card."""
    return stage.page.locator("cc-card[data-opened] textarea")
