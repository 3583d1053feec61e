"""Requests that go out at once: what does not depend on each other waits together."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from callcard.turns import Pending, soon, undone

FOREVER = float("inf")


def within(seconds: float, works: Iterable[Callable[[], object]]) -> int:
    """Run all at once, wait at most `seconds`, give up on the rest; return how many were given up on."""
    futures = [soon(work) for work in works]
    late = undone(futures, seconds)
    for future in late:
        future.cancel()
    return len(late)


class Budget:
    """Seconds that several waves of one event share."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds

    def take[T](self, future: Pending[T], at_most: float = FOREVER, *, keep: float = 0) -> T:
        """Wait for a result as long as the budget less `keep` lasts, or `at_most` seconds; raises TimeoutError."""
        started = time.monotonic()
        try:
            return future.result(timeout=self._share(at_most, keep))
        finally:
            self._spend(started)

    def wait(self, futures: Iterable[Pending[Any]], at_most: float = FOREVER, *, keep: float = 0) -> set[Pending[Any]]:
        """Wait for all as long as the budget less `keep` lasts, or `at_most` seconds; return those not done."""
        started = time.monotonic()
        try:
            return undone(futures, self._share(at_most, keep))
        finally:
            self._spend(started)

    def _share(self, at_most: float, keep: float) -> float:
        return min(max(0.0, self._left - keep), at_most)

    def _spend(self, started: float) -> None:
        self._left = max(0.0, self._left - (time.monotonic() - started))
