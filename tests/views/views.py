"""Every view of the page and every state worth looking at: a new page of the product is one line here."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tests.views.pretended import Scene, lengthened, ringing
from tests.views.scenery import Json, ago
from tests.views.stage import Stage

type Act = Callable[[Stage], None]

SCENES = (Scene.EMPTY, Scene.ERROR, Scene.LOADING, Scene.LONG)


@dataclass(frozen=True, slots=True)
class View:
    """One thing to look at: where it is, what is going on, and what has been pressed first."""

    name: str
    place: str
    use: str = ""  # what it is for, one line of docs/pages.md; a mere state has none
    calls: tuple[Json, ...] = ()
    act: Act | None = None
    scene: Scene = Scene.FULL
    scenes: tuple[Scene, ...] = ()  # the server's other days that make it look otherwise
    derived: bool = False  # another day of the server's
    part: str = ""  # what of it is kept as a picture; nothing is the whole page
    logged_in: bool = True

    def on(self, scene: Scene) -> "View":
        """Give the same view on another day of the server's."""
        calls = tuple(lengthened(list(self.calls))) if scene is Scene.LONG else self.calls
        return replace(
            self, name=f"{self.name}-{scene}", use="", scene=scene, scenes=(), calls=calls, part=self.part or "main"
        )


def press(name: str) -> Act:
    """Press the first button or link of this name, in whatever language."""
    return lambda stage: stage.page.get_by_role("button", name=re.compile(name)).first.click()


def select(selector: str) -> Act:
    """Click the first thing that a selector finds."""
    return lambda stage: stage.page.locator(selector).first.click()


def lose_link(stage: Stage) -> None:
    """Cut the connection, and let twelve seconds pass."""
    stage.server.change(Scene.ERROR)
    stage.refusing = True
    stage.sockets[-1].close()
    stage.page.locator(".dot-seeking").first.wait_for(state="attached")
    stage.pass_time(12)
    stage.page.locator(".banner").first.wait_for()


def copy_number(stage: Stage) -> None:
    """Copy the caller's number; the pointer keeps the toast that says so."""
    stage.page.locator("cc-card [data-key=copy]").first.click()
    stage.page.locator(".toast").first.hover()


def several(count: int) -> tuple[Json, ...]:
    """Give so many calls that ring at once."""
    return tuple(
        ringing(index == 0, call_id=f"3{index:02}#100#0", phone=f"790000012{index:02}") for index in range(count)
    )


TALK: Json = {"state": "talking", "version": 2, "answered_at": ago(seconds=5)}
OVER: Json = {
    "state": "ended",
    "version": 3,
    "answered_at": ago(seconds=5),
    "ended_at": ago(seconds=1),
    "duration": 9,
    "talk": 4,
}
RECORD: Json = {
    "call_id": "200#100#0",
    "started_at": ago(seconds=9),
    "ended_at": ago(seconds=1),
    "duration": 9,
    "talk": 4,
}
RECORDED: Json = OVER | {"record": RECORD | {"missed": False, "link": None}}
MISSED: Json = {"state": "ended", "version": 3, "missed": True, "ended_at": ago(seconds=1), "duration": 24}
NOBODY: Json = {"phone": "79000007319", "contacts": 0}
FORGET = "^(Забыть этого|Forget this)"
STACK, OPEN = ".stack", "[popover]:popover-open"
CALL_BACK, EDIT, DELETE, CREATE = "Позвонить|Call", "^(Изменить|Edit)$", "^(Удалить|Delete)", "^(Создать|Create)$"

