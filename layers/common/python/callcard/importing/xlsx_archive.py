"""XLSX as an archive: its parts, once it is sure that they unpack to something bearable."""

import struct
import zipfile
from typing import IO, BinaryIO

from callcard.errors import InvalidInputError
from callcard.importing.sheets import MEGABYTE
from callcard.importing.xlsx_xml import Attributes, read_xml

MOST_UNPACKED = 300 * MEGABYTE
MOST_DIRECTORY = MEGABYTE
MOST_SETTINGS = 20 * MEGABYTE  # of the parts beside sheets and texts
MOST_SHEETS = 1000
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
DIRECTORY_END, DIRECTORY_END_BYTES, LONGEST_COMMENT = b"PK\x05\x06", 22, 65_535
LOCKED = 0x1  # flag of a part that asks for a password


class Archive:
    """The parts of a workbook."""

    def __init__(self, stream: BinaryIO) -> None:
        _check_directory(stream)
        try:
            self._zip = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as exc:
            raise InvalidInputError("broken_xlsx") from exc
        parts = self._zip.infolist()
        if any(part.flag_bits & LOCKED for part in parts):
            raise InvalidInputError("encrypted_file")
        if WORKBOOK not in self._zip.namelist():
            raise InvalidInputError("not_xlsx")
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise InvalidInputError("xlsx_too_big", limit=str(MOST_UNPACKED // MEGABYTE))

    def part(self, name: str) -> IO[bytes] | None:
        """Open a part; None when it is not there."""
        try:
            return self._zip.open(name)
        except KeyError:
            return None
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as exc:
            raise InvalidInputError("broken_xlsx") from exc

    def settings(self, name: str) -> IO[bytes] | None:
        """Open a part that is small in any honest file."""
        if name in self._zip.namelist() and self.size(name) > MOST_SETTINGS:
            raise InvalidInputError("xlsx_too_big", limit=str(MOST_SETTINGS // MEGABYTE))
        return self.part(name)

    def size(self, name: str) -> int:
        """Tell how much a part unpacks to, by its own word: zipfile reads no more than that."""
        return self._zip.getinfo(name).file_size

    def sheets(self) -> "Sheets":
        """List the sheets people see, in their order."""
        return Sheets(self)


class Sheets:
    """The names of the sheets' parts, and when the workbook's days begin."""

    def __init__(self, archive: Archive) -> None:
        self._ids: list[str] = []
        self._targets: dict[str, str] = {}
        self.since_1904 = False
        for name in (WORKBOOK, RELATIONS):
            part = archive.settings(name)
            if part is None:
                raise InvalidInputError("broken_xlsx")
            for _ in read_xml(part, self._start, lambda _: None, lambda _: None):
                pass
        self.names = [self._targets[each] for each in self._ids if each in self._targets]

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in ("1", "true")
        elif name == "sheet" and attributes.get("state", "visible") == "visible" and len(self._ids) < MOST_SHEETS:
            self._ids.append(next((value for key, value in attributes.items() if key.endswith(":id")), ""))
        elif name == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            target = attributes.get("Target", "")
            self._targets[attributes.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"


def _check_directory(stream: BinaryIO) -> None:
    """Refuse a list of parts that is itself a bomb: zipfile makes an object of each at once."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - DIRECTORY_END_BYTES - LONGEST_COMMENT))
    tail = stream.read()
    found = tail.rfind(DIRECTORY_END)
    if found < 0 or len(tail) < found + DIRECTORY_END_BYTES:
        raise InvalidInputError("broken_xlsx")
    if struct.unpack_from("<L", tail, found + 12)[0] > MOST_DIRECTORY:
        raise InvalidInputError("broken_xlsx")
