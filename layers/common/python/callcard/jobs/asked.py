"""What all who ask for jobs share: making one, finding it, keeping it alive, describing it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

from callcard.bodies import IDENT
from callcard.domain.jobs import Job, Kind, State
from callcard.errors import NotFoundError
from callcard.frames import iso
from callcard.pages import Page
from callcard.texts import text


class Jobs(Protocol):
    """Where jobs are kept."""

    def create(self, job: Job) -> bool: ...
    def get(self, kind: Kind, job_id: str) -> Job: ...
    def newest(self, kind: Kind, cursor: str | None) -> Page[Job]: ...
    def begin(
        self,
        job: Job,
        state: State,
        task: dict[str, Any],
        now: datetime,
        *,
        after: Collection[State],
        progress: dict[str, Any] | None = None,
    ) -> Job: ...
    def cancel(self, job: Job, now: datetime) -> bool: ...
    def ask_again(self, job: Job, now: datetime) -> bool: ...


class Queue(Protocol):
    """Where jobs wait for a worker."""

    def put(self, kind: Kind, job_id: str) -> None: ...


class Files(Protocol):
    """The files."""

    def form(self, key: str, size: int) -> dict[str, Any]: ...
    def link(self, key: str, file_name: str) -> str: ...
    def size(self, key: str) -> int | None: ...
    def read(self, key: str) -> bytes | None: ...
    def parts(self, prefix: str) -> Iterator[bytes]: ...


def new_job(kind: Kind, state: State, by: str, now: datetime, task: dict[str, Any]) -> Job:
    """Make a job; the ids of one kind are in the order of time, and cannot be guessed."""
    job_id = f"{now:%Y%m%dT%H%M%S%f}-{uuid4().hex}"
    return Job(kind, job_id, state, by, now, asked_at=now, task=task)


def known(jobs: Jobs, kind: Kind, job_id: str) -> Job:
    """Find a job by what stands in an address; raises NotFoundError."""
    if not IDENT.fullmatch(job_id):
        raise NotFoundError("no_such_job")
    return jobs.get(kind, job_id)


def revive(jobs: Jobs, queue: Queue, job: Job, now: datetime) -> None:
    """Ask for a worker again for a job that should have one and has none."""
    if job.forsaken(now) and jobs.ask_again(job, now):
        queue.put(job.kind, job.job_id)


def described(job: Job, message: dict[str, str], accept: str) -> dict[str, Any]:
    """Describe what all jobs have."""
    done_rows = job.progress.get("done_rows", 0)
    done = job.state is State.DONE
    values = {name: value for name, value in message.items() if name != "code"}
    return {
        "state": job.state.value,
        "by": job.by,
        "created_at": iso(job.created_at),
        "started_at": iso(job.started_at),
        "ended_at": iso(job.ended_at),
        "done_rows": done_rows,
        "total_rows": done_rows if done else job.progress.get("total_rows", job.task.get("rows")),
        "share": 1.0 if done else job.progress.get("thousandths", 0) / 1000,
        "message": text(message["code"], accept, **values) if message else None,
    }
