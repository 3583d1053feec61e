"""The oracle: what a set of delivered messages means, computed without any of the product's rules for order.

It sees only which messages were delivered, never in what order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from callcard.domain.events import CallEvent, EventKind

TALKED = {EventKind.ANSWERED, EventKind.COMPLETED, EventKind.TRANSFERRED}


@dataclass(frozen=True)
class Truth:
    """What must be stored of a leg, and shown of it."""

    state: str
    answered: bool
    missed: bool
    elsewhere: bool
    link: str
    duration: int | None
    has_history: bool


def truth(extension: str, delivered: Sequence[CallEvent]) -> Truth:
    """Say what the leg at an extension is after the delivered messages of its call."""
    own = [event for event in delivered if event.extension == extension]
    others = [event for event in delivered if event.extension != extension]
    answered, elsewhere = _talked(own), _talked(others) and not _talked(own)
    history = [event for event in own if event.kind is EventKind.ENDED]
    state = _state(own, others)
    links = {event.link for event in own if event.link} or _shared_links(own, others)
    return Truth(
        state=state,
        answered=answered,
        missed=state == "ended" and not answered and not elsewhere,
        elsewhere=elsewhere,
        link=min(links, default=""),
        duration=history[0].duration if history else None,
        has_history=bool(history),
    )


def _talked(events: Sequence[CallEvent]) -> bool:
    return any(event.kind in TALKED or event.success for event in events)


def _state(own: Sequence[CallEvent], others: Sequence[CallEvent]) -> str:
    said = {event.kind for event in own}
    over_elsewhere = any(event.kind is EventKind.ENDED for event in others)
    if said & {EventKind.ENDED, EventKind.COMPLETED}:
        return "ended"
    if not _talked(own):
        stopped = EventKind.CANCELLED in said or _talked(others) or over_elsewhere
        return "ended" if stopped else "ringing"
    took = EventKind.TRANSFERRED in said
    taken = any(event.kind is EventKind.TRANSFERRED for event in others)
    over = (taken and not took) or (over_elsewhere and (took or taken))
    return "ended" if over else "talking"


def _shared_links(own: Sequence[CallEvent], others: Sequence[CallEvent]) -> set[str]:
    """The recording stays with a transferred call, whichever leg's history brought it."""
    transferred = any(event.kind is EventKind.TRANSFERRED for event in (*own, *others))
    return {event.link for event in others if event.link} if transferred and _talked(own) else set()
