"""Running an uploaded file into the address book, and reporting every row that had a problem."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Protocol, TextIO, cast

from callcard import job_files
from callcard.domain.jobs import Job, State
from callcard.importing.files import open_table
from callcard.importing.planning import OnDuplicate
from callcard.importing.progress import Checkpoint, Options, Step
from callcard.importing.sheets import Mapping
from callcard.imports import Importer
from callcard.jobs.fetching import Fetching, fetched
from callcard.jobs.runner import Progress, Tell
from callcard.texts import text

THOUSAND = 1000


class Files(Fetching, Protocol):
    """The files."""

    def write(self, key: str, content: bytes) -> None: ...
    def parts(self, prefix: str) -> Iterator[bytes]: ...
    def store(self, path: Path, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Loading:
    """Imports; `folder` is where there is room for the file."""

    files: Files
    importer: Importer
    folder: Path
    region: str
    leads_to = State.DONE
    resumes = True

    def do(self, job: Job, tell: Tell) -> None:
        """Go on from the checkpoint. A step's problems are kept before the step: made again, it writes them again."""
        start, told = Checkpoint.unpack(job.progress.get("checkpoint")), job.progress.get("problems", 0)
        with fetched(self.files, job_files.uploaded(job), self.folder) as stream:
            sheet = open_table(stream, self.region)
            for step in self.importer.run(sheet, _mapping(job), _options(job), start):
                if step.problems:
                    self.files.write(job_files.problems_of(job, step.checkpoint.step), _written(step))
                told += len(step.problems)
                tell(_progress(step, told))

    def close(self, job: Job) -> Progress:
        """Put the problems of all windows into one table that people can open."""
        if not job.progress.get("problems"):
            return job.progress
        rows = (row for part in self.files.parts(job_files.problems(job)) for row in json.loads(part))
        with NamedTemporaryFile("w", dir=self.folder, encoding="utf-8-sig", newline="") as report:
            _write_report(rows, cast("TextIO", report), job.task["language"])
            report.flush()
            self.files.store(Path(report.name), job_files.reported(job))
        return job.progress | {"reported": True}


def _mapping(job: Job) -> Mapping:
    return Mapping.read(job.task["mapping"], job.task["kind"])


def _options(job: Job) -> Options:
    return Options(job.job_id, OnDuplicate(job.task["on_duplicate"]), job.task["dry_run"])


def _progress(step: Step, told: int) -> Progress:
    rows, share = step.checkpoint.done_rows, int(step.share * THOUSAND)
    return {"checkpoint": step.checkpoint.pack(), "done_rows": rows, "thousandths": share, "problems": told}


def _written(step: Step) -> bytes:
    return json.dumps([asdict(problem) for problem in step.problems], ensure_ascii=False).encode()


def _write_report(rows: Iterable[dict[str, Any]], report: TextIO, language: str) -> None:
    """Write problem rows as a table; each cell begins with a text or a number of ours, hence none is a formula."""
    table = csv.writer(report, delimiter=";")
    table.writerow(text(f"report_{name}", language) for name in ("line", "field", "reason"))
    for row in rows:
        table.writerow((row["line"], row["field"], text(row["reason"], language, **row["values"])))
