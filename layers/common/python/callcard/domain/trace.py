"""What became of a card on its way to the screen: what was off when it was pushed, and which tabs have shown it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Fate(StrEnum):
    """What became of a frame on its way to one tab."""

    SENT = "sent"
    GONE = "gone"  # the tab was closed, and nobody had told us
    FAILED = "failed"
    LATE = "late"  # no answer within the push's budget


class Trouble(StrEnum):
    """What was off when a card was to be pushed."""

    OVERDUE = "overdue"  # the event came so late that the call rang no more: nothing was pushed
    UNREAD = "unread"  # the table of tabs did not answer
    NO_TAB = "no_tab"
    GONE = "gone"
    FAILED = "failed"
    LATE = "late"
    PARTLY = "partly"  # one tab at least was sent the card


@dataclass(frozen=True, slots=True)
class Hitch:
    """Something off with the push of a call's card in that version; `pushes` says what became of each tab's."""

    at: datetime
    version: int
    trouble: Trouble
    pushes: tuple[tuple[str, Fate], ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A tab's word that the card has become visible, with the version that did it; `at` is our receipt."""

    at: datetime
    version: int
    tab: str


@dataclass(frozen=True, slots=True)
class Trace:
    """All that is known of a card's way."""

    hitches: tuple[Hitch, ...] = ()
    shown: tuple[Shown, ...] = ()

    @property
    def first_shown(self) -> Shown | None:
        """Give the first tab's word."""
        return min(self.shown, key=lambda shown: shown.at, default=None)

    @property
    def first_hitch(self) -> Hitch | None:
        """Give the first push that reached nobody, if it was before any tab had the card."""
        shown = self.first_shown
        whole = [hitch for hitch in self.hitches if hitch.trouble is not Trouble.PARTLY]
        first = min(whole, key=lambda hitch: hitch.at, default=None)
        return first if first and not (shown and shown.at < first.at) else None


def trouble_with(pushes: Mapping[str, Fate]) -> Trouble | None:
    """Say what was off with a push to an extension's tabs; None when each tab was sent its frame."""
    fates = set(pushes.values())
    if fates == {Fate.SENT}:
        return None
    if Fate.SENT in fates:
        return Trouble.PARTLY
    # of several the one that is ours to mend comes first; a tab that is gone is everyday life
    return next((Trouble(fate.value) for fate in (Fate.FAILED, Fate.LATE, Fate.GONE) if fate in fates), Trouble.NO_TAB)
