"""Works that each have a thread."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from select import poll
from typing import Any

from callcard.turns import MILLISECONDS

AT_ONCE = 32  # one invocation at a time runs in a sandbox; the widest wave is a push to every tab of an operator


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


def spread[T](works: Iterable[Callable[[], T]], at_once: int) -> list[T]:
    """Run all, so many at once, and wait for every one; raises what one of them raised after all have ended.

    They have threads of their own, because they may wait for `soon`.
    """
    with ThreadPoolExecutor(at_once, thread_name_prefix="spread") as pool:
        futures = [pool.submit(work) for work in works]
    return [future.result() for future in futures]
