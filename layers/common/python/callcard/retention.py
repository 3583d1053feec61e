"""For how long calls are kept: what was asked for last, and how far the calls that were there already have followed."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callcard.domain.jobs import Job, Kind, State
from callcard.domain.setup import Setup
from callcard.errors import NotFoundError
from callcard.jobs.asked import Jobs, Queue, described, revive

CALLS = "calls"  # there is one table of calls, so there is one job for it, done again and again
NOTHING = {"days": None, "state": "none", "started_at": None, "ended_at": None, "message": None, "done_rows": 0}


@dataclass(frozen=True, slots=True)
class Retention:
    """Has the calls follow the setting, and tells how far they are."""

    jobs: Jobs
    queue: Queue
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]

    def follow(self) -> Job | None:
        """Begin anew unless the calls follow the setting already; None when there never was anything to follow."""
        days, job = self.setup().settings.calls_kept_days, self._known()
        if days == (job.task["days"] if job else None):
            return job
        begun = self._begun(job, days)
        self.queue.put(Kind.RETENTION, CALLS)
        return begun

    def shown(self, accept: str) -> dict[str, Any]:
        """Say how far the calls are; a job that was never begun, or whose worker died, is taken up by that."""
        job = self.follow()
        if job is None:
            return NOTHING
        revive(self.jobs, self.queue, job, self.clock())
        told = described(job, job.message, accept)
        names = ("state", "started_at", "ended_at", "message", "done_rows")
        return {"days": job.task["days"]} | {name: told[name] for name in names}

    def _known(self) -> Job | None:
        with suppress(NotFoundError):
            return self.jobs.get(Kind.RETENTION, CALLS)
        return None

    def _begun(self, job: Job | None, days: int | None) -> Job:
        """Begin, also over a worker that follows an older setting: it loses the job after the window in hand."""
        now, task = self.clock(), {"days": days}
        if job is None:
            job = Job(Kind.RETENTION, CALLS, State.RUNNING, "", now, asked_at=now, task=task, started_at=now)
            if self.jobs.create(job):
                return job
            job = self.jobs.get(Kind.RETENTION, CALLS)
        return self.jobs.begin(job, State.RUNNING, task, now, after=frozenset(State))
