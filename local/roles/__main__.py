"""`make roles`: every grant of every role, and what fails without it; exit status 1 when one is not needed."""

import signal
import sys
import time
from collections import Counter

from local.places import Place, StackError
from local.roles.grants import functions, grants_of
from local.roles.run import prepared
from local.roles.trial import Verdict, missing, trials
from local.roles.untried import reason


def main() -> None:
    """Try the roles that are named, or all."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))  # the roles are put back on the way out
    names = sys.argv[1:] or functions()
    try:
        sys.exit(1 if run(names) else 0)
    except StackError as exc:
        sys.exit(str(exc))


def run(names: list[str]) -> int:
    """Try some roles; how many of their grants nothing shows to be needed."""
    unknown, started = missing(names), time.monotonic()
    for line in unknown:
        print(f"  {line}")
    verdicts = []
    with prepared(Place.default().read_stack()) as bench:
        for verdict in trials(bench, names):
            tell(verdict)
            verdicts.append(verdict)
    tell_untried(names)
    wrong = sum(bool(verdict.wrong) for verdict in verdicts) + len(unknown)
    print(
        f"{len(names)} roles, {len(verdicts)} grants taken away in turn, {wrong} without a failing counter-test, "
        f"{time.monotonic() - started:.0f} s"
    )
    return wrong


def tell(verdict: Verdict) -> None:
    """One line for one grant."""
    grant, outcome = verdict.grant, verdict.wrong.upper() or "fails:"
    print(f"  {grant.function:<11}{grant.name:<44}{outcome} {verdict.probe} {verdict.failure}".rstrip(), flush=True)


def tell_untried(names: list[str]) -> None:
    """Say what could not be tried, and why."""
    reasons = Counter(reason(grant) for name in names for grant in grants_of(name))
    for why, times in reasons.items():
        if why:
            print(f"  {times} not tried: {why}")


if __name__ == "__main__":
    main()
