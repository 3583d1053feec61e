"""Requests that go out at once: what does not depend on each other waits together."""

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
