"""`python limited.py FILE BYTES`: import a file with so much memory, and tell what came of it as JSON."""

import json
import resource
import sys
import threading
from pathlib import Path


def main() -> None:
    """Limit the address space, then import."""
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    threading.stack_size(256 * 1024)  # a limit of addresses counts the whole of every thread's stack
    from callcard.errors import InvalidInputError
    from callcard.importing.files import open_table
    from callcard.importing.guessing import guess
    from callcard.importing.progress import Options
    from callcard.imports import Importer
    from tests.unit.books import Book

    told: dict[str, object] = {}
    try:
        with Path(sys.argv[1]).open("rb") as stream:
            sheet = open_table(stream, "RU")
            told["columns"] = len(sheet.columns)
            reasons: set[str] = set()
            for step in Importer(Book(), tuple, "RU").run(sheet, guess(sheet, "RU"), Options("i"), until=lambda: True):
                told["counts"] = step.checkpoint.pack()["counts"]
                reasons |= {problem.reason for problem in step.problems}
            told["reasons"] = sorted(reasons)
            told["rest"] = sum(1 for _ in sheet.rows)
    except InvalidInputError as refused:
        told["refused"] = refused.code
    told["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
