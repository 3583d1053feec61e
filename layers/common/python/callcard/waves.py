"""Requests that go out at once: what does not depend on each other waits together."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait

# One invocation at a time runs in a Lambda sandbox; the widest wave is a push to every tab of an operator.
POOL = ThreadPoolExecutor(max_workers=32, thread_name_prefix="wave")


def soon[T](work: Callable[[], T]) -> Future[T]:
    """Start `work` now; its result (or its error) is taken later."""
    return POOL.submit(work)


def within(seconds: float, works: Iterable[Callable[[], object]]) -> int:
    """Run all at once, wait at most `seconds`, give up on the rest; return how many were given up on."""
    futures = [POOL.submit(work) for work in works]
    _, late = wait(futures, timeout=seconds)
    for future in late:
        future.cancel()
    return len(late)


class Budget:
    """Seconds that several waves of one event share."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def take[T](self, future: Future[T], at_most: float = float("inf")) -> T:
        """Wait for a result as long as the budget lasts, or `at_most` seconds of it; raises TimeoutError."""
        started = time.monotonic()
        try:
            return future.result(timeout=min(self._left, at_most))
        finally:
            self._spend(started)

    def run(self, works: Iterable[Callable[[], object]]) -> int:
        """Run all at once within the budget, give up on the rest; return how many were given up on."""
        started = time.monotonic()
        try:
            return within(self._left, works)
        finally:
            self._spend(started)

    def _spend(self, started: float) -> None:
        self._left = max(0.0, self._left - (time.monotonic() - started))
