"""Writing the whole address book into a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO, Protocol, cast

from callcard import job_files
from callcard.domain.contacts import Contact
from callcard.domain.jobs import Job, State
from callcard.domain.setup import Operator
from callcard.exporting import Exporter
from callcard.jobs.runner import Progress, Tell

WINDOW = 1000  # contacts


class Files(Protocol):
    """The files."""

    def store(self, path: Path, key: str) -> None: ...


class Book(Protocol):
    """The address book."""

    def all_by_name(self) -> Iterator[Contact]: ...


@dataclass(frozen=True, slots=True)
class Exporting:
    """Reads the book once: a million contacts in some minutes, and half a workbook is of no use to the next worker."""

    files: Files
    book: Book
    operators: Callable[[], list[Operator]]
    folder: Path
    region: str
    leads_to = State.DONE
    resumes = False

    def do(self, job: Job, tell: Tell) -> None:
        """Write the file here, then put it where it can be downloaded."""
        exporter = Exporter(tuple(self.operators()), self.region, job.task["language"])
        write = {"csv": exporter.csv, "xlsx": exporter.xlsx}[job.task["format"]]
        with NamedTemporaryFile(dir=self.folder) as file:
            rows = write(self._told_of(tell), cast("BinaryIO", file))
            file.flush()
            self.files.store(Path(file.name), job_files.exported(job))
        tell({"done_rows": rows})

    def close(self, job: Job) -> Progress:
        """Nothing is left to do."""
        return job.progress

    def _told_of(self, tell: Tell) -> Iterator[Contact]:
        for row, contact in enumerate(self.book.all_by_name()):
            if row and row % WINDOW == 0:
                tell({"done_rows": row})
            yield contact
