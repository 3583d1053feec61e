"""Writes figures and the picture into the docs."""

import re

from local.places import ROOT

PAGE = ROOT / "docs" / "reliability.md"
PICTURE = ROOT / "docs" / "img" / "storm.svg"


def put(name: str, text: str) -> None:
    """Put a run's figures between the page's marks of that name."""
    place = re.compile(rf"(<!-- {name} -->).*?(<!-- /{name} -->)", re.DOTALL)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(place.sub(lambda found: found[1] + text + found[2], page), encoding="utf-8")


def draw(picture: str) -> None:
    """Put the picture beside the page."""
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")
