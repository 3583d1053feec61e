"""Work that no request can wait for: what a job is, and what may become of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

KEPT = timedelta(days=7)  # as long as the files (template, FilesBucket)
LEASE = timedelta(minutes=5)  # a worker says more often than this that it lives; a window takes seconds
PATIENCE = timedelta(minutes=1)  # a job that was asked for so long ago, and has no worker, is asked for again
TRIES = 5  # workers that may die or fail without getting on


class Kind(StrEnum):
    """What a job does."""

    IMPORT = "import"
    EXPORT = "export"
    ADVICE = "advice"
    RETENTION = "retention"
    ERASURE = "erasure"


class State(StrEnum):
    """Where a job is: an import waits for its file, is checked, is ready for its mapping, and runs."""

    WAITING = "waiting"
    CHECKING = "checking"
    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


STANDING = frozenset({Kind.ADVICE, Kind.RETENTION})  # one job of its kind, done again and again
WORKED_ON = frozenset({State.CHECKING, State.RUNNING})
ENDED = frozenset({State.DONE, State.FAILED, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is stored; neither `task` nor `progress` ever holds a name or a number of a client, but an erasure's
    progress, until it is done, and the name of an imported file, if somebody has called it so.

    `message` is the code of a text with its values; `tries` counts the workers that took it since it last got on.
    """

    kind: Kind
    job_id: str
    state: State
    by: str
    created_at: datetime
    asked_at: datetime
    task: dict[str, Any] = field(default_factory=dict)
    progress: dict[str, Any] = field(default_factory=dict)
    message: dict[str, str] = field(default_factory=dict)
    started_at: datetime | None = None
    ended_at: datetime | None = None
    lease_until: datetime | None = None
    tries: int = 0

    def forsaken(self, now: datetime) -> bool:
        """Tell whether it should be worked on and nobody does: its worker died, or its message is lost."""
        held = self.lease_until is not None and self.lease_until >= now
        return self.state in WORKED_ON and not held and self.asked_at + PATIENCE < now
