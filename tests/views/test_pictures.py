"""What the comparison of pictures notices, and what it does not mind."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser

from local.page import WEB
from tests.views import pictures
from tests.views.pictures import Picture, differences, read, reduced
from tests.views.pretended_server import STEADY, PretendedServer
from tests.views.stage import Stage

BUTTON = "document.querySelector('cc-dial-box button').style"
NOTICED = {
    "a button moved by three pixels": f"{BUTTON}.translate = '3px'",
    "a button that is gone": f"{BUTTON}.visibility = 'hidden'",
    "red that became ink": "document.documentElement.style.setProperty('--rowan', 'var(--ink)')",
    "a word that changed": "document.querySelector('h1').append('ы')",
    "rows one pixel higher": "document.querySelectorAll('.row').forEach((row) => (row.style.minHeight = '41px'))",
}


@pytest.fixture(scope="module")
def stage(chromium: Browser, server: PretendedServer) -> Stage:
    """Give the desk on a stage."""
    return Stage(chromium, server)


@pytest.mark.parametrize("what", NOTICED)
def test_a_change_of_the_page_is_noticed(stage: Stage, what: str) -> None:
    page = stage.show("desk")
    before = read(stage.picture())
    page.evaluate(f"() => {{ {NOTICED[what]}; }}")
    assert differences(before, read(stage.picture()))


def test_the_clock_that_the_pictures_stop_is_the_pages() -> None:
    assert (WEB / "app.js").read_bytes().count(STEADY) == 1


def test_the_same_page_is_the_same_picture_in_few_colours_and_with_softer_letters(stage: Stage) -> None:
    stage.show("desk")
    seen = read(stage.picture())
    stage.show("desk")
    again = read(stage.picture())
    assert differences(reduced(seen).convert("RGB"), again) == []
    softer = Image.blend(again, again.filter(ImageFilter.BoxBlur(1)), 0.4)  # another version of the browser
    assert differences(reduced(seen).convert("RGB"), softer) == []


def test_what_differs_is_drawn_and_a_missing_picture_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "STATES", tmp_path / "kept")
    monkeypatch.setattr(pictures, "DIFFERENT", tmp_path / "different")
    white, black = encoded("white"), encoded("black")
    picture = Picture("square")
    with pytest.raises(AssertionError, match="make pictures"):
        picture.compare(white)
    picture.keep(white)
    assert picture.compare(white) == []
    assert len(picture.compare(black)) == 4
    assert read((tmp_path / "different" / "square.png").read_bytes()).size == (60, 24)


def encoded(colour: str) -> bytes:
    """Give a square of one colour as a file."""
    content = BytesIO()
    Image.new("RGB", (24, 24), colour).save(content, "png")
    return content.getvalue()
