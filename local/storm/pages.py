"""Writes the storm's figures and picture into the docs."""

import re

from local.places import ROOT
from local.storm.handlers import Outcome, Weather
from local.storm.plot import plot
from local.storm.report import section

PAGE = ROOT / "docs" / "reliability.md"
PICTURE = ROOT / "docs" / "img" / "storm.svg"
PLACE = re.compile(r"(<!-- storm -->\n).*?(<!-- /storm -->)", re.DOTALL)


def write(weather: Weather, outcome: Outcome, seconds: float) -> None:
    """Put a run's figures in their place."""
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(plot(outcome.record), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    figures = section(weather, outcome, seconds)
    PAGE.write_text(PLACE.sub(lambda found: found[1] + figures + found[2], page), encoding="utf-8")
