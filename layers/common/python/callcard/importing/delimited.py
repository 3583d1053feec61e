"""CSV and its relatives: any of the usual delimiters, rows of any shape, one broken row at a time."""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO, TextIO

from callcard.importing.encodings import encoding_of
from callcard.importing.sheets import LONGEST_CELL, MOST_COLUMNS, Format, Row, Source
from callcard.importing.titles import is_title

DELIMITERS = "\t;|,"  # from the surest sign to the one that texts contain
ALIKE = 0.7
LONGEST_LINE = 1_000_000
SAMPLE_LINES = 60
HINT = re.compile(r"sep=(.)\r?\n?")  # Excel writes it into the first line
# what a program would take for a formula: our export writes a ' before it (and before a ' itself)
GUARDED = frozenset("=+-@\t\r'＝＋－＠")


def open_delimited(stream: BinaryIO, size: int, encoding: str = "") -> Source:
    """Read a text file; its rows come one by one, with whatever is wrong with each."""
    found = encoding or encoding_of(stream)
    delimiter, hinted = _delimiter_of(list(islice(text_lines(stream, found), SAMPLE_LINES)))
    rows = _rows(text_lines(stream, found), delimiter, skip=hinted)
    return Source(Format.CSV, rows, lambda: min(1.0, stream.tell() / size), found, delimiter)


def guarded(cell: str) -> str:
    """Put a ' before what a program would take for a formula."""
    return f"'{cell}" if cell[:1] in GUARDED and cell else cell


def unguarded(cell: str) -> str:
    """Take off the ' that an export put before what looks like a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in GUARDED and len(cell) > 1 else cell


class _Lines:
    """Hands lines to the csv module, remembers those of the record at hand, and takes lines back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines, self._back = lines, deque[str]()
        self.number = 0
        self.record: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.number += 1
        self.record.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        """Have these lines read again."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _rows(source: Iterator[str], delimiter: str, *, skip: bool) -> Iterator[Row]:
    lines = _Lines(source)
    if skip:
        next(lines)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.record = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _mended(lines, delimiter)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        else:
            yield _row(lines.number - len(lines.record) + 1, cells, lines.record)


def _mended(lines: _Lines, delimiter: str) -> Row:
    """Read what strict rules refuse: stray quotes within a line are taken as they are, a quote never closed costs
    its own line, and those it swallowed are read again."""
    first, rest = lines.record[0], lines.record[1:]
    start = lines.number - len(rest)
    lines.give_back(rest)
    try:
        cells = next(csv.reader([first], delimiter=delimiter))
    except csv.Error:
        return Row(start, (), "long_line" if len(first) >= LONGEST_LINE else "long_cell")
    return Row(start, (), "open_quote") if rest or _open(first, delimiter) else _row(start, cells, [first])


def _open(line: str, delimiter: str) -> bool:
    try:
        list(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error as exc:
        return "end of data" in str(exc)
    return False


def _row(line: int, cells: list[str], record: list[str]) -> Row:
    if len(record[0]) >= LONGEST_LINE:
        return Row(line, (), "long_line")
    if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        return Row(line, (), "many_cells")
    if max(map(len, cells), default=0) > LONGEST_CELL:
        return Row(line, (), "long_cell")
    return Row(line, tuple(map(unguarded, cells[:MOST_COLUMNS])))


def text_lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Read lines of at most LONGEST_LINE characters; what is longer is cut there and the rest of it left out."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline="")
    try:
        while line := text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                _leave_out(text)
            yield line
    finally:
        with suppress(ValueError):  # whoever broke off may have closed the file already
            text.detach()


def _leave_out(text: TextIO) -> None:
    while rest := text.readline(LONGEST_LINE):
        if rest.endswith(("\n", "\r")):
            return


def _delimiter_of(lines: list[str]) -> tuple[str, bool]:
    """Choose the delimiter that shows a header, else the one that cuts lines most alike; whether line 1 named it."""
    hint = HINT.fullmatch(lines[0]) if lines else None
    if hint:
        return hint[1], True
    titled = {delimiter: _titled(lines, delimiter) for delimiter in DELIMITERS}
    if max(titled.values()) > 1:
        return max(DELIMITERS, key=lambda delimiter: titled[delimiter]), False
    fits = {delimiter: _fit(lines, delimiter) for delimiter in DELIMITERS}
    # a comma stands in many an address: a rarer sign that fits nearly as well is the one that is meant
    return next(delimiter for delimiter in DELIMITERS if fits[delimiter] >= ALIKE * max(fits.values())), False


def _titled(lines: list[str], delimiter: str) -> int:
    """Count the titles we know in the line that has most of them."""
    rows = _rows(iter(lines), delimiter, skip=False)
    return max((sum(map(is_title, row.cells)) for row in rows), default=0)


def _fit(lines: list[str], delimiter: str) -> int:
    """Count the lines with the commonest number of cells; strict, because other delimiters break quoted cells."""
    widths: Counter[int] = Counter()
    for line in lines:
        with suppress(csv.Error):
            widths.update(len(cells) for cells in csv.reader([line], delimiter=delimiter, strict=True))
    return max((count for width, count in widths.items() if width > 1), default=0)
