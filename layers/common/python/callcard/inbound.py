"""The PBX tells us about a call: it is written down, then shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from callcard.domain.calls import Call, advance
from callcard.domain.cards import decide, filed
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.groups import Group, advance_in_group, join
from callcard.domain.linking import linked
from callcard.domain.matching import Candidate
from callcard.domain.setup import Setup
from callcard.errors import UnavailableError
from callcard.observability import logger
from callcard.screens import Scene, Screens
from callcard.turns import Pending, soon

ATTEMPTS = 10

type Step = tuple[Call | None, Call, Scene]  # what a leg was, what it is, and how the screens shall see it


class Legs(Protocol):
    """The calls known so far."""

    def group(self, callid: str) -> Group: ...
    def start(self, call: Call) -> bool: ...
    def save(self, call: Call, over: Call | None) -> bool: ...
    def keep_rating(self, callid: str, rating: str, at: datetime) -> None: ...


class PhoneIndex(Protocol):
    """The numbers nearest to one."""

    def near(self, number: str) -> list[Candidate]: ...


@dataclass(frozen=True, slots=True)
class Inbound:
    """Writes events down, then shows them."""

    setup: Callable[[], Setup]
    legs: Legs
    index: PhoneIndex
    screens: Screens
    window: timedelta
    followed: Callable[[str, str, datetime], str | None] = lambda *_: None

    def receive(self, told: CallEvent, received_at: datetime) -> bool:
        """Take an event down for good and push what it changed; False when it was a repetition."""
        setup = self.setup()
        event = setup.address(told)
        tabs = soon(lambda: self.screens.tabs.at(event.extension))
        near = soon(lambda: self._near(event.phone))
        scene = Scene(setup, received_at, self._near, event.phone, near, self._click(event, received_at))
        if self._begins(event, scene, tabs):
            return True
        recorded = False
        for before, after, seen in self._changes(event, scene):
            own = after.extension == event.extension
            recorded = True
            self.screens.show(
                before, after, seen, tabs if own else soon(partial(self.screens.tabs.at, after.extension))
            )
        return recorded

    def _begins(self, event: CallEvent, scene: Scene, tabs: Pending[list[str]]) -> bool:
        """Write a start unread: it is new as a rule; False when the table knows better."""
        if event.kind is not EventKind.STARTED:
            return False
        leg = _filed(advance(None, event, scene.at), None, scene)
        if not self.legs.start(leg):
            return False
        self.screens.show(None, leg, scene, tabs)
        return True

    def _record(self, event: CallEvent, scene: Scene) -> Step | None:
        for _ in range(ATTEMPTS):
            group = self.legs.group(event.callid)
            before, after = advance_in_group(event, group, scene.at, window=self.window)
            if after == before:
                return None
            leg = _filed(after, before, scene)
            if self.legs.save(leg, before):
                return before, leg, scene
            scene = scene.anew()
        raise UnavailableError("unavailable")

    def _changes(self, event: CallEvent, scene: Scene) -> Iterator[Step]:
        if event.kind is EventKind.RATED:
            self.legs.keep_rating(event.callid, event.rating, scene.at)
        elif step := self._record(event, scene):
            yield step
            scene = step[-1]
        # also after a repetition: the first delivery may have died between its own leg and the others
        yield from self._settle(event.callid, scene)

    def _settle(self, callid: str, scene: Scene) -> list[Step]:
        """Let the other legs of the call follow: stop ringing, hand over (protocol 2)."""
        changed: list[Step] = []
        for _ in range(ATTEMPTS):
            group = self.legs.group(callid)
            joined = [(leg, join(leg, group, scene.at, window=self.window)) for leg in group.legs]
            moved = [(leg, after) for leg, after in joined if after != leg]
            for before, after in moved:
                leg = _filed(after, before, scene)
                if self.legs.save(leg, before):
                    changed.append((before, leg, scene))
                else:
                    scene = scene.anew()
            if not moved:
                return changed
        raise UnavailableError("unavailable")

    def _click(self, event: CallEvent, at: datetime) -> Pending[str | None] | None:
        """Ask which click an outgoing call follows, beside everything else that is asked."""
        if event.kind is not EventKind.STARTED or event.direction is not Direction.OUT or not event.phone:
            return None
        return soon(lambda: self._followed(event, at))

    def _followed(self, event: CallEvent, at: datetime) -> str | None:
        try:
            return self.followed(event.extension, event.phone, at)
        except UnavailableError:
            logger.warning("Clicks unavailable")
            return None

    def _near(self, phone: str) -> list[Candidate]:
        try:
            return self.index.near(phone)
        except UnavailableError:
            # the call is shown as an unknown caller's rather than not at all
            logger.warning("Phone index unavailable")
            return []


def _filed(after: Call, before: Call | None, scene: Scene) -> Call:
    """Note what is decided; a new journal record names the contact when one alone is the best."""
    decision = decide(after, before, (), scene.setup.settings)
    if decision.record and not after.recorded:
        after = replace(after, contact=linked(scene.who(after)))
    return filed(after, decision)
