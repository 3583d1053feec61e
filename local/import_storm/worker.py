"""`python -m local.import_storm.worker SOCKET FILE REPORT`: what `callcard contacts import` does, against the store."""

import sys
from collections.abc import Callable
from typing import Any, cast

from local.storm.environment import set_environment


def main() -> int:
    """Import, going on where an earlier worker died."""
    set_environment()
    from callcard.wiring import jobs, shared
    from cli.__main__ import parser
    from cli.imports import import_contacts
    from cli.screen import Screen
    from local.storm.store import Link
    from local.storm.wire import Wire

    path, file, report = sys.argv[1:]
    send = cast("Callable[..., Any]", Wire(Link(path), throttled=0).send)
    for client in (shared.dynamodb(), jobs.patient_dynamodb()):
        client.meta.events.register_first("before-send", send)
    command = [
        "contacts",
        "import",
        file,
        "--local",
        "--language",
        "en",
        "--on-duplicate",
        "update",
        "--report",
        report,
    ]
    import_contacts(parser().parse_args(command), Screen("en"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
