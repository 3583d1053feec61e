"""Every row that had a problem, as a table beside the file."""

import csv
import io
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from callcard.importing.sheets import Problem

FIRST = 10
TITLES = {"ru": ("Строка", "Поле", "Что не так"), "en": ("Line", "Field", "What is wrong")}
MARK = b"\xef\xbb\xbf"  # Excel takes a file without it for Windows-1251


class Report:
    """Writes problems as they come; what an interrupted run wrote after its last checkpoint is cut off."""

    def __init__(self, path: Path, size: int, language: str) -> None:
        self.path, self.language, self.size = path, language, size
        self.first: list[Problem] = []

    def __enter__(self) -> Self:
        known = self.size and self.path.exists() and self.path.stat().st_size >= self.size
        self._file = self.path.open("r+b" if known else "wb")
        self._file.truncate(self.size if known else 0)
        self._file.seek(0, os.SEEK_END)
        self.size = self._file.tell()
        if not known:
            self._write([TITLES[self.language]], before=MARK)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None and not self.told:
            self.path.unlink()  # a title alone helps nobody

    @property
    def told(self) -> bool:
        """Whether there is anything below the title, of an earlier run perhaps."""
        return self.size > len(MARK) + len(_lines([TITLES[self.language]]))

    def add(self, problems: Iterable[Problem]) -> None:
        """Write problems down, for good."""
        told = list(problems)
        self.first += told[: FIRST - len(self.first)]
        self._write((problem.line, problem.field, problem.message(self.language)) for problem in told)

    def _write(self, rows: Iterable[tuple[object, ...]], before: bytes = b"") -> None:
        self._file.write(before + _lines(rows))
        self._file.flush()
        os.fsync(self._file.fileno())
        self.size = self._file.tell()


def _lines(rows: Iterable[tuple[object, ...]]) -> bytes:
    # each cell begins with a word or a number of ours: none is a formula
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()
