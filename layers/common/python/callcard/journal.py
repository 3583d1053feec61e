"""The journal: the calls on record, newest first, as a reader filters them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

from callcard.adapters.journal_table import JournalFilter
from callcard.domain.calls import Call
from callcard.domain.masking import whole_number
from callcard.domain.retention import kept_since
from callcard.domain.setup import Setup
from callcard.domain.words import digits_asked
from callcard.errors import InvalidInputError
from callcard.frames import journal_row
from callcard.pages import Page

MOST_OPERATORS = 50


class Records(Protocol):
    """The calls on record."""

    def journal(self, wanted: JournalFilter, cursor: str | None) -> Page[Call]: ...


@dataclass(frozen=True, slots=True)
class Journal:
    """Serves the journal's page."""

    records: Records
    setup: Callable[[], Setup]
    region: str
    clock: Callable[[], datetime]

    def page(self, asked: dict[str, str]) -> dict[str, Any]:
        """List some calls; a page may be short, even empty, and go on: only a cursor of None is the end."""
        setup = self.setup()
        since = kept_since(setup.settings.calls_kept_days, self.clock())
        wanted = replace(_filter(asked, self.region), kept_since=stored(since) if since else "")
        found = self.records.journal(wanted, asked.get("cursor"))
        return {"calls": [journal_row(call, setup) for call in found.rows], "cursor": found.cursor}


def _filter(asked: dict[str, str], region: str) -> JournalFilter:
    if asked.get("direction", "") not in ("", "in", "out"):
        raise InvalidInputError("bad_fields", fields="direction (in, out)")
    query, since, until = asked.get("query", "").strip(), moment_in(asked, "from"), moment_in(asked, "to")
    phone = whole_number(query, region)
    if since and until and since > until:
        raise InvalidInputError("bad_fields", fields="to (before_from)")  # DynamoDB refuses such a range
    return JournalFilter(
        since=since,
        until=until,
        direction=asked.get("direction", ""),
        missed=_flag(asked, "missed"),
        recording=_flag(asked, "recording"),
        operators=_operators(asked),
        contact=asked.get("contact", ""),
        phone=phone,
        query="" if phone else digits_asked(query, region) or query,
    )


def _flag(asked: dict[str, str], name: str) -> bool | None:
    if asked.get(name, "") not in ("", "true", "false"):
        raise InvalidInputError("bad_fields", fields=f"{name} (true, false)")
    return asked[name] == "true" if asked.get(name) else None


def _operators(asked: dict[str, str]) -> tuple[str, ...]:
    operators = tuple(dict.fromkeys(filter(None, asked.get("operator", "").split(","))))
    if len(operators) > MOST_OPERATORS:
        raise InvalidInputError("bad_fields", fields=f"operator (at most {MOST_OPERATORS})")
    return operators


def moment_in(asked: dict[str, str], name: str) -> str:
    """Read a time of the query string as the tables write it; "" when there is none."""
    value = asked.get(name, "")
    if not value:
        return ""
    try:
        moment = datetime.fromisoformat(value)
        zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return stored(zoned)
    except (ValueError, OverflowError) as exc:
        raise InvalidInputError("bad_fields", fields=f"{name} (datetime)") from exc


def stored(moment: datetime) -> str:
    """Write a time as the tables sort it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
