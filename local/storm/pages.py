"""Writes figures and the picture into the docs."""

import re
from pathlib import Path

from local.places import ROOT

PAGE = ROOT / "docs" / "reliability.md"
PICTURE = ROOT / "docs" / "img" / "storm.svg"


def put(name: str, text: str, page: Path = PAGE) -> None:
    """Put a run's figures between a page's marks of that name."""
    place = re.compile(rf"(<!-- {name} -->).*?(<!-- /{name} -->)", re.DOTALL)
    before = page.read_text(encoding="utf-8")
    page.write_text(place.sub(lambda found: found[1] + text + found[2], before), encoding="utf-8")


def draw(picture: str) -> None:
    """Put the picture beside the page."""
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")
