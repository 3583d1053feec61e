"""Calls a contender's handler in a loop, in the contender's own environment; the standard library alone.

Each line of standard input is a list of Lambda events; each line of the answer tells, for every one of them, what the
handler returned and the seconds of CPU (all threads) and of the clock that it took, and the process's memory.
"""

import json
import os
import sys
import time
import uuid
from pathlib import Path


class Context:
    """Lambda's context, as far as libraries look at it."""

    function_name = "inbound"
    function_version = "$LATEST"
    memory_limit_in_mb = 1024
    invoked_function_arn = "arn:aws:lambda:eu-central-1:123456789012:function:inbound"

    def __init__(self) -> None:
        self.aws_request_id = str(uuid.uuid4())

    def get_remaining_time_in_millis(self) -> int:
        """Tell the milliseconds until the time-out."""
        return 10_000


def main() -> None:
    """Serve until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a handler logs is written, but read by nobody
    from app import lambda_handler  # type: ignore[import-not-found]  # whichever contender's

    for line in sys.stdin:
        told = []
        began = time.process_time()
        for event in json.loads(line):
            context = Context()
            cpu, wall = time.process_time(), time.perf_counter()
            answer = lambda_handler(event, context)
            told.append((answer, time.process_time() - cpu, time.perf_counter() - wall))
        done = {"told": told, "cpu": time.process_time() - began, "rss": resident()}
        answers.write(json.dumps(done) + "\n")
        answers.flush()


def resident() -> int:
    """Count the bytes of memory this process has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
