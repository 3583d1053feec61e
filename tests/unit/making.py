"""Short ways to make events and calls for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from callcard.domain.calls import Call, advance
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.matching import Candidate

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """Give a time some seconds after noon."""
    return NOON + timedelta(seconds=seconds)


def event(kind: EventKind, **fields: Any) -> CallEvent:
    """Make an event of one incoming call at extension 100."""
    known: dict[str, Any] = {"callid": "1", "extension": "100", "direction": Direction.IN, "phone": "79991234567"}
    return CallEvent(kind=kind, **(known | fields))


def started(**fields: Any) -> CallEvent:
    """Make a start."""
    return event(EventKind.STARTED, **fields)


def answered(**fields: Any) -> CallEvent:
    """Make an answer."""
    return event(EventKind.ANSWERED, **fields)


def ended(*, success: bool = True, **fields: Any) -> CallEvent:
    """Make an end: a history of 50 s."""
    told: dict[str, Any] = {"started_at": at(0), "ended_at": at(50), "duration": 50}
    status = "success" if success else "missed"
    return event(EventKind.ENDED, success=success, status=status, **(told | fields))


def after(*events: CallEvent, every: float = 1) -> Call:
    """Advance a leg through events that arrive `every` seconds after one another."""
    call: Call | None = None
    for number, one in enumerate(events):
        call = advance(call, one, at(number * every))
    assert call is not None
    return call


def candidate(number: str, contact_id: str = "c", **fields: Any) -> Candidate:
    """Make an entry of the phone index."""
    known: dict[str, Any] = {"name": contact_id, "kind": "person", "company": "", "responsible": None}
    return Candidate(number=number, contact_id=contact_id, **(known | fields))
