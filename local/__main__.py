"""`python -m local COMMAND`: what the Makefile's targets call."""

import sys
from collections.abc import Callable

from local import latency, ring, sam_local
from local.build import build, build_for_cloud
from local.places import Place, StackError
from local.progress import step
from local.stack import down, run, tell, up


def start(place: Place) -> None:
    """Bring the stack up in the background and say how to use it."""
    tell(up(place))


def make(place: Place) -> None:
    """Build what Lambda gets."""
    with step("build") as note:
        note.text = "built" if build(place) else "unchanged"


def make_for_cloud(place: Place) -> None:
    """Build what `make deploy` hands over."""
    with step("build") as note:
        note.text = "built" if build_for_cloud(place) else "unchanged"


COMMANDS: dict[str, Callable[[Place], None]] = {
    "up": start,
    "down": down,
    "run": run,
    "build": make,
    "build-for-cloud": make_for_cloud,
    "call": ring.ring,
    "latency": latency.measure,
    "sam-local": sam_local.invoke_all,
}


def main() -> None:
    """Run one command; a failure is one sentence, not a stack trace."""
    command = COMMANDS.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if command is None:
        sys.exit(f"usage: python -m local {'|'.join(COMMANDS)}")
    try:
        command(Place.default())
    except StackError as exc:
        sys.exit(str(exc))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
