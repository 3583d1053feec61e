"""An uploaded file on this machine, for as long as it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, Protocol

from callcard.errors import InvalidInputError
from callcard.importing.sheets import MEGABYTE, MOST_BYTES


class Fetching(Protocol):
    """Where the files are."""

    def size(self, key: str) -> int | None: ...
    def fetch(self, key: str, copy: BinaryIO) -> None: ...


@contextmanager
def fetched(files: Fetching, key: str, folder: Path) -> Iterator[BinaryIO]:
    """Open a copy of a file; raises InvalidInputError when it is gone, or larger than any file may be."""
    size = files.size(key)
    if size is None:
        raise InvalidInputError("file_never_came")
    if size > MOST_BYTES:
        raise InvalidInputError("file_too_big", limit=str(MOST_BYTES // MEGABYTE))
    with TemporaryFile(dir=folder) as copy:
        files.fetch(key, copy)
        yield copy
