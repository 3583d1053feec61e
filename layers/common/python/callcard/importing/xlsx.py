"""XLSX: the rows of a workbook's first sheet that is not empty, in constant memory.

openpyxl reads styles, shared texts and each row as trees of objects; a small hostile file makes gigabytes of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import IO, BinaryIO

from callcard.errors import InvalidInputError
from callcard.importing.sheets import LONGEST_CELL, MOST_COLUMNS, Format, Row, Source
from callcard.importing.xlsx_archive import Archive
from callcard.importing.xlsx_values import Formats, date_text, number_text, unescaped
from callcard.importing.xlsx_xml import Attributes, Strings, Text, read_xml

STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
LAST_LINE = 1_048_576
REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


@dataclass(slots=True)
class _Cell:
    """The cell at hand."""

    column: int = -1
    kind: str = "n"
    style: str = ""
    value: str = ""
    reading: bool = False


class _Rows:
    """Makes rows of a sheet's elements."""

    def __init__(self, strings: Strings, formats: Formats, *, since_1904: bool) -> None:
        self._strings, self._formats, self._since_1904 = strings, formats, since_1904
        self._cell, self._text, self._line = _Cell(), Text(), 0
        self._cells: dict[int, str] = {}
        self._fault, self._count = "", 0
        self.done: list[Row] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Begin an element."""
        if name == "row":
            told = attributes.get("r", "")
            self._line = int(told) if told.isdecimal() else self._line + 1
            self._cells, self._fault, self._cell = {}, "", _Cell()
            self._count += 1
            if max(self._line, self._count) > LAST_LINE:
                raise InvalidInputError("broken_xlsx")
        elif name == "c":
            column = _column(attributes.get("r", ""), self._cell.column + 1)
            self._cell = _Cell(column, attributes.get("t", "n"), attributes.get("s", ""))
            self._text.pop()
        self._cell.reading = name == "v"
        self._text.start(name, attributes)

    def take(self, text: str) -> None:
        """Take a piece of text."""
        if self._cell.reading and len(self._cell.value) <= LONGEST_CELL:
            self._cell.value += text[: LONGEST_CELL + 1]
        self._text.take(text)

    def end(self, name: str) -> None:
        """End an element."""
        self._cell.reading = False
        self._text.end(name)
        if name == "c":
            self._keep(self._shown())
        elif name == "row":
            width = max(self._cells, default=-1) + 1
            cells = tuple(self._cells.get(column, "") for column in range(width))
            self.done.append(Row(self._line, () if self._fault else cells, self._fault))

    def _keep(self, shown: str) -> None:
        if len(shown) > LONGEST_CELL:
            self._fault = self._fault or "long_cell"
        elif shown and self._cell.column >= MOST_COLUMNS:
            self._fault = "many_cells"
        elif shown:
            self._cells[self._cell.column] = shown

    def _shown(self) -> str:
        cell = self._cell
        match cell.kind:
            case "s":
                return unescaped(self._shared(cell.value))
            case "inlineStr":
                return unescaped(self._text.pop())
            case "str":
                return unescaped(cell.value)
            case "e":
                return ""  # #N/A and its like
            case "b":
                return "TRUE" if cell.value == "1" else "FALSE"
            case "n" if cell.value and self._formats.is_date(cell.style):
                return date_text(cell.value, since_1904=self._since_1904)
            case "n":
                return number_text(cell.value) if cell.value else ""
        return cell.value

    def _shared(self, place: str) -> str:
        try:
            return self._strings[int(place)] if place.isdecimal() else ""
        except (ValueError, IndexError) as exc:
            raise InvalidInputError("broken_xlsx") from exc


def open_xlsx(stream: BinaryIO) -> Source:
    """Read a workbook; raises InvalidInputError when it is none, or unpacks to too much."""
    archive = Archive(stream)
    sheets = archive.sheets()
    strings, formats = Strings(archive.part(STRINGS)), Formats(archive.settings(STYLES))
    for name in sheets.names:
        part = archive.part(name)
        if part is None:
            continue
        rows = _read(part, _Rows(strings, formats, since_1904=sheets.since_1904))
        first = next((row for row in rows if not row.blank), None)
        if first is not None:
            return Source(Format.XLSX, chain([first], rows), partial(_share, part, archive.size(name)))
    raise InvalidInputError("empty_file")


def _read(part: IO[bytes], rows: _Rows) -> Iterator[Row]:
    for _ in read_xml(part, rows.start, rows.end, rows.take):
        yield from rows.done
        rows.done.clear()


def _column(reference: str, following: int) -> int:
    """Give a cell's column, from 0; one without a reference follows its neighbour."""
    found = REFERENCE.fullmatch(reference)
    if not found:
        return following
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _share(part: IO[bytes], size: int) -> float:
    return min(1.0, part.tell() / size) if size else 1.0
