"""What the browser is told of a callback (docs/api.md)."""

from dataclasses import asdict
from typing import Any

from callcard.domain.callbacks import Callback
from callcard.domain.phone import display
from callcard.domain.setup import Operator, Setup
from callcard.domain.waiting import Attempt, Closing
from callcard.frames import iso

MOST_ATTEMPTS = 20  # of a frame; the newest


def callback_row(callback: Callback, setup: Setup) -> dict[str, Any]:
    """Describe a callback: to the list of those who wait, and to every open tab when it changes."""
    waiting, marks = callback.waiting, callback.marks
    attempts = waiting.attempts if waiting else ()
    return {
        "phone": callback.phone,
        "display": display(callback.phone),
        "contact": asdict(callback.contact) if callback.contact else None,
        "state": callback.state.value,
        "since": iso(waiting.since) if waiting else None,
        "last_at": iso(attempts[-1].at) if attempts else None,
        "count": len(attempts),
        "attempts": [_attempt(attempt, setup) for attempt in attempts[-MOST_ATTEMPTS:]],
        "line": _line(attempts[-1].line, setup) if attempts else None,
        "taken_by": _person(setup, marks.taken_by) if callback.taken else None,
        "taken_at": iso(marks.taken_at) if callback.taken else None,
        "closed": _closed(waiting.closing, setup) if waiting and waiting.closing else None,
        "version": callback.version,
    }


def _attempt(attempt: Attempt, setup: Setup) -> dict[str, Any]:
    return {
        "call_id": attempt.call_id,
        "at": iso(attempt.at),
        "line": _line(attempt.line, setup),
        "rang": attempt.rang,
        "extensions": list(attempt.extensions),
    }


def _closed(closing: Closing, setup: Setup) -> dict[str, Any]:
    at_phone = next((one for one in setup.operators if closing.extension and one.extension == closing.extension), None)
    by = _person(setup, closing.operator_id or (at_phone.operator_id if at_phone else None))
    return {"how": closing.how.value, "by": by, "at": iso(closing.at), "reason": closing.reason}


def _person(setup: Setup, operator_id: str | None) -> dict[str, Any] | None:
    known: Operator | None = next((one for one in setup.operators if one.operator_id == operator_id), None)
    return {"operator_id": operator_id, "name": known.name if known else operator_id} if operator_id else None


def _line(number: str, setup: Setup) -> dict[str, str] | None:
    return {"number": number, "name": setup.lines.get(number, "")} if number else None
