"""A value kept in memory between invocations."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock

from callcard.errors import UnavailableError
from callcard.turns import held

PAUSE = 5  # seconds between two tries to read what failed: each may wait for a time-out


@dataclass(frozen=True, slots=True)
class _Kept[T]:
    value: T
    at: float
    tried: float


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
        kept = self._kept
        if kept is None or self._stale(kept, seconds):
            with held(self._lock):
                kept = self._kept  # whoever had the lock may have read it
                if kept is None or self._stale(kept, seconds):
                    kept = self._kept = self._again(kept)
        return kept.value

    def _stale(self, kept: _Kept[T], seconds: float) -> bool:
        now = self._clock()
        failed = kept.tried > kept.at
        return now - kept.at >= seconds and not (failed and self._serves(kept) and now - kept.tried < PAUSE)

    def _serves(self, kept: _Kept[T]) -> bool:
        return self._clock() - kept.at < self._ttl + self._keep

    def _again(self, kept: _Kept[T] | None) -> _Kept[T]:
        try:
            return _Kept(self._read(), self._clock(), self._clock())
        except UnavailableError:
            if kept is None or not self._serves(kept):
                raise
            return replace(kept, tried=self._clock())
