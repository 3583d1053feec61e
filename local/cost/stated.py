"""What the calculation rests on: prices, assumptions and quotas as stated, and what was measured and counted."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MEASURED = FOLDER / "measured.json"
EVENTS = ("INCOMING", "ACCEPTED", "HISTORY")
# what of the bench's figures the calculation takes
SECONDS = (
    *(f"{what}.{kind}" for what in ("wall", "warm") for kind in EVENTS),
    "warm.contact",
    "cold.init.shipped",
    "cold.first.shipped",
)
WHOLE_PROCESSOR_GB = 1769 / 1024


@dataclass(frozen=True, slots=True)
class Price:
    """What one thing costs: `free` of it each month for ever, then by tiers of (up to how many, US dollars for one)."""

    unit: str
    free: float
    tiers: tuple[tuple[float | None, float], ...]
    basis: str

    def of(self, quantity: float) -> float:
        """Give the price of a month's quantity."""
        paid, done, total = max(0.0, quantity - self.free), 0.0, 0.0
        for up_to, each in self.tiers:
            part = paid - done if up_to is None else min(paid, up_to) - done
            if part <= 0:
                break
            total, done = total + part * each, done + part
        return total


@cache
def stated() -> dict[str, Any]:
    """Read everything that is stated."""
    told: dict[str, Any] = json.loads((FOLDER / "stated.json").read_text(encoding="utf-8"))
    return told


@cache
def prices() -> dict[str, Price]:
    """Read the prices."""
    return {
        name: Price(each["unit"], each["free"], tuple((up_to, usd) for up_to, usd in each["tiers"]), each["basis"])
        for name, each in stated()["prices"].items()
    }


@cache
def assumed() -> dict[str, float]:
    """Read the assumptions."""
    return {name: each["value"] for name, each in stated()["assumptions"].items()}


@dataclass(frozen=True, slots=True)
class Measured:
    """One contender's figures for a call of three events with two tabs.

    Seconds are the sandbox's: of the three events when it is warm (waiting for AWS included), and what a cold start
    adds. Units are DynamoDB's; `hottest` is the most that one partition takes of a call, by place.
    """

    title: str
    warm_seconds: float
    cold_seconds: float
    writes: float
    reads: float
    posts: float
    stored_bytes: float
    backed_up_bytes: float
    hottest: dict[str, float]


@cache
def measured() -> dict[str, Measured]:
    """Put together what the bench measured and what was counted, of each contender."""
    told = json.loads(MEASURED.read_text(encoding="utf-8"))
    times = {name: seconds(each["seconds"]) for name, each in told.items()}
    return {
        name: Measured(**each["counted"], warm_seconds=times[name][0], cold_seconds=times[name][1])
        for name, each in told.items()
    }


def seconds(values: dict[str, float]) -> tuple[float, float]:
    """Turn the bench's seconds into a sandbox's: three warm events, and what a cold start adds.

    One of less than 1,769 MB has a part of a processor, so what computes takes longer there, and what waits does not.
    It starts with a whole one. The package is the one that `sam build`, ours or theirs, ships.
    """
    slower = WHOLE_PROCESSOR_GB / assumed()["inbound_gb"] - 1
    warm = sum(values[f"wall.{kind}"] + values[f"warm.{kind}"] * slower for kind in EVENTS)
    first = values["cold.first.shipped"] - values["warm.contact"]
    return warm, values["cold.init.shipped"] + first * (1 + slower)
