"""What was measured: one value for each contender, figure and round; medians, and how far they went."""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple


class Spread(NamedTuple):
    """A median, and the least and the most."""

    middle: float
    least: float
    most: float


def spread(values: list[float]) -> Spread:
    """Give the median of some values and their ends."""
    return Spread(median(values), min(values), max(values))


def percentile(values: list[float], percent: int) -> float:
    """Give the value below which so many percent lie; inclusive, so never more than the most."""
    if len(values) < 2:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]


@dataclass(slots=True)
class Figures:
    """All values of a run, in the order of its rounds."""

    values: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def add(self, contender: str, figure: str, *values: float) -> None:
        """Note what was measured."""
        self.values.setdefault((contender, figure), []).extend(values)

    def has(self, contender: str) -> bool:
        """Say whether anything of a contender was measured."""
        return any(whose == contender for whose, _ in self.values)

    def all(self, contender: str, figure: str) -> list[float]:
        """List a figure's values."""
        return self.values[contender, figure]

    def of(self, contender: str, figure: str) -> Spread:
        """Give a figure's median and its ends."""
        return spread(self.all(contender, figure))

    def ratio(self, one: str, other: str, figure: str) -> Spread:
        """Divide one contender's median by another's; the ends are those of the rounds, each divided by itself.

        Round by round, because whatever else the machine did in a round it did to both.
        """
        ours, theirs = self.all(one, figure), self.all(other, figure)
        rounds = [mine / its for mine, its in zip(ours, theirs, strict=True)]
        return Spread(median(ours) / median(theirs), min(rounds), max(rounds))

    def write(self, path: Path) -> None:
        """Write everything as CSV: contender, figure, round, value; seconds and bytes."""
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["contender", "figure", "round", "value"])
            for (contender, figure), values in self.values.items():
                out.writerows([contender, figure, number + 1, f"{value:.9g}"] for number, value in enumerate(values))
