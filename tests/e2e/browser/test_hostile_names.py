"""Sixty names that want to be markup, formulas and templates, in every field that is kept: text on every page."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, FilePayload, Page, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.browser.hostile import NAMES, REFUSED
from tests.e2e.world import World

SECONDS = 30
AT_ONCE = 4  # requests; the machine has two cores
PREFIX = f"7999{time.time_ns() // 1_000_000_000 % 10_000:04}"  # nobody's number before this run
WATCH = """
window.reports = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  window.reports.push(`${violatedDirective} ${blockedURI}`));
"""
# the text of each element and the value of each field; not joined, for a name may not be put together from two
UNSEEN = """(names) => {
  const texts = [...document.querySelectorAll("body *")].map((part) => part.value ?? part.textContent.trim());
  const whole = new Set(texts.map((text) => String(text)));
  return names.filter((name) => !whole.has(name));
}"""
FOREIGN = """() => [...document.querySelectorAll("script:not([src]), iframe, img, base, [action], math, a")]
  .filter((part) => part.localName !== "a" || /^(javascript|data|vbscript):/i.test(part.getAttribute("href") ?? ""))
  .map((part) => part.outerHTML)"""
SCROLL = "() => document.querySelectorAll('.scroll, main').forEach((part) => part.scrollTo(0, part.scrollHeight))"


@dataclass
class Book:
    """Where the names are kept: each in a contact, an operator, a line and a call with its note."""

    world: World
    contacts: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)

    def fill(self) -> None:
        """Write every name into every field."""
        self.lines = self.world.admin.must("GET", "/lines")["lines"]
        named = [{"number": line(index), "name": name} for index, name in enumerate(NAMES)]
        self.world.admin.must("PUT", "/lines", {"lines": self.lines + named})
        self.contacts = for_all(self.make_contact)
        for index, name in enumerate(NAMES):  # one after the other: at once they would be in each other's way
            self.operator("PUT", index, {"name": name})

    def make_contact(self, index: int) -> Any:
        """Make the contact of a name."""
        name = NAMES[index]
        body = {"kind": "contact_person", "name": name, "company": name, "note": name, "phones": [phone(index)]}
        return self.world.olga.must("POST", "/contacts", body | {"responsible": "operator-100"})

    def operator(self, method: str, index: int, body: Any = None) -> Any:
        """Make or remove the operator of a name."""
        return self.world.admin.call(method, f"/operators/hostile-{index}", body)

    def say(self, cmd: str, index: int) -> None:
        """Let the PBX tell of the call of a name: `event` rings, `history` says that nobody answered."""
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        body: dict[str, Any] = {
            "cmd": cmd,
            "user": "100",
            "ext": "100",
            "phone": phone(index),
            "diversion": line(index),
        }
        body |= {"type": "INCOMING", "direction": "in"} if cmd == "event" else {"type": "in", "status": "missed"}
        body |= {} if cmd == "event" else {"start": now, "end": now, "duration": 1, "link": "javascript:alert(1)"}
        sent = {"callid": self.call_id(index).split("#")[0], "crm_token": self.world.stack["crm_token"]}
        assert self.world.post(body | sent).ok

    def call_id(self, index: int) -> str:
        """Name the call of a name."""
        return f"hostile-{self.contacts[index]['contact_id']}#100#0"

    def note(self, index: int) -> Any:
        """Write the name into the note of its call."""
        path = f"/calls/{quote(self.call_id(index), safe='')}/note"
        return self.world.olga.must("PUT", path, {"note": NAMES[index]})

    def empty(self) -> None:
        """Take out again what can be taken out."""
        self.world.admin.must("PUT", "/lines", {"lines": self.lines})
        for index in range(len(NAMES)):
            self.operator("DELETE", index)
        for_all(lambda index: self.world.olga.must("DELETE", f"/contacts/{self.contacts[index]['contact_id']}"))
        waiting = self.world.olga.must("GET", "/callbacks", params={"state": "open"})["callbacks"]
        phones = [{"phone": each["phone"], "version": each["version"]} for each in waiting]
        self.world.olga.must("POST", "/callbacks/done", {"phones": phones})


def for_all(do: Callable[[int], Any]) -> list[Any]:
    """Do something for the number of every name."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(do, range(len(NAMES))))


def phone(index: int) -> str:
    """Give the number of a name."""
    return f"{PREFIX}{index:03}"


def line(index: int) -> str:
    """Give the number that was dialled to reach us."""
    return f"7495770{index:04}"


