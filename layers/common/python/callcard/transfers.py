"""An administrator's imports and exports: files that come and go, and the jobs that work on them."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from callcard import job_files
from callcard.bodies import ExportBody, ImportBody, ImportOrder
from callcard.domain.jobs import ENDED, Job, Kind, State
from callcard.errors import ConflictError, InvalidInputError
from callcard.importing.planning import Outcome
from callcard.importing.sheets import MEGABYTE, MOST_BYTES, Mapping
from callcard.jobs.asked import Files, Jobs, Queue, described, known, new_job, revive
from callcard.texts import language, text

SHOWN_PROBLEMS = 100
COMING = timedelta(hours=1)  # for which the form that uploads is good
MAY_CHECK = frozenset({State.WAITING, State.FAILED})
REPORT_NAME = "callcard-import.csv"


@dataclass(frozen=True, slots=True)
class Imports:
    """Serves the import page; every administrator sees everybody's imports."""

    jobs: Jobs
    queue: Queue
    files: Files
    clock: Callable[[], datetime]

    def begin(self, body: ImportBody, by: str) -> dict[str, Any]:
        """Make an import that waits for its file, and the form that uploads it."""
        if body.size > MOST_BYTES:
            raise InvalidInputError("file_too_big", limit=str(MOST_BYTES // MEGABYTE))
        job = new_job(Kind.IMPORT, State.WAITING, by, self.clock(), body.model_dump())
        self.jobs.create(job)
        return {"import_id": job.job_id, "upload": self.files.form(job_files.uploaded(job), body.size)}

    def check(self, import_id: str, accept: str) -> dict[str, Any]:
        """Have the file looked at, once; raises ConflictError when it has not come."""
        job = self._known(import_id)
        if job.state in MAY_CHECK:
            self._require_file(job)
            job = self.jobs.begin(job, State.CHECKING, job.task, self.clock(), after=MAY_CHECK)
            self.queue.put(job.kind, job.job_id)
        return self._shown(job, accept)

    def start(self, import_id: str, order: ImportOrder, accept: str) -> dict[str, Any]:
        """Run the file into the book; raises ConflictError unless it is ready, or ended without having done so."""
        mapping = Mapping.read(order.mapping, order.kind)
        job = self._known(import_id)
        landed = job.state is State.DONE and not job.task["dry_run"]
        if landed or not _checked(job):
            raise ConflictError("job_not_ready")
        self._require_file(job)
        task = job.task | order.model_dump(mode="json") | {"mapping": mapping.shown()}
        task |= {"run": uuid4().hex, "language": language(accept)}
        if job.state is State.DONE:
            task["rows"] = job.progress.get("done_rows")  # the dry run has counted them
        job = self.jobs.begin(job, State.RUNNING, task, self.clock(), after={job.state})
        self.queue.put(job.kind, job.job_id)
        return self._shown(job, accept)

    def show(self, import_id: str, accept: str) -> dict[str, Any]:
        """Show an import as it is; one whose worker died is taken up again by that."""
        job = self._known(import_id)
        revive(self.jobs, self.queue, job, self.clock())
        return self._shown(job, accept)

    def newest(self, cursor: str | None, accept: str) -> dict[str, Any]:
        """List the imports, newest first, without what would have to be read from files."""
        page = self.jobs.newest(Kind.IMPORT, cursor)
        return {"imports": [self._summary(job, accept) for job in page.rows], "cursor": page.cursor}

    def cancel(self, import_id: str) -> None:
        """Stop an import; what it has written stays. One that has ended stays as it is."""
        self.jobs.cancel(self._known(import_id), self.clock())

    def _known(self, import_id: str) -> Job:
        return known(self.jobs, Kind.IMPORT, import_id)

    def _require_file(self, job: Job) -> None:
        if self.files.size(job_files.uploaded(job)) is None:
            raise ConflictError("file_not_there")

    def _shown(self, job: Job, accept: str) -> dict[str, Any]:
        ended = job.state in ENDED and job.progress.get("reported")
        link = self.files.link(job_files.reported(job), REPORT_NAME) if ended else None
        return self._summary(job, accept) | {
            "guess": self._guess(job),
            "problems": self._problems(job, accept),
            "report_url": link,
        }

    def _summary(self, job: Job, accept: str) -> dict[str, Any]:
        task, counts = job.task, job.progress.get("checkpoint", {}).get("counts", {})
        return {
            "import_id": job.job_id,
            "file_name": task["file_name"],
            "size": task["size"],
            "mapping": task.get("mapping"),
            "kind": task.get("kind"),
            "dry_run": task.get("dry_run"),
            "on_duplicate": task.get("on_duplicate"),
            "counts": {one.value: counts.get(one.value, 0) for one in Outcome},
            "problem_count": job.progress.get("problems", 0),
        } | described(job, self._message(job), accept)

    def _message(self, job: Job) -> dict[str, str]:
        if job.state is not State.WAITING:
            return job.message
        came_too_late = job.created_at + COMING < self.clock()
        return {"code": "file_never_came" if came_too_late else "file_not_there"}

    def _guess(self, job: Job) -> Any:
        found = self.files.read(job_files.guessed(job)) if _checked(job) else None
        return json.loads(found) if found else None

    def _problems(self, job: Job, accept: str) -> list[dict[str, Any]]:
        if not job.progress.get("problems"):
            return []
        rows = (row for part in self.files.parts(job_files.problems(job)) for row in json.loads(part))
        return [
            {name: row[name] for name in ("line", "field", "reason")}
            | {"message": text(row["reason"], accept, **row["values"])}
            for row in islice(rows, SHOWN_PROBLEMS)
        ]


@dataclass(frozen=True, slots=True)
class Exports:
    """Serves the export of the whole book."""

    jobs: Jobs
    queue: Queue
    files: Files
    clock: Callable[[], datetime]

    def begin(self, body: ExportBody, by: str, accept: str) -> dict[str, Any]:
        """Have the book written into a file."""
        task = body.model_dump() | {"language": language(accept)}
        job = new_job(Kind.EXPORT, State.RUNNING, by, self.clock(), task)
        self.jobs.create(job)
        self.queue.put(job.kind, job.job_id)
        return self._shown(job, accept)

    def show(self, export_id: str, accept: str) -> dict[str, Any]:
        """Show how far it is, and where the file is when it is there."""
        job = known(self.jobs, Kind.EXPORT, export_id)
        revive(self.jobs, self.queue, job, self.clock())
        return self._shown(job, accept)

    def _shown(self, job: Job, accept: str) -> dict[str, Any]:
        name = f"contacts.{job.task['format']}"
        link = self.files.link(job_files.exported(job), name) if job.state is State.DONE else None
        shown = {"export_id": job.job_id, "format": job.task["format"], "url": link}
        return shown | described(job, job.message, accept)


def _checked(job: Job) -> bool:
    """Tell whether the file has been looked at and nobody is at work on it."""
    return job.state is State.READY or (job.state in ENDED and "mapping" in job.task)
