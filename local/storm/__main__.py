"""`make storm`: run it, say what came of it, write it down; the exit status says whether all promises held."""

import argparse
import sys
import time

from local.storm.handlers import Weather, storm
from local.storm.pages import draw, put

WHOLE = 10_000  # calls; a shorter run is not written down


def main() -> None:
    """Run the storm against the handlers."""
    asked = arguments()
    if asked.stack:
        sys.exit(against_a_stack(asked.calls, asked.seed))
    weather = Weather(asked.calls, asked.seed, asked.outage, asked.kills, asked.workers, rate=asked.rate)
    started = time.monotonic()
    outcome = storm(weather)
    # what follows imports the product, which wants the environment the storm has set
    from local.storm.plot import plot
    from local.storm.report import lines, reasons, section, table

    found = lines(outcome)
    print(table(found))
    if asked.calls >= WHOLE:
        draw(plot(outcome.record))
        put("storm", "\n" + section(weather, outcome, time.monotonic() - started))
    if not all(good for *_, good in found):
        sys.exit(f"the storm found something:\n{reasons(outcome)}")


def against_a_stack(calls: int, seed: int) -> str | None:
    """Run a shorter storm through HTTP; None when all is well, else what is wrong."""
    from local.storm.stack import storm as storm_of_stack

    messages, acknowledged, found = storm_of_stack(calls, seed)
    wrong = [*found.lost, *found.duplicated, *found.wrong, *found.invented, *found.after_end]
    told = (
        f"{calls} calls, {messages} messages, {acknowledged} acknowledged, {found.legs} legs, "
        f"{found.journal} journal rows; lost {len(found.lost)}, duplicated {len(found.duplicated)}, wrong "
        f"{len(found.wrong)}, invented {len(found.invented)}, cards after the end {len(found.after_end)}"
    )
    print(f"  local stack: {told}")
    put("stack", told)
    if acknowledged == messages and not wrong:
        return None
    return "the storm found something:\n" + "\n".join(wrong[:20])


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="storm", description=main.__doc__)
    parser.add_argument("--calls", type=int, default=WHOLE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--outage", type=float, default=60, help="seconds without DynamoDB")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=96)
    parser.add_argument("--rate", type=float, default=150, help="the PBX's messages per second, at most")
    parser.add_argument("--stack", action="store_true", help="against a local stack, through HTTP, without faults")
    return parser.parse_args()


if __name__ == "__main__":
    main()
