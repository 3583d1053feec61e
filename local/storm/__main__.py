"""`make storm`: run it, say what came of it, write it down; the exit status says whether all promises held."""

import argparse
import sys
import time

from local.storm.handlers import Weather, storm


def main() -> None:
    """Run the storm against the handlers."""
    asked = arguments()
    weather = Weather(asked.calls, asked.seed, asked.outage, asked.kills, asked.workers)
    started = time.monotonic()
    outcome = storm(weather)
    # what follows imports the product, which wants the environment the storm has set
    from local.storm.pages import write
    from local.storm.report import lines, reasons, table

    found = lines(outcome)
    print(table(found))
    if asked.write:
        write(weather, outcome, time.monotonic() - started)
    if not all(good for *_, good in found):
        sys.exit(f"the storm found something:\n{reasons(outcome)}")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="storm", description=main.__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--outage", type=float, default=60, help="seconds without DynamoDB")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--workers", type=int, default=160)
    parser.add_argument("--write", action="store_true", help="write the figures to docs/reliability.md")
    return parser.parse_args()


if __name__ == "__main__":
    main()
