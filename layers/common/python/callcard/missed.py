"""Following the calls: a client whom nobody answered waits to be called back until somebody has talked with them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from callcard.callback_news import CallbackNews
from callcard.domain.callbacks import LOOKS_BACK, Callback, followed, named, newest
from callcard.domain.calls import Call, CallContact
from callcard.domain.linking import linked
from callcard.domain.matching import Candidate, match
from callcard.domain.setup import Setup
from callcard.domain.whole import began, counts
from callcard.errors import UnavailableError
from callcard.threads import spread
from callcard.turns import soon

ATTEMPTS = 10
AT_ONCE = 8  # each waits for two requests at a time


class Kept(Protocol):
    """The callbacks."""

    def get(self, phone: str) -> Callback: ...
    def save(self, callback: Callback, over: Callback, now: datetime) -> Callback | None: ...


class ClientLegs(Protocol):
    """A client's calls, as an index knows them."""

    def lately(self, phone: str, since: datetime) -> list[Call]: ...


class PhoneIndex(Protocol):
    """The numbers nearest to one."""

    def near(self, number: str) -> list[Candidate]: ...


@dataclass(frozen=True, slots=True)
class Missed:
    """Keeps the callbacks as the calls say; only what the legs are counts, so order and repetition do not."""

    kept: Kept
    legs: ClientLegs
    index: PhoneIndex
    setup: Callable[[], Setup]
    news: CallbackNews
    clock: Callable[[], datetime]

    def follow(self, told: Sequence[Call]) -> int:
        """Take in what became of some legs; say how many callbacks changed. Raises UnavailableError."""
        phones: dict[str, list[Call]] = defaultdict(list)
        horizon = self.clock() - LOOKS_BACK
        for leg in told:
            # a call of long ago is written again when the settings say how long it is kept
            if leg.phone and counts(leg) and max(leg.started_at, leg.rung_at) >= horizon:
                phones[leg.phone].append(leg)
        return sum(spread([partial(self._follow, phone, legs) for phone, legs in phones.items()], AT_ONCE))

    def _follow(self, phone: str, told: list[Call]) -> bool:
        for _ in range(ATTEMPTS):
            now = self.clock()
            reading = soon(partial(self.legs.lately, phone, now - LOOKS_BACK))
            before = self.kept.get(phone)
            after = self._after(before, told, reading.result(), now)
            if after == before:
                return False
            saved = self.kept.save(after, before, now)
            if saved:
                changed = saved.version != before.version
                if changed:
                    self.news.tell(saved)
                return changed
        raise UnavailableError("unavailable")

    def _after(self, before: Callback, told: list[Call], known: list[Call], now: datetime) -> Callback:
        after = followed(before, told, known, now)
        legs = newest(known, (seen.leg for seen in after.fresh))
        return named(after, self._who(after.phone, legs)) if after.waiting else after

    def _who(self, phone: str, legs: list[Call]) -> CallContact | None:
        """Name the client as the newest call in the journal does, else as the address book does."""
        newest_first = sorted(legs, key=began, reverse=True)
        recorded = next((leg.contact for leg in newest_first if leg.contact), None)
        return recorded or linked(match(phone, self.index.near(phone), self.setup().settings.suffix_digits))
