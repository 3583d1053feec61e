"""Which card an operator gets, when, and whether the call goes into the journal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from callcard.domain.calls import Call, CallState
from callcard.domain.events import Direction
from callcard.domain.matching import Match


class Moment(StrEnum):
    """When a card is shown (protocol 1, settings): `ring` is an incoming call's start, `start` an outgoing one's."""

    NEVER = "never"
    RING = "ring"
    START = "start"
    ANSWER = "answer"
    END = "end"


class Shown(StrEnum):
    """Of which calls the journal record is shown to the operator."""

    NEVER = "never"
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    BOTH = "both"


class Window(StrEnum):
    """What the operator sees: a contact's card, a choice of several, the unknown caller's window, or nothing."""

    NONE = "none"
    CONTACT = "contact"
    CHOICE = "choice"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Settings:
    """The administrator's settings; the defaults are the specification's first values.

    `calls_kept_days`: after how many days a call is forgotten; None is never.
    """

    incoming_card: Moment = Moment.NEVER
    outgoing_card: Moment = Moment.NEVER
    incoming_record: Moment = Moment.NEVER
    outgoing_record: Moment = Moment.NEVER
    show_record: Shown = Shown.NEVER
    suffix_digits: int = 5
    auto_transfer: bool = False
    toast: bool = False
    calls_kept_days: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about a call after an event; `moment` is when the settings want its card."""

    moment: Moment
    window: Window
    toast: bool
    record: bool
    show_record: bool

    @property
    def card(self) -> bool:
        """Say whether the call has a card in its present state."""
        return self.window is not Window.NONE


def decide(call: Call, before: Call | None, contacts: Sequence[Match], settings: Settings) -> Decision:
    """Decide what the operator sees of `call`, which was `before` until the event (None: not known).

    A card once shown stays, whatever changes; a card whose moment passed unseen is not raised after the end. With
    every card that appears goes a toast when the setting says so. Any history fires «По завершению разговора», a
    missed one too (protocol 3.10); an internal call has neither card nor record (3.15), a test call no record.
    """
    past = before if before is not None and before.call_id == call.call_id else None
    shown = past is not None and past.carded
    moment = settings.incoming_card if call.direction is Direction.IN else settings.outgoing_card
    due = _visible(call) and (shown or _on(call, moment))
    told = call.final and (past is None or not past.final)
    record = call.recorded or (told and _visible(call) and not call.test and _recording(call.direction, settings))
    return Decision(
        moment=moment,
        window=_window(contacts) if due else Window.NONE,
        toast=settings.toast and due and not shown,
        record=record,
        show_record=record and not call.answered_elsewhere and _shows(call.direction, settings.show_record),
    )


def kept(call: Call, contacts: Sequence[Match], settings: Settings) -> Decision:
    """Decide what the operator goes on seeing when a call's contacts alone changed: a card if it has one, no toast."""
    decision = decide(call, call, contacts, settings)
    return replace(decision, window=decision.window if call.carded else Window.NONE, toast=False)


def filed(call: Call, decision: Decision) -> Call:
    """Note on a call what was decided, so that later events keep to it and people can ask why."""
    moments = call.moments if call.carded else _moments(call, decision)
    return replace(call, carded=decision.card, recorded=decision.record, moments=moments)


def _moments(call: Call, decision: Decision) -> tuple[tuple[CallState, str], ...]:
    return tuple((dict(call.moments) | {call.state: decision.moment.value}).items())


def _visible(call: Call) -> bool:
    return not call.internal and not call.repeated


def _on(call: Call, moment: Moment) -> bool:
    match moment:
        case Moment.RING | Moment.START:
            return call.state is not CallState.ENDED
        case Moment.ANSWER:
            return call.state is CallState.TALKING
        case Moment.END:
            return call.final and not call.answered_elsewhere
        case _:
            return False


def _window(contacts: Sequence[Match]) -> Window:
    if not contacts:
        return Window.UNKNOWN
    return Window.CONTACT if len(contacts) == 1 else Window.CHOICE


def _recording(direction: Direction, settings: Settings) -> bool:
    return (settings.incoming_record if direction is Direction.IN else settings.outgoing_record) is Moment.END


def _shows(direction: Direction, shown: Shown) -> bool:
    return shown is Shown.BOTH or shown is (Shown.INCOMING if direction is Direction.IN else Shown.OUTGOING)
