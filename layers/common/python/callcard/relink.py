"""Numbers of the address book changed: calls of the past get the right name, open cards the right person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from callcard.domain.calls import Call
from callcard.domain.groups import Group
from callcard.domain.linking import SHORTEST_ENDING, Changed, Ending, ending_of, on_screen, relinked
from callcard.domain.matching import Candidate, Match, match
from callcard.domain.retention import is_kept
from callcard.domain.setup import Setup
from callcard.errors import UnavailableError
from callcard.observability import logger
from callcard.screens import Screens
from callcard.threads import spread
from callcard.turns import soon

ATTEMPTS = 10
AT_ONCE = 12  # each waits for two requests at a time


class Legs(Protocol):
    """The calls known so far."""

    def ending_in(self, ending: Ending) -> list[Call]: ...
    def recorded_with(self, contact_id: str) -> list[Call]: ...
    def group(self, callid: str) -> Group: ...
    def save(self, call: Call, over: Call | None) -> bool: ...


class PhoneIndex(Protocol):
    """The numbers nearest to one, as they are at this moment."""

    def near(self, number: str) -> list[Candidate]: ...


class Later(Protocol):
    """Where changes wait for their second look."""

    def put(self, changes: Sequence[Changed]) -> None: ...


@dataclass(frozen=True, slots=True)
class Relink:
    """Matches the calls of changed numbers anew; only what the book says now counts, so order and repetition do not."""

    setup: Callable[[], Setup]
    legs: Legs
    index: PhoneIndex
    screens: Screens
    later: Later

    def at_once(self, changes: Sequence[Changed]) -> int:
        """Look at once, and once more later; say how many legs changed. Raises UnavailableError if nobody would look.

        The second look sees what the first cannot: a leg whose event was being handled with an older book, or that had
        not reached the index; and it is the first one's repetition when that failed.
        """
        kept = soon(lambda: self.later.put(changes))
        try:
            return self.look(changes)
        except Exception as exc:  # whatever it is must not hold up the stream; the second look comes with alarms
            logger.error("Not relinked at once", extra={"reason": type(exc).__name__})
            return 0
        finally:
            kept.result()

    def look(self, changes: Iterable[Changed]) -> int:
        """Match all legs the changes may concern anew; say how many changed. Raises UnavailableError."""
        setup = self.setup()
        found_legs = self._concerned(changes, setup.settings.suffix_digits)
        days, now = setup.settings.calls_kept_days, self.screens.clock()
        legs = {leg.call_id: leg for leg in found_legs if is_kept(leg, days, now)}.values()
        phones = sorted({leg.phone for leg in legs})
        found = spread([partial(self._who, phone, setup) for phone in phones], AT_ONCE)
        who = dict(zip(phones, found, strict=True))
        # a card that learns its contact asks for the contact's last calls: those are written first
        rounds = [[leg for leg in legs if on_screen(leg, now) is shown] for shown in (False, True)]
        works = [[partial(self._follow, leg, who[leg.phone], setup) for leg in some] for some in rounds]
        return sum(sum(spread(some, AT_ONCE)) for some in works)

    def _concerned(self, changes: Iterable[Changed], n: int) -> Iterable[Call]:
        looks: dict[Ending | str, Callable[[], list[Call]]] = {}
        for change in changes:
            ending = ending_of(change.number, n)
            looks[ending] = partial(self.legs.ending_in, ending)
            if n < SHORTEST_ENDING:  # whom fewer digits linked is found by the name they gave
                looks[change.contact_id] = partial(self.legs.recorded_with, change.contact_id)
        return (leg for legs in spread(looks.values(), AT_ONCE) for leg in legs)

    def _who(self, phone: str, setup: Setup) -> tuple[Match, ...]:
        return match(phone, self.index.near(phone), setup.settings.suffix_digits)

    def _follow(self, leg: Call, matches: tuple[Match, ...], setup: Setup) -> bool:
        """Write a leg anew if need be, over no event that came meanwhile; True when it changed."""
        for _ in range(ATTEMPTS):
            now = self.screens.clock()
            after = relinked(leg, matches, now)
            if after is leg:
                return False
            tabs = soon(partial(self.screens.tabs.at, leg.extension)) if on_screen(leg, now) else None
            if self.legs.save(after, leg):
                if tabs:
                    self.screens.tell(after, matches, setup, tabs)
                return True
            again = self._again(leg)
            if again is None:  # its time was over
                return False
            leg = again
            matches = self._who(leg.phone, setup)  # who was faster may have known more
        raise UnavailableError("unavailable")

    def _again(self, leg: Call) -> Call | None:
        return self.legs.group(leg.callid).named(leg.call_id)
