"""Every view of the page, in both languages and themes: accessible, as wide as the screen, and looking as it did."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, Page

from local.places import ROOT
from tests.views.pictures import RENEW, Picture
from tests.views.pretended_server import PretendedServer
from tests.views.stage import Look, Stage
from tests.views.views import DERIVED, PAGES, VIEWS, View

EVERYTHING = os.environ.get("CALLCARD_VIEWS") == "all"
WIDTHS = (320, 390, 768, 1024, 1440)
# What a theme can change; all the other rules see the same document in both.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
PARTS = "main, .page-head, .toolbar, .nav, .scroll, .card, dialog[open]"
WIDER = """(parts) => [document.documentElement, ...document.querySelectorAll(parts)]
  .filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1)
  .filter((part) => part === document.documentElement || getComputedStyle(part).overflowX === "visible")
  .map((part) => `${part.localName}.${part.className}: ${part.scrollWidth} > ${part.clientWidth}`)"""
DOCUMENT = ROOT / "docs" / "pages.md"
HEAD = """# The pages

Every page as it looks today: `make pictures` writes this document and its pictures from one table,
`tests/views/views.py`, and `make test` compares them with what a browser shows. Names and numbers are invented.
"""
# Touch targets: the look wants 2.75 rem; a switch or a box is pressed by its label, a link stands in its sentence.
TARGETS = "button:not(.link), input:not([type=range]), select, textarea, summary, nav a"
SMALL = """(targets) => [...document.querySelectorAll(targets)]
  .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.disabled)
  .map((part) => [part, (part.closest("label") ?? part).getBoundingClientRect()])
  .filter(([, { width, height }]) => Math.max(width, height) > 1 && Math.round(height) < 44)
  .map(([part, { height }]) => `${part.localName} ${part.className} ${part.ariaLabel ?? part.textContent} ${height}`)"""
PUT_ON = "(theme) => { document.documentElement.dataset.theme = theme; }"
LANGUAGES, THEMES = ("ru", "en"), ("light", "dark")


def seen(view: View, language: str, *more: str) -> ParameterSet:
    """Name one visit; what asks about the same one runs in the same process, where it is remembered."""
    group = pytest.mark.xdist_group(f"{view.name} {language}")
    return pytest.param(view, *(more or [language]), id="-".join([view.name, *(more or [language])]), marks=group)


# the server's other days are the same parts in every language and theme: all of them in all are for a longer run
ALL = (*VIEWS, *DERIVED)
SEEN = [seen(view, language) for language in LANGUAGES for view in (ALL if language == "ru" or EVERYTHING else VIEWS)]
PICTURES = [seen(view, "ru", theme) for theme in THEMES for view in (ALL if theme == "light" else VIEWS)]
in_every_language = pytest.mark.parametrize(("view", "language"), SEEN)


@dataclass(frozen=True, slots=True)
class Visit:
    """What was found when a view was looked at in one language; violations and pictures by theme."""

    violations: dict[str, list[str]]
    pictures: dict[str, bytes]
    wider: dict[int, list[str]]
    troubles: list[str]


@dataclass
class Visitor:
    """Looks at each view once in a language, however many tests ask what it saw."""

    browser: Browser
    server: PretendedServer
    stages: dict[tuple[Look, bool], Stage] = field(default_factory=dict)
    visits: dict[tuple[str, str], Visit] = field(default_factory=dict)

    def stage(self, look: Look, *, logged_in: bool) -> Stage:
        """Give a tab for a look; a tab is dear, so it is kept."""
        if (look, logged_in) not in self.stages:
            lenient = look.size == "wide"  # axe is a script that the page's content policy forbids
            stage = Stage(self.browser, self.server, look, lenient=lenient, logged_in=logged_in)
            self.stages[look, logged_in] = stage
        return self.stages[look, logged_in]

    def visit(self, view: View, language: str) -> Visit:
        """Give what a view looks like in a language."""
        if (view.name, language) not in self.visits:
            stage = self.stage(Look(language), logged_in=view.logged_in)
            self.visits[view.name, language] = look_at(stage, view)
        return self.visits[view.name, language]

    def close(self) -> None:
        """Close all tabs."""
        for stage in self.stages.values():
            stage.close()


def look_at(stage: Stage, view: View) -> Visit:
    """Look at a view in both themes and at every width."""
    stage.troubles.clear()
    page = stage.show_view(view)
    violations, pictures = {}, {}
    # nothing on the server's other days has a colour of its own
    themes = THEMES if not view.derived or EVERYTHING else THEMES[:1]
    for theme in themes if stage.look.language == LANGUAGES[0] else ():  # at once: the cards' timers go on
        page.evaluate(PUT_ON, theme)
        stage.redraw()  # a theme has images of its own
        pictures[theme] = stage.picture(view.part)
    for theme, rules in zip(themes, (None, COLOURS), strict=False):
        page.evaluate(PUT_ON, theme)
        violations[theme] = axe(page, rules)
    page.evaluate(PUT_ON, stage.look.theme)
    wider = {width: too_wide(page, width) for width in WIDTHS}
    page.set_viewport_size(stage.look.viewport)
    return Visit(violations, pictures, wider, list(stage.troubles))


def axe(page: Page, rules: dict[str, Any] | None) -> list[str]:
    """Give what axe finds wrong, one line for each place; who only renews pictures need not wait for it."""
    if RENEW:
        return []
    found = Axe().run(page, options=rules or {}).response["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def too_wide(page: Page, width: int) -> list[str]:
    """Give the parts that would have to be scrolled sideways at a width."""
    page.set_viewport_size({"width": width, "height": 844})
    found: list[str] = page.evaluate(WIDER, PARTS)
    return found


@pytest.fixture(scope="session")
def visitor(chromium: Browser, server: PretendedServer) -> Iterator[Visitor]:
    """Give who looks at every view."""
    visitor = Visitor(chromium, server)
    yield visitor
    visitor.close()


@in_every_language
def test_a_view_is_accessible_in_both_themes(visitor: Visitor, view: View, language: str) -> None:
    found = visitor.visit(view, language).violations
    assert [each for theme in found.values() for each in theme] == []


@in_every_language
def test_a_view_is_never_wider_than_the_screen(visitor: Visitor, view: View, language: str) -> None:
    assert visitor.visit(view, language).wider == {width: [] for width in WIDTHS}


@in_every_language
def test_a_view_has_nothing_to_complain_of(visitor: Visitor, view: View, language: str) -> None:
    assert visitor.visit(view, language).troubles == []


@pytest.mark.parametrize(("view", "theme"), PICTURES)
def test_a_view_looks_as_it_did(visitor: Visitor, view: View, theme: str) -> None:
    look_alike(Picture(f"{view.name}-{theme}", documented=bool(view.use)), visitor.visit(view, "ru").pictures[theme])


@pytest.mark.parametrize("view", [view for view in VIEWS if view.use], ids=lambda view: view.name)
def test_a_view_looks_as_it_did_on_the_phone_under_the_strict_content_policy(visitor: Visitor, view: View) -> None:
    stage = visitor.stage(Look(size="phone"), logged_in=view.logged_in)
    stage.troubles.clear()
    page = stage.show_view(view)
    look_alike(Picture(f"{view.name}-phone"), stage.picture())
    assert (stage.troubles, page.evaluate("window.reports")) == ([], [])
    assert page.evaluate(SMALL, TARGETS) == []


def look_alike(picture: Picture, seen: bytes) -> None:
    """Compare with the picture that is kept, or keep this one when they are renewed."""
    if RENEW:
        picture.keep(seen)
    found = picture.compare(seen)
    assert found == [], f"see .local/pictures/{picture.file.name}; if it is meant: make pictures"


def test_the_documentation_shows_every_page() -> None:
    if RENEW:
        DOCUMENT.write_text(document(), encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "make pictures"


def document() -> str:
    """Write docs/pages.md: every page in both themes, with what it is for."""
    shown = [view for view in VIEWS if view.use]
    rows = [f"## {view.name}\n\n{view.use}\n\n{both(view)}\n" for view in shown]
    return "\n".join([HEAD, *rows])


def both(view: View) -> str:
    """Show a page in both themes beside each other."""
    return " ".join(
        f'<img src="img/pages/{view.name}-{theme}.png" width="49%" alt="{view.name}, {theme}">' for theme in THEMES
    )


def test_no_page_is_missing_from_the_views() -> None:
    router = (ROOT / "web" / "router.js").read_text(encoding="utf-8")
    [listed] = re.findall(r"const PAGES = \[([^\]]*)\]", router)
    pages = set(re.findall(r'"([\w-]+)"', listed))
    assert pages
    assert pages - {view.place.split("/")[0] for view in PAGES} == set()
