"""How what goes on at once takes turns: on threads (threads.py), or on the thread of who waits for it (strands.py)."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Protocol

MILLISECONDS = 1000
LOOK = 0.002  # seconds between two looks at a lock


class Pending[T](Protocol):
    """What a work comes to, some day: a concurrent.futures.Future, as far as we need one."""

    def done(self) -> bool: ...
    def cancel(self) -> bool: ...
    def result(self, timeout: float | None = None) -> T: ...
    def exception(self, timeout: float | None = None) -> BaseException | None: ...


class Turns(Protocol):
    """A way to take turns; whoever waits by it lets the others go on."""

    def submit[T](self, work: Callable[[], T]) -> Pending[T]: ...
    def wait(self, works: Iterable[Any], seconds: float) -> set[Any]: ...
    def rest(self, seconds: float) -> None: ...
    def ready(self, descriptor: int, events: int, seconds: float) -> bool: ...


class _Process:
    turns: Turns | None = None


def take_turns(turns: Turns | None) -> Turns | None:
    """Choose this process's way from now on (None: threads); the one before is given back."""
    before, _Process.turns = _Process.turns, turns
    return before


def _turns() -> Turns:
    if _Process.turns is None:
        from callcard.threads import Threads  # here: a door that chooses another way need not load it

        _Process.turns = Threads()
    return _Process.turns


def soon[T](work: Callable[[], T]) -> Pending[T]:
    """Start `work` now; its result (or its error) is taken later."""
    return _turns().submit(work)


def undone[P: Pending[Any]](works: Iterable[P], seconds: float) -> set[P]:
    """Wait for all; return those that are not done in time."""
    return _turns().wait(works, seconds)


def rest(seconds: float) -> None:
    """Do nothing for a while, and let others."""
    _turns().rest(seconds)


def ready(descriptor: int, events: int, seconds: float) -> bool:
    """Wait for a file descriptor's events, as poll(2) names them; False when none came in time."""
    return _turns().ready(descriptor, events, seconds)


@contextmanager
def held(lock: Lock) -> Iterator[None]:
    """Hold a lock; who has it may wait on this very thread, so that nobody may stop it."""
    while not lock.acquire(blocking=False):
        rest(LOOK)
    try:
        yield
    finally:
        lock.release()
