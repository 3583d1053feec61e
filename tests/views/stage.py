"""A tab whose server, clock and letters are ours: what it shows depends on the page alone, so it can be compared."""

import base64
import json
import math
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    FloatRect,
    Page,
    Request,
    StorageState,
    ViewportSize,
    WebSocketRoute,
    expect,
)

from local.places import ROOT
from tests.views.pretended import Scene
from tests.views.pretended_server import PretendedServer
from tests.views.scenery import NOW, Json, iso

if TYPE_CHECKING:
    from tests.views.views import View

FONTS = ROOT / "tests" / "fixtures" / "fonts"
WEIGHTS = {"Regular": 400, "Medium": 500, "SemiBold": 600, "Bold": 700}
WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
MARGIN = 12  # pixels: what a shadow needs
LOGIN = json.dumps({"id": "id", "refresh": "refresh", "expires": 4e12})
# A font of the machine's would make pictures of another machine differ.
LETTERS = """(fonts) => {
  for (const [weight, text] of fonts) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    document.fonts.add(new FontFace("Inter", bytes.buffer, { weight }));
  }
}"""
WATCH = """
window.reports = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.reports.push(`${violatedDirective} ${blockedURI}`));
window.Notification = class { static permission = "granted"; close() {} };
navigator.clipboard && (navigator.clipboard.writeText = async () => {});
"""
# Two frames later everything that was asked for has been drawn.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
QUIET_MS = 60
PATIENCE_MS = 400  # what waits shows its grey bars after 300 ms, each part of a page for itself


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody looks at the page."""

    language: str = "ru"
    theme: str = "light"
    size: str = "wide"

    @property
    def viewport(self) -> ViewportSize:
        """The window's size in pixels."""
        return {"wide": WIDE, "phone": PHONE}[self.size]


