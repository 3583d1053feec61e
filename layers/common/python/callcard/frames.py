"""What the browser is told of a call, and the rows of the journal (design: the outside contract)."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from callcard.domain.calls import Call
from callcard.domain.cards import Decision
from callcard.domain.matching import Match
from callcard.domain.phone import display
from callcard.domain.setup import Setup

SHORT = 64  # characters of each text in a thin frame
WHOLE = {"link", "note"}  # half an address leads nowhere, half a note would be saved: a long one is left out
WHOLE_AT_MOST = 512


def call_frame(
    call: Call,
    matches: Sequence[Match],
    decision: Decision,
    setup: Setup,
    now: datetime,
    *,
    click: str | None = None,
    relinked: bool = False,
) -> dict[str, Any]:
    """Describe a call to its operator's tabs; `click` is the `request_id` of the one this call has just followed.

    `relinked`: nothing happened to the call, the address book changed; such a frame is no news of an ended call.
    """
    return {
        "call_id": call.call_id,
        "version": call.version,
        "state": call.state.value,
        "direction": call.direction.value,
        "extension": call.extension,
        "phone": call.phone,
        "display": display(call.phone),
        "line": line_of(call, setup),
        "contacts": [_contact(match) for match in matches],
        "card": decision.card,
        "toast": decision.toast,
        "missed": call.missed,
        "answered_by": call.answered_by if call.answered_elsewhere else None,
        "record": _record(call) if decision.show_record else None,
        "note": call.note,
        "started_at": iso(call.rung_at),
        "answered_at": iso(call.answered_at),
        "ended_at": iso(call.closed_at),
        "duration": call.duration,
        "talk": call.talk,
        "server_time": iso(now),
        "click": click,
        "relinked": relinked,
    }


def journal_row(call: Call, setup: Setup) -> dict[str, Any]:
    """Describe a journal record."""
    operator = next((o for o in setup.operators if o.operator_id == call.operator_id), None)
    return _record(call) | {
        "direction": call.direction.value,
        "phone": call.phone,
        "display": display(call.phone),
        "status": call.status,
        "operator": {"operator_id": operator.operator_id, "name": operator.name} if operator else None,
        "extension": call.extension,
        "contact": asdict(call.contact) if call.contact else None,
        "line": line_of(call, setup),
        "note": call.note,
        "rating": call.rating or None,
        "times_inferred": call.times_inferred,
        "version": call.version,
    }


def thin(frame: dict[str, Any]) -> dict[str, Any]:
    """Make a frame small: of each call the best contact alone, and short texts; a long link or note is left out."""
    if "calls" in frame:
        return frame | {"calls": [_thin(call) for call in frame["calls"]]}
    return frame | {"call": _thin(frame["call"])} if "call" in frame else frame


def line_of(call: Call, setup: Setup) -> dict[str, str] | None:
    """Name the line the client dialled; None on outgoing calls."""
    return {"number": call.line, "name": setup.lines.get(call.line, "")} if call.line else None


def iso(moment: datetime | None) -> str | None:
    """Write a time as ISO 8601 with its zone."""
    return moment.isoformat(timespec="milliseconds") if moment else None


def _thin(call: dict[str, Any]) -> dict[str, Any]:
    shortened: dict[str, Any] = _short(call | {"contacts": call["contacts"][:1]})
    return shortened | {"call_id": call["call_id"]}


def _short(value: Any) -> Any:
    match value:
        case dict():
            return {name: _whole(inner) if name in WHOLE else _short(inner) for name, inner in value.items()}
        case list():
            return [_short(inner) for inner in value]
        case str():
            return value[:SHORT]
        case _:
            return value


def _whole(text: str | None) -> str | None:
    return text if text is None or len(text) <= WHOLE_AT_MOST else None


def _record(call: Call) -> dict[str, Any]:
    return {
        "call_id": call.call_id,
        "started_at": iso(call.started_at),
        "ended_at": iso(call.ended_at),
        "duration": call.duration,
        "talk": call.talk,
        "missed": call.missed,
        "link": call.link or None,
    }


def _contact(match: Match) -> dict[str, Any]:
    candidate = match.candidate
    return {
        "contact_id": candidate.contact_id,
        "name": candidate.name,
        "kind": candidate.kind,
        "company": candidate.company,
        "responsible": candidate.responsible,
        "phone": candidate.number,
        "display": display(candidate.number),
        "reason": match.reason.value,
        "matched": match.digits,
    }
