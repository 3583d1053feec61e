"""A value kept in memory between invocations."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from callcard.errors import UnavailableError


@dataclass(frozen=True, slots=True)
class _Kept[T]:
    value: T
    at: float


class Cached[T]:
    """Reads a value again once it is older than `ttl` seconds; while reading fails, the old one serves `keep` more."""

    def __init__(
        self,
        read: Callable[[], T],
        ttl: float,
        *,
        keep: float = 0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read, self._ttl, self._keep, self._clock = read, ttl, keep, clock
        self._kept: _Kept[T] | None = None
        self._lock = Lock()

    def get(self) -> T:
        """Give the value, at most `ttl` seconds old; raises UnavailableError when there is none to give."""
        return self.younger_than(self._ttl)

    def younger_than(self, seconds: float) -> T:
        """Give the value, read again if it is older than `seconds`."""
        with self._lock:
            kept = self._kept
            if kept is None or self._clock() - kept.at >= seconds:
                kept = self._kept = self._again(kept)
            return kept.value

    def _again(self, kept: _Kept[T] | None) -> _Kept[T]:
        try:
            return _Kept(self._read(), self._clock())
        except UnavailableError:
            if kept is None or self._clock() - kept.at >= self._ttl + self._keep:
                raise
            return kept
