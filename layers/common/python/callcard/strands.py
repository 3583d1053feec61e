"""Works that take turns on the thread of who waits for them: a request costs no second thread, and no switch to it.

Each work is a greenlet, begun at once and left where it waits: for a file descriptor, a while, another work. Whoever
waits lets the hub look who may go on. All else that waits (a library's own socket, a plain sleep) stops everybody, so
only what waits by `callcard.turns` belongs here. Every thread has strands of its own.
"""

import time
from collections import deque
from collections.abc import Callable, Iterable
from math import ceil, inf
from select import poll
from threading import local
from typing import Any

from greenlet import getcurrent, greenlet

from callcard.turns import MILLISECONDS


class _Wait:
    """Somebody who waits, until when at most, and whether what they waited for has come."""

    __slots__ = ("came", "descriptor", "until", "who")

    def __init__(self, until: float, descriptor: int = -1) -> None:
        self.until, self.descriptor, self.came, self.who = until, descriptor, False, getcurrent()


class Strand[T]:
    """A work's result, for those of its own thread; who waits for it lets the others go on."""

    __slots__ = ("_done", "_error", "_strands", "_value", "_work", "waits")

    def __init__(self, strands: "Strands", work: Callable[[], T]) -> None:
        self._strands, self._work, self._done = strands, work, False
        self._value: Any = None
        self._error: BaseException | None = None
        self.waits: list[Callable[[], None]] = []

    def run(self) -> None:
        """Do the work."""
        try:
            self._value = self._work()
        except BaseException as exc:
            self._error = exc
        self._done = True
        for wake in self.waits:
            wake()

    def done(self) -> bool:
        """Say whether the work has ended."""
        return self._done

    def cancel(self) -> bool:
        """Say that nobody can stop it: it has begun."""
        return False

    def result(self, timeout: float | None = None) -> T:
        """Wait, and give what the work gave or raise what it raised; raises TimeoutError."""
        if (error := self.exception(timeout)) is not None:
            raise error
        value: T = self._value
        return value

    def exception(self, timeout: float | None = None) -> BaseException | None:
        """Wait, and give what the work raised; raises TimeoutError."""
        if not self._done and self._strands.wait([self], inf if timeout is None else timeout):
            raise TimeoutError
        return self._error


class Strands(local):
    """The strands of a thread."""

    def __init__(self) -> None:
        self._next: deque[greenlet] = deque()
        self._idle: list[greenlet] = []  # a new one costs more than all it does
        self._waits: set[_Wait] = set()
        self._listening: dict[int, _Wait] = {}
        self._poll = poll()
        self._hub = greenlet(self._turn)

    def submit[T](self, work: Callable[[], T]) -> Strand[T]:
        """Begin a work; it goes on until it waits for the first time."""
        strand = Strand(self, work)
        self._next.append(getcurrent())
        worker = self._idle.pop() if self._idle else greenlet(self._work, self._hub)
        worker.switch(strand)
        return strand

    def wait(self, works: Iterable[Strand[Any]], seconds: float) -> set[Strand[Any]]:
        """Wait for all; return those that are not done in time."""
        pending = {work for work in works if not work.done()}
        if not pending or seconds <= 0:
            return pending
        waiting = _Wait(time.monotonic() + seconds)
        for work in pending:
            work.waits.append(lambda: self._wake(waiting) if all(each.done() for each in pending) else None)
        self._sleep(waiting)
        return {work for work in pending if not work.done()}

    def rest(self, seconds: float) -> None:
        """Do nothing for a while."""
        self._sleep(_Wait(time.monotonic() + seconds))

    def ready(self, descriptor: int, events: int, seconds: float) -> bool:
        """Wait for a file descriptor's events, as poll(2) names them; False when none came in time."""
        waiting = self._listening[descriptor] = _Wait(time.monotonic() + seconds, descriptor)
        self._poll.register(descriptor, events)
        return self._sleep(waiting)

    def _work(self, strand: Strand[Any]) -> None:
        while True:
            strand.run()
            self._idle.append(getcurrent())
            strand = self._hub.switch()

    def _sleep(self, waiting: _Wait) -> bool:
        self._waits.add(waiting)
        self._hub.switch()
        return waiting.came

    def _wake(self, waiting: _Wait, *, came: bool = True) -> None:
        if waiting not in self._waits:
            return
        self._waits.remove(waiting)
        if waiting.descriptor >= 0:
            self._poll.unregister(waiting.descriptor)
            del self._listening[waiting.descriptor]
        waiting.came = came
        self._next.append(waiting.who)

    def _turn(self) -> None:
        while True:
            while self._next:
                self._next.popleft().switch()
            self._look()

    def _look(self) -> None:
        """Wait until somebody may go on."""
        first = min(waiting.until for waiting in self._waits)
        patience = None if first == inf else max(0, ceil((first - time.monotonic()) * MILLISECONDS))
        for descriptor, _ in self._poll.poll(patience):
            self._wake(self._listening[descriptor])
        now = time.monotonic()
        for late in [waiting for waiting in self._waits if waiting.until <= now]:
            self._wake(late, came=False)
