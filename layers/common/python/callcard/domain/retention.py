"""How long calls are kept, counted from our receipt of their first event: the PBX's clock may be years off."""

from datetime import UTC, datetime, timedelta

from callcard.domain.calls import Call

SHORTEST, LONGEST = 30, 3650  # days; the missed-call desk looks back for fourteen


def kept_since(days: int | None, now: datetime) -> datetime | None:
    """Say when the oldest call came that is still kept; None when all are."""
    return None if days is None else now - timedelta(days=days)


def is_kept(call: Call, days: int | None, now: datetime) -> bool:
    """Say whether a call may be shown: DynamoDB takes days to remove what is past its time."""
    since = kept_since(days, now)
    return since is None or call.rung_at >= since


def expires(came_at: datetime, days: int | None) -> int | None:
    """Say when what came at a time is to be removed, in seconds since 1970; None when never."""
    return None if days is None else int((came_at.astimezone(UTC) + timedelta(days=days)).timestamp())