PAGES = (
    View("login", "", "The way in; a new operator chooses a password of their own here.", logged_in=False),
    View("desk", "desk", "The operator's day: two days of calls, and the lane in which cards appear.", scenes=SCENES),
    View("missed", "missed", "Clients who reached nobody: who has waited longest, who takes them.", scenes=SCENES),
    View("journal", "journal", "Every recorded call, by period, direction, operator, name or number.", scenes=SCENES),
    View("contacts", "contacts", "The address book, searched by any part of a name, company or number.", scenes=SCENES),
    View("contact", "contacts/c06", "One contact: its numbers, who is responsible, and its calls.", scenes=SCENES[1:]),
    View(
        "erasure",
        "contacts/erasure/done",
        "A person was forgotten: how much was erased, and what could not be.",
        scenes=SCENES[1:2],
    ),
    View("contact-new", "contacts/new/partner", "A contact made by hand, of one of four kinds."),
    View("import", "contacts/import", "Contacts from a file: CSV, XLSX, vCard and lists of 1С.", scenes=SCENES[:1]),
    View(
        "import-columns",
        "contacts/import/ready",
        "What each column of the file holds, guessed and changed.",
        scenes=SCENES[1:3],
    ),
    View("import-done", "contacts/import/done", "What came of an import, with every bad row and why."),
    View("statistics", "statistics", "How many calls, how long people waited, who took them.", scenes=SCENES),
    View("wallboard", "wallboard", "For a screen on the wall: who talks, who waits. No client's name.", scenes=SCENES),
    View("check", "check", "Will a card come? The way of a call, link by link, and a test call.", scenes=SCENES),
    View("check-why", "check/001#101#0", "Why a call had no card, in one sentence.", scenes=SCENES[1:]),
    View(
        "settings",
        "settings",
        "The ten settings, both tokens, and the advisor on the number of digits.",
        scenes=SCENES[:3],
    ),
    View("operators", "settings/operators", "Who works here, at which extension, under which login.", scenes=SCENES),
    View(
        "lines",
        "settings/lines",
        "What the company's numbers are called on cards and in the journal.",
        scenes=SCENES[:3],
    ),
)
CARDS = (
    View("card-ringing", "desk", "Who is calling, before the second ring.", (ringing(),), scenes=(Scene.LONG,)),
    View(
        "card-unknown",
        "journal",
        "A number nobody knows: copy, call back, look up, create, attach.",
        (ringing(**NOBODY),),
    ),
    View(
        "card-chooser", "contacts", "Several who fit: best first, with the reason.", (ringing(3),), scenes=(Scene.LONG,)
    ),
    View("card-outgoing", "desk", calls=(ringing(direction="out", line=None),), part=STACK),
    View("card-withheld", "desk", calls=(ringing(0, phone=""),), part=STACK),
    View("card-talking", "desk", calls=(ringing(**TALK),), part=STACK),
    View("card-ended", "desk", calls=(ringing(**RECORDED),), part=STACK),
    View("card-missed", "desk", calls=(ringing(**MISSED),), part=STACK),
    View("card-no-answer", "desk", calls=(ringing(direction="out", **MISSED),), part=STACK),
    View("card-elsewhere", "desk", calls=(ringing(**OVER | {"answered_by": "101", "talk": None}),), part=STACK),
    View("card-form", "desk", calls=(ringing(**NOBODY),), act=press("^(Партнёр|Partner)$"), part=STACK),
    View("card-attach", "desk", calls=(ringing(**NOBODY),), act=press("^(Добавить к сущ|Add to ex)"), part=STACK),
    View("cards-two", "desk", calls=(ringing(**TALK), *several(1)), part=STACK),
    View("cards-twelve", "journal", calls=several(12), part=STACK),
)
STATES = (
    View("missed-attempts", "missed", act=select(".m-unfold"), part="main"),
    View("missed-reasons", "missed", act=select(".m-more"), part="main"),
    View("missed-closed", "missed/closed", part="main"),
    View("journal-open", "journal", act=select(".journal-row:not(.journal-head)"), part="main"),
    View("contact-edit", "contacts/c06", act=press(EDIT), part=".pane"),
    View("contact-delete", "contacts/c06", act=press(DELETE), part="dialog[open]"),
    View("contact-forget", "contacts/c06", act=press(FORGET), part="dialog[open]"),
    View("erasure-running", "contacts/erasure/running", part="main"),
    View("contact-create", "contacts", act=press(CREATE), part=OPEN),
    View("call-error", "contacts/c06", act=press(CALL_BACK), part="dialog[open]"),
    View("import-running", "contacts/import/running", part="main"),
    View("import-failed", "contacts/import/failed", part="main"),
    View("check-why-shown", "check/000#100#0", part="main"),
    View("operator-form", "settings/operators", act=select("table.operators tbody tr"), part="main"),
    View("operator-menu", "desk", act=select(".operator"), part=OPEN),
    View("dial", "desk", act=select("cc-dial-box button"), part=OPEN),
    View("offline", "desk", act=lose_link),
    View("toast", "desk", calls=(ringing(),), act=copy_number, part=".toasts"),
)
VIEWS = (*PAGES, *CARDS, *STATES)
DERIVED = tuple(view.on(scene) for view in VIEWS for scene in view.scenes)
