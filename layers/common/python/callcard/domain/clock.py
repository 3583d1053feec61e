"""The PBX's clock: what its `start` and `end` mean (protocol 3.1)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

HALF_DAY = timedelta(hours=12)
_STAMP = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d):?(\d\d)(Z?)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as the PBX printed it; `certain` when it can only be a 24-hour one."""

    at: datetime
    certain: bool


@dataclass(frozen=True, slots=True)
class CallTimes:
    """When a call began and ended; `inferred` when the text left room for another reading."""

    started_at: datetime
    ended_at: datetime
    inferred: bool


def read_stamp(text: str) -> Stamp | None:
    """Read YYYYmmddTHHMMSS[Z] or YYYY-MM-DD HH:MM:SS; None for anything else.

    A trailing Z or an hour of 0 or >= 13 can only be a 24-hour clock.
    """
    found = _STAMP.fullmatch(text.strip())
    if found is None or not text.isascii():
        return None
    *fields, zulu = found.groups()
    year, month, day, hour, minute, second = map(int, fields)
    try:
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return Stamp(at, bool(zulu) or at.hour == 0 or at.hour > 12)


def resolve_times(start: str, end: str, duration: int | None, received_at: datetime) -> CallTimes:
    """Say when a call began and ended, from the PBX's texts, its duration (s) and our time of receipt.

    Times are printed on a 12-hour clock without AM/PM: of the readings (as is, 12 h earlier or later) the one
    whose end lies nearest the receipt is meant; `duration` is trusted over `end - start`.
    """
    began, ended = read_stamp(start), read_stamp(end)
    certain = any(stamp is not None and stamp.certain for stamp in (began, ended))
    length = _length(began, ended, duration, certain=certain)
    if ended is None and began is not None:
        ended = Stamp(began.at + length, certain)
    if ended is None:
        return CallTimes(received_at - length, received_at, inferred=True)
    end_at = ended.at if certain else _nearest(ended.at, received_at)
    return CallTimes(end_at - length, end_at, inferred=not certain)


def _length(began: Stamp | None, ended: Stamp | None, duration: int | None, *, certain: bool) -> timedelta:
    if duration is not None:
        return timedelta(seconds=duration)
    if began is None or ended is None:
        return timedelta()
    length = ended.at - began.at
    return length if certain and length >= timedelta() else length % HALF_DAY


def _nearest(printed: datetime, received_at: datetime) -> datetime:
    readings = (printed, printed - HALF_DAY, printed + HALF_DAY)
    return min(readings, key=lambda at: abs(at - received_at))
