"""One line per step, with its seconds."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Note:
    """What a step adds behind its seconds."""

    text: str = ""


@contextmanager
def step(name: str) -> Iterator[Note]:
    """Time a step and print its line when it is done."""
    note, started = Note(), time.monotonic()
    yield note
    print(f"  {name:<14} {time.monotonic() - started:5.1f} s  {note.text}".rstrip(), flush=True)
