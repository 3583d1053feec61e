"""XLSX, one part at a time: XML that is read in passing, whatever its size, and never trusted."""

import zipfile
import zlib
from array import array
from collections.abc import Callable, Iterator
from typing import IO
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from callcard.errors import InvalidInputError
from callcard.importing.sheets import LONGEST_CELL, MEGABYTE

CHUNK = 1 << 16
LONGEST_TAG = MEGABYTE
DEEPEST = 100  # elements within each other; honest parts have ten
MOST_TEXT = 128 * MEGABYTE

Attributes = dict[str, str]
Start = Callable[[str, Attributes], None]


def read_xml(part: IO[bytes], start: Start, end: Callable[[str], None], text: Callable[[str], None]) -> Iterator[None]:
    """Parse a part piece by piece, handing over its elements without prefixes; raises InvalidInputError.

    A part that declares entities or a document type is refused: it would unpack itself in memory.
    """
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.CharacterDataHandler = text
    given = depth = 0

    def enter(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            _refuse()
        start(_local(name), attributes)

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(_local(name))

    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    try:
        while chunk := part.read(CHUNK):
            given += len(chunk)
            parser.Parse(chunk, False)
            _check_tag(parser, given)
            yield
        parser.Parse(b"", True)
    except (ExpatError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as exc:
        raise InvalidInputError("broken_xlsx") from exc
    yield


def _check_tag(parser: XMLParserType, given: int) -> None:
    """Expat keeps an unfinished tag in memory, however long."""
    if given - parser.CurrentByteIndex > LONGEST_TAG:
        raise InvalidInputError("broken_xlsx")


def _refuse(*_: object) -> None:
    raise InvalidInputError("broken_xlsx")


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class Strings:
    """The texts that cells share, packed: a million short ones would take ten times their size as `str`."""

    def __init__(self, part: IO[bytes] | None) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")
        self._text = Text()
        if part is not None:
            for _ in read_xml(part, self._text.start, self._end, self._text.take):
                if len(self._bytes) + 8 * len(self._ends) > MOST_TEXT:
                    raise InvalidInputError("xlsx_too_big", limit=str(MOST_TEXT // MEGABYTE))

    def __getitem__(self, place: int) -> str:
        start = self._ends[place - 1] if place else 0
        return self._bytes[start : self._ends[place]].decode(errors="surrogatepass")

    def _end(self, name: str) -> None:
        if name == "si":
            self._bytes += self._text.pop().encode(errors="surrogatepass")
            self._ends.append(len(self._bytes))
        self._text.end(name)


class Text:
    """Gathers the text of `t` elements, less the reading aids (`rPh`) that East Asian texts carry."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._taken = self._aside = False

    def start(self, name: str, _: Attributes) -> None:
        """Begin an element."""
        self._aside = self._aside or name == "rPh"
        self._taken = name == "t" and not self._aside

    def take(self, text: str) -> None:
        """Take a piece of text; one more character than a cell may have is enough to tell."""
        if self._taken and self._length <= LONGEST_CELL:
            self._parts.append(text[: LONGEST_CELL + 1])
            self._length += len(text)

    def end(self, name: str) -> None:
        """End an element."""
        self._taken = False
        self._aside = self._aside and name != "rPh"

    def pop(self) -> str:
        """Give what was gathered and begin anew."""
        gathered = "".join(self._parts)
        self._parts, self._length = [], 0
        return gathered
