"""What the journal adds up to, for the statistics page."""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import partial
from itertools import batched
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callcard.domain.calls import Call
from callcard.domain.retention import kept_since
from callcard.domain.setup import Setup
from callcard.domain.statistics import Tally, statistics, tally
from callcard.errors import InvalidInputError
from callcard.turns import soon

MOST_DAYS = 92  # a quarter
READS_AT_ONCE = 8
YEARS = range(2000, 2200)  # beyond them the other end of a zone's day may be no date at all
SHORTEST = timedelta(milliseconds=1)


class Records(Protocol):
    """The calls on record."""

    def counted(self, since: str, until: str, operator: str, kept_since: str) -> list[Call]: ...


@dataclass(frozen=True, slots=True)
class Figures:
    """Adds the journal up."""

    records: Records
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]

    def statistics(self, asked: dict[str, str]) -> dict[str, Any]:
        """Count the calls of some days, `from` and `to` included, as the reader's `zone` sees them."""
        zone = zone_of(asked.get("zone", ""))
        days = _days(asked, self.clock().astimezone(zone).date())
        operator = asked.get("operator", "")
        found = statistics(self.read(days, zone, operator), days, zone)
        return {
            "days": [{"day": day.isoformat(), **asdict(one)} for day, one in found.days.items()],
            "hours": [{"hour": hour, **asdict(one)} for hour, one in enumerate(found.hours)],
            "operators": self._named(found.operators, operator),
            "totals": asdict(found.totals),
        }

    def read(self, days: Sequence[date], zone: tzinfo, operator: str = "") -> list[Call]:
        """Read the records of some days that follow one another, a few reads at once."""
        slices = batched(days, -(-len(days) // READS_AT_ONCE), strict=False)
        times = [(bounds(some[0], zone)[0], bounds(some[-1], zone)[1]) for some in slices]
        oldest = kept_since(self.setup().settings.calls_kept_days, self.clock())
        since = _stored(oldest) if oldest else ""
        reads = [soon(partial(self.records.counted, *time, operator, since)) for time in times]
        return [leg for read in reads for leg in read.result()]

    def _named(self, tallies: dict[str, Tally], operator: str) -> list[dict[str, Any]]:
        """Name the operators: whoever has calls, and those at work who have none."""
        people = {one.operator_id: one for one in self.setup().operators}
        idle = {name for name, one in people.items() if one.active and operator in ("", name)}
        rows = [(people[name].name if name in people else name, name) for name in {*tallies, *idle}]
        nothing = tally(())
        return [
            {"operator_id": operator_id, "name": name} | asdict(tallies.get(operator_id, nothing))
            for name, operator_id in sorted(rows)
        ]


def zone_of(text: str) -> tzinfo:
    """Read the reader's zone, +03:00 or Europe/Moscow; UTC when there is none. Raises InvalidInputError."""
    offset = re.fullmatch(r"([+ -])([01]\d):([0-5]\d)", text)  # in a query string a bare plus is a space
    if offset:
        sign = -1 if offset[1] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[2]), minutes=int(offset[3])))
    try:
        return ZoneInfo(text) if text else UTC
    except (ValueError, OSError, ZoneInfoNotFoundError) as exc:
        raise InvalidInputError("bad_fields", fields="zone (unknown)") from exc


def _days(asked: dict[str, str], today: date) -> list[date]:
    first, last = _day(asked, "from", today), _day(asked, "to", today)
    if last < first:
        raise InvalidInputError("bad_fields", fields="to (before_from)")
    if (last - first).days >= MOST_DAYS:
        raise InvalidInputError("bad_fields", fields=f"to (at most {MOST_DAYS} days)")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _day(asked: dict[str, str], name: str, today: date) -> date:
    try:
        day = date.fromisoformat(asked[name]) if asked.get(name) else today
    except ValueError as exc:
        raise InvalidInputError("bad_fields", fields=f"{name} (date)") from exc
    if day.year not in YEARS:
        raise InvalidInputError("bad_fields", fields=f"{name} (date)")
    return day


def bounds(day: date, zone: tzinfo) -> tuple[str, str]:
    """Give the first and the last moment of a day; across a change of the clock it has 23 or 25 hours."""
    first, after = (datetime(each.year, each.month, each.day, tzinfo=zone) for each in (day, day + timedelta(days=1)))
    return _stored(first), _stored(after.astimezone(UTC) - SHORTEST)


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
