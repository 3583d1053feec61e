"""`make bench-check`: is callcard as far ahead of Peer A as was committed? Fails when a ratio has lost more than 15 %.

Both take turns on one core, so what else the machine does hits both; a ratio of their medians says little about the
machine. What seems lost is measured once more, with more rounds: a fault of ours is lost twice. `--renew` writes the
ratios that this run has found.
"""

import json
import sys
import time
from pathlib import Path

from local.bench.contenders import COMPILED, OURS, PEER_A, prepare
from local.bench.figures import Figures
from local.bench.measure import Plan, measure
from local.bench.runner import MismatchError
from local.places import StackError

RATIOS = Path(__file__).with_name("ratios.json")
ALLOWED = 1.15
# with bytecode given to Peer A as well
GATED = {
    "cold.whole.compiled": "cold, to the first answered contact",
    "cold.first.compiled": "first call after init",
    "warm.INCOMING": "warm INCOMING",
    "warm.contact": "warm contact",
}
BOTH = (PEER_A, OURS)
CHECK = Plan(rounds=5, batch=200, slow=0, checked=100, variants=(COMPILED,))
CLOSER = Plan(rounds=11, batch=200, slow=0, checked=0, variants=(COMPILED,))


def main() -> None:
    """Measure, compare, say it."""
    started = time.monotonic()
    try:
        prepare(BOTH)
        found = ratios(measure(CHECK, silent, BOTH))
        if "--renew" in sys.argv[1:]:
            RATIOS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        if lost(found, committed()):
            print(table(found, committed()), "\nonce more, with more rounds", flush=True)
            found = ratios(measure(CLOSER, silent, BOTH))
    except (MismatchError, StackError) as exc:
        sys.exit(str(exc))
    print(table(found, committed()))
    print(f"bench-check: {time.monotonic() - started:.0f} s")
    if gone := lost(found, committed()):
        sys.exit(f"bench-check: lost more than {ALLOWED - 1:.0%}: {', '.join(GATED[each] for each in gone)}")


def silent(_: str) -> None:
    """Say nothing of progress."""


def ratios(figures: Figures) -> dict[str, float]:
    """Divide our CPU by Peer A's, figure by figure."""
    return {each: round(figures.ratio(OURS.name, PEER_A.name, each).middle, 4) for each in GATED}


def committed() -> dict[str, float]:
    """Read the ratios that nobody may lose."""
    known: dict[str, float] = json.loads(RATIOS.read_text(encoding="utf-8"))
    return known


def lost(found: dict[str, float], known: dict[str, float]) -> list[str]:
    """List what has become too much worse."""
    return [each for each in GATED if found[each] > known[each] * ALLOWED]


def table(found: dict[str, float], known: dict[str, float]) -> str:
    """Write one line for each ratio."""
    return "\n".join(
        f"  {title:<36} 1/{1 / found[each]:.1f} of Peer A  {change(found[each], known[each])}"
        for each, title in GATED.items()
    )


def change(found: float, known: float) -> str:
    """Say what a ratio was, and what it has gained or lost since."""
    return f"(was 1/{1 / known:.1f}: {found / known - 1:+.0%})"


if __name__ == "__main__":
    main()