@dataclass
class Stage:
    """One tab before the pretended server; `lenient` lifts the content policy, for tools that bring scripts along."""

    browser: Browser
    server: PretendedServer
    look: Look = field(default_factory=Look)
    lenient: bool = False
    logged_in: bool = True
    calls: tuple[Json, ...] = ()
    refusing: bool = False  # it takes no connections
    troubles: list[str] = field(default_factory=list)
    sockets: list[WebSocketRoute] = field(default_factory=list)
    asked: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Open the tab; nothing is in it yet."""
        self.context = self.open_context()
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.add_init_script(WATCH + f"({LETTERS})({json.dumps(letters())})")
        self.page.route_web_socket(re.compile("^wss?://"), self.connect)
        self.watch()

    def open_context(self) -> BrowserContext:
        """Give a browser of its own, with the preferences of the look kept in it."""
        preferences = {"theme": self.look.theme, "language": self.look.language, "sound": False, "keys": True}
        kept = {"callcard.preferences": json.dumps(preferences)} | ({"callcard.login": LOGIN} if self.logged_in else {})
        storage = {"origin": self.server.url, "localStorage": [{"name": key, "value": kept[key]} for key in kept]}
        return self.browser.new_context(
            locale="ru-RU",
            timezone_id="Europe/Moscow",
            viewport=self.look.viewport,
            bypass_csp=self.lenient,
            reduced_motion="reduce",
            color_scheme="light",
            has_touch=self.look.size == "phone",
            storage_state=cast(StorageState, {"cookies": [], "origins": [storage]}),
        )

    def watch(self) -> None:
        """Keep what went wrong, and what is still on its way."""
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self.hear_console)
        self.page.on("dialog", self.hear_dialog)
        self.page.on("request", lambda request: self.asked.add(request))
        self.page.on("requestfinished", lambda request: self.asked.discard(request))
        self.page.on("requestfailed", lambda request: self.asked.discard(request))

    def hear_console(self, said: ConsoleMessage) -> None:
        """Keep errors of the page's, not the browser's notes about answers that were meant to fail."""
        if said.type == "error" and not re.search("status of 50[02]", said.text):
            self.troubles.append(said.text)

    def hear_dialog(self, dialog: Dialog) -> None:
        """Keep that a script asked something; nothing of ours does."""
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def connect(self, socket: WebSocketRoute) -> None:
        """Be the other end of a connection."""
        if self.refusing:
            socket.close()
            return
        self.sockets.append(socket)
        socket.on_message(lambda text: self.hear(socket, json.loads(text)))

    def hear(self, socket: WebSocketRoute, said: Json) -> None:
        """Answer what the page says on its connection."""
        if said["action"] == "sync":
            socket.send(json.dumps({"type": "sync", "calls": self.calls, "server_time": iso(NOW)}))
        elif said["action"] == "ping":
            socket.send(json.dumps({"type": "pong", "server_time": iso(NOW)}))

    def tell(self, call: Json) -> None:
        """Push a frame about a call."""
        self.sockets[-1].send(json.dumps({"type": "call", "call": call}))

    def pass_time(self, seconds: float) -> None:
        """Let the page's clock show a later time."""
        self.page.clock.set_fixed_time(NOW + timedelta(seconds=seconds))

    def show(self, place: str, scene: Scene = Scene.FULL, calls: tuple[Json, ...] = ()) -> Page:
        """Load the page anew at a place of it, and wait until nothing moves any more."""
        self.page.goto("about:blank")
        self.page.mouse.move(0, 0)
        self.pass_time(0)
        self.asked.clear()
        self.refusing = False
        self.server.change(scene)
        self.calls = calls
        self.page.goto(f"{self.server.url}/#/{quote(place)}")
        expect(
            self.page.locator("cc-login form" if not self.logged_in else "main .page, main .state, main.wall").first
        ).to_be_visible()
        if self.logged_in:
            expect(self.page.locator(".dot-on, main.wall").first).to_be_attached()
        self.settle()
        return self.page

    def show_view(self, view: "View") -> Page:
        """Show a view of the table, with what is pressed first."""
        self.show(view.place, view.scene, view.calls)
        if view.act:
            view.act(self)
            self.settle()
        return self.page

    def picture(self, part: str = "") -> bytes:
        """Take a picture in which nothing moves or blinks, of the whole page or of a part with its shadow."""
        box = self.page.locator(part).first.bounding_box() if part else None
        if not box:
            return self.page.screenshot(animations="disabled", caret="hide")
        left, top = max(0, int(box["x"]) - MARGIN), max(0, int(box["y"]) - MARGIN)
        right = min(self.look.viewport["width"], math.ceil(box["x"] + box["width"]) + MARGIN)
        bottom = min(self.look.viewport["height"], math.ceil(box["y"] + box["height"]) + MARGIN)
        clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        return self.page.screenshot(animations="disabled", caret="hide", clip=clip)

    def settle(self) -> None:
        """Wait until everything that was asked for has come and been drawn; twice, as one answer may ask for more."""
        for _ in range(2):
            self.page.wait_for_timeout(QUIET_MS)
            while self.asked and self.server.scene is not Scene.LOADING:
                self.page.wait_for_timeout(QUIET_MS)
            self.page.evaluate("() => document.fonts.ready.then(() => null)")
            self.page.evaluate(DRAWN)
        if self.server.scene is Scene.LOADING:
            expect(self.page.locator(".loading, [aria-busy=true]").first).to_be_visible()
            self.page.wait_for_timeout(PATIENCE_MS)

    def redraw(self) -> None:
        """Wait for what the page draws anew without asking for data."""
        self.page.wait_for_timeout(2 * QUIET_MS)
        self.page.evaluate(DRAWN)

    def close(self) -> list[str]:
        """Close the tab; what went wrong in it."""
        reports: list[str] = self.page.evaluate("window.reports")
        self.context.close()
        return self.troubles + reports


def letters() -> list[tuple[int, str]]:
    """Give the page's font, weight by weight."""
    return [
        (weight, base64.b64encode((FONTS / f"Inter-{name}.woff").read_bytes()).decode())
        for name, weight in WEIGHTS.items()
    ]