@pytest.fixture(scope="module")
def book(stack: dict[str, Any]) -> Iterator[Book]:
    """Give the names, stored."""
    book = Book(World(stack).reset())
    try:
        book.fill()
        yield book
    finally:
        book.empty()


@pytest.fixture
def watched(olga: Desk, admin: Desk) -> Iterator[dict[str, Desk]]:
    """Give both people's tabs, in which no script may ask, no error be noted and no report be written."""
    troubles: list[str] = []

    def hear(dialog: Dialog) -> None:
        troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note(said: ConsoleMessage) -> None:
        if said.type == "error":
            troubles.append(said.text)

    for desk in (olga, admin):
        desk.page.on("dialog", hear)
        desk.page.on("console", note)
        desk.page.add_init_script(WATCH)
        desk.page.reload()
        expect(desk.page.locator("cc-navigation nav")).to_be_visible()
    yield {"olga": olga, "admin": admin}
    for desk in (olga, admin):  # the next tests' tabs too
        desk.page.remove_listener("dialog", hear)
        desk.page.remove_listener("console", note)
    assert troubles == []
    for desk in (olga, admin):
        assert desk.page.evaluate("window.reports") == []


def test_every_name_is_kept_as_it_was_written_or_refused(book: Book) -> None:
    assert [(each["name"], each["company"], each["note"]) for each in book.contacts] == [(name,) * 3 for name in NAMES]
    for name in REFUSED:
        answer = book.world.olga.call("POST", "/contacts", {"kind": "person", "name": name, "phones": []})
        assert (answer.status_code, list(answer.json())) == (400, ["message"])


def test_every_name_is_text_on_every_page(book: Book, watched: dict[str, Desk]) -> None:
    desk, admin = watched["olga"], watched["admin"]
    for_all(lambda index: book.say("event", index))
    expect(desk.page.locator(".stack-more")).to_be_visible()
    desk.page.locator(".stack-more").click()
    all_seen(desk.page, "the cards")
    for_all(lambda index: book.say("history", index))
    for_all(book.note)
    for place in ("desk", "missed", "journal"):
        visit(desk, place)
        all_seen(desk.page, place)
    visit(desk, "contacts").locator("cc-contact-list input").fill(PREFIX)
    all_seen(desk.page, "contacts")
    for index, contact in list(enumerate(book.contacts))[::6]:  # the list has shown them all
        visit(desk, f"contacts/{contact['contact_id']}")
        expect(desk.page.locator("cc-contact .pane-who h2")).to_have_text(NAMES[index])
    visit(desk, "check")
    expect(desk.page.locator("cc-check")).to_contain_text(NAMES[-1])
    visit(desk, f"check/{quote(book.call_id(0), safe='')}")
    expect(desk.page.locator("cc-check")).to_contain_text(NAMES[0])
    for place in ("settings/operators", "settings/lines", "statistics"):
        visit(admin, place)
        all_seen(admin.page, place)
    import_file(admin)


def import_file(admin: Desk) -> None:
    """Take every name to an import as a cell, and some as a title and the file's own name."""
    page = visit(admin, "contacts/import")
    cells = ['"' + name.replace('"', '""') + '"' for name in NAMES]
    rows = [f"{cell};{phone(index)};{cell}" for index, cell in enumerate(cells)]
    content = "\n".join(["Наименование;Телефон;" + cells[1], *rows]).encode()
    payload: FilePayload = {"name": f"{NAMES[1].replace('/', '')}.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files(payload)
    expect(page.locator("main")).to_contain_text(NAMES[1])
    page.get_by_role("button", name="Проверить", exact=True).click()
    expect(page.get_by_text("Проверено: в книгу пока ничего не записано")).to_be_visible()
    assert page.evaluate(FOREIGN) == []


def visit(desk: Desk, place: str) -> Page:
    """Go to a place of the page without loading it anew."""
    desk.page.evaluate("(place) => { window.location.hash = `#/${place}`; }", place)
    return desk.page


def all_seen(page: Page, where: str) -> None:
    """Scroll until every name stands somewhere as the whole text of something, and nothing else came of it."""
    unseen = list(NAMES)
    until = time.monotonic() + SECONDS
    while unseen and time.monotonic() < until:
        page.evaluate(SCROLL)
        page.wait_for_timeout(50)
        unseen = page.evaluate(UNSEEN, unseen)
    assert (where, unseen) == (where, [])
    assert page.evaluate(FOREIGN) == []
