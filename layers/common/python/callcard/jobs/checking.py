"""Looking at an uploaded file: what it is, and what its columns seem to hold."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from callcard import job_files
from callcard.domain.jobs import Job, State
from callcard.importing.files import open_table
from callcard.importing.guessing import guess
from callcard.importing.sheets import Sheet
from callcard.jobs.fetching import Fetching, fetched
from callcard.jobs.runner import Progress, Tell


class Files(Fetching, Protocol):
    """The files."""

    def write(self, key: str, content: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class Checking:
    """Reads a file's first rows; `folder` is where there is room for the file."""

    files: Files
    folder: Path
    region: str
    leads_to = State.READY
    resumes = False

    def do(self, job: Job, tell: Tell) -> None:
        """Look, and keep what was seen beside the file: samples are what people's contacts are made of."""
        with fetched(self.files, job_files.uploaded(job), self.folder) as stream:
            seen = self._seen(open_table(stream, self.region))
        self.files.write(job_files.guessed(job), json.dumps(seen, ensure_ascii=False).encode())

    def close(self, job: Job) -> Progress:
        """Nothing is left to do."""
        return job.progress

    def _seen(self, sheet: Sheet) -> dict[str, Any]:
        mapping = guess(sheet, self.region)
        columns = [asdict(column) | {"field": mapping.fields.get(column.index)} for column in sheet.columns]
        return {
            "format": sheet.format,
            "encoding": sheet.encoding or None,
            "delimiter": sheet.delimiter or None,
            "heading": sheet.heading,
            "columns": columns,
            "kind": mapping.kind,
        }
