"""How what goes on at once takes turns: on threads (here), or on the thread of who waits for it (strands.py)."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from select import poll
from threading import Lock
from typing import Any, Protocol

AT_ONCE = 32  # one invocation at a time runs in a sandbox; the widest wave is a push to every tab of an operator
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


class Threads:
    """Every work has a thread: any library may wait in it as it likes."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="wave")

    def submit[T](self, work: Callable[[], T]) -> Future[T]:
        """Start a work."""
        return self._pool.submit(work)

    def wait(self, works: Iterable[Future[Any]], seconds: float) -> set[Future[Any]]:
        """Wait for all; return those that are not done in time."""
        return wait(list(works), seconds).not_done

    def rest(self, seconds: float) -> None:
        """Do nothing for a while."""
        time.sleep(seconds)

    def ready(self, descriptor: int, events: int, seconds: float) -> bool:
        """Wait for a file descriptor's events, as poll(2) names them; False when none came in time."""
        asked = poll()
        asked.register(descriptor, events)
        return bool(asked.poll(max(0.0, seconds) * MILLISECONDS))

    def end(self) -> None:
        """Start no more; wait for what is under way."""
        self._pool.shutdown(cancel_futures=True)


class _Process:
    turns: Turns = Threads()


def take_turns(turns: Turns) -> Turns:
    """Choose this process's way from now on; the one before is given back."""
    before, _Process.turns = _Process.turns, turns
    return before


def soon[T](work: Callable[[], T]) -> Pending[T]:
    """Start `work` now; its result (or its error) is taken later."""
    return _Process.turns.submit(work)


def undone[P: Pending[Any]](works: Iterable[P], seconds: float) -> set[P]:
    """Wait for all; return those that are not done in time."""
    return _Process.turns.wait(works, seconds)


def rest(seconds: float) -> None:
    """Do nothing for a while, and let others."""
    _Process.turns.rest(seconds)


def ready(descriptor: int, events: int, seconds: float) -> bool:
    """Wait for a file descriptor's events, as poll(2) names them; False when none came in time."""
    return _Process.turns.ready(descriptor, events, seconds)


@contextmanager
def held(lock: Lock) -> Iterator[None]:
    """Hold a lock; who has it may wait on this very thread, so that nobody may stop it."""
    while not lock.acquire(blocking=False):
        rest(LOOK)
    try:
        yield
    finally:
        lock.release()
