"""Getting on with a job: one worker at a time, window by window, until it is done, cancelled or time is short.

A worker may die at any moment. What it had written down stays; the queue's redelivery, or an administrator who
looks at the job, brings the next one, which goes on from there and does at most one window again.
"""

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn, Protocol
from uuid import uuid4

from callcard.domain.jobs import TRIES, WORKED_ON, Job, Kind, State
from callcard.errors import InvalidInputError
from callcard.observability import about, logger

RESERVE = 90  # seconds left of an invocation when no further window is begun
PAUSES = (5, 15, 60, 300, 900)  # seconds before each next try, of TRIES

REST = "rest"  # in a progress: seconds until the next worker is to go on

type Progress = dict[str, Any]
type Text = dict[str, str]
type Tell = Callable[[Progress], None]


class Jobs(Protocol):
    """Where jobs are kept."""

    def claim(self, kind: Kind, job_id: str, worker: str, now: datetime) -> Job | None: ...
    def keep(self, job: Job, worker: str, progress: Progress, now: datetime, *, tries: int = 0) -> Job | None: ...
    def release(self, job: Job, worker: str, now: datetime) -> bool: ...
    def end(self, job: Job, worker: str, state: State, now: datetime, message: Text | None = None) -> bool: ...


class Queue(Protocol):
    """Where jobs wait for a worker."""

    def put(self, kind: Kind, job_id: str, delay: int = 0) -> None: ...


class Work(Protocol):
    """What a job of one kind and state consists of."""

    leads_to: State
    resumes: bool  # else each worker begins at the beginning, and has to get to the end

    def do(self, job: Job, tell: Tell) -> None:
        """Go on from `job.progress`, telling after each window how far it is; doing a window twice is harmless."""

    def close(self, job: Job) -> Progress:
        """Do what is left at the end, cancelled or not; the last progress."""


@dataclass(frozen=True, slots=True)
class Runner:
    """Takes jobs and gets on with them; says what became of each, as a metric's name."""

    jobs: Jobs
    queue: Queue
    works: Mapping[tuple[Kind, State], Work]
    clock: Callable[[], datetime]

    def take(self, kind: Kind, job_id: str, seconds_left: Callable[[], float]) -> str:
        """Get on with a job as long as there is time, if nobody else does."""
        worker = uuid4().hex
        job = self.jobs.claim(kind, job_id, worker, self.clock())
        if job is None:
            return "JobNotFree"
        about(kind=kind, job_id=job_id)
        turn = _Turn(self, self.works[kind, job.state], worker, job, seconds_left)
        try:
            return turn.given_up() if job.tries > TRIES else turn.taken()
        except _HaltError as halt:
            return halt.outcome


class _HaltError(Exception):
    """The work ends here, and not at its end."""

    def __init__(self, outcome: str) -> None:
        super().__init__(outcome)
        self.outcome = outcome


@dataclass(slots=True)
class _Turn:
    """One worker's turn at a job."""

    runner: Runner
    work: Work
    worker: str
    job: Job
    seconds_left: Callable[[], float]

    def taken(self) -> str:
        """Do the work, or as much of it as there is time for, and survive whatever happens in it."""
        try:
            return self.done()
        except _HaltError:
            raise
        except InvalidInputError as error:  # the file, the mapping: no next try would go better
            return self.failed(error)
        except Exception as error:  # raised, it would be logged with its text, which may quote the file
            self.broken(error)

    def done(self) -> str:
        """Do all the work."""
        self.work.do(self.job, self.told)
        self.keep(self.work.close(self.job))
        self.end(self.work.leads_to)
        return "JobDone"

    def told(self, progress: Progress) -> None:
        """Write a window down, and see whether there is to be another."""
        self.keep(progress)
        if self.job.state not in WORKED_ON:
            self.keep(self.work.close(self.job))
            self.release("JobCancelled")
        if pause := progress.get(REST):
            self.release("JobRests", pause=pause)
        if self.work.resumes and self.seconds_left() < RESERVE:
            self.release("JobContinues", pause=0)

    def keep(self, progress: Progress) -> None:
        """Write down how far it is."""
        tries = 0 if self.work.resumes else self.job.tries
        kept = self.runner.jobs.keep(self.job, self.worker, progress, self.runner.clock(), tries=tries)
        if kept is None:
            raise _HaltError("JobLost")
        self.job = kept

    def release(self, outcome: str, pause: int | None = None) -> NoReturn:
        """Give the job back, and ask for the next worker after a pause unless there is to be none."""
        # it is asked for when its time comes: who looks at it meanwhile wakes nobody
        self.runner.jobs.release(self.job, self.worker, self.runner.clock() + timedelta(seconds=pause or 0))
        if pause is not None:
            self.runner.queue.put(self.job.kind, self.job.job_id, pause)
        raise _HaltError(outcome)

    def end(self, state: State, message: Text | None = None) -> None:
        """Say what it has come to."""
        if not self.runner.jobs.end(self.job, self.worker, state, self.runner.clock(), message):
            raise _HaltError("JobLost")

    def failed(self, error: InvalidInputError) -> str:
        """End what cannot be done; what it has told so far is put in order."""
        logger.warning("Job failed", extra={"code": error.code})
        if self.job.progress:
            self.keep(self.work.close(self.job))
        self.end(State.FAILED, {"code": error.code} | error.values)
        return "JobFailed"

    def given_up(self) -> str:
        """End what has broken off too often."""
        logger.error("Job given up")
        self.end(State.FAILED, {"code": "job_given_up"})
        return "JobFailed"

    def broken(self, error: Exception) -> NoReturn:
        """Let another worker try later."""
        logger.error("Job broken off", extra=_named(error) | {"tries": self.job.tries})
        self.release("JobBrokenOff", pause=PAUSES[max(self.job.tries - 1, 0)])


def _named(error: Exception) -> dict[str, str]:
    """Tell of an error what quotes nothing: its type and place, and what AWS called it."""
    at = traceback.extract_tb(error.__traceback__)[-1]
    cause: Any = error.__cause__ or error
    code = getattr(cause, "response", {}).get("Error", {}).get("Code", type(cause).__name__)
    return {"error": type(error).__name__, "cause": code, "where": f"{at.filename.rsplit('/', 1)[-1]}:{at.lineno}"}
