"""vCard 2.1, 3 and 4: a file of cards becomes a table with one row per card."""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import BinaryIO

from vobject.base import ParseError, getLogicalLines, textLineToContentLine

from callcard.domain.contacts import Kind
from callcard.importing.delimited import text_lines
from callcard.importing.encodings import encoding_of
from callcard.importing.sheets import Format, Row, Source

TITLES = ("UID", "FN", "ORG", "TEL", "NOTE", "KIND")
# nothing else is read: a picture is large, and a line that no program understands is not worth the card
READ = {"BEGIN", "END", "VERSION", "N", "NICKNAME", "X-ABSHOWAS", *TITLES}
PROPERTY = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)[;:]")
PART = re.compile(r"((?:[^\\;]|\\.?)*)(?:;|$)", re.DOTALL)  # a backslash that is last is one: no part is begun in vain
ESCAPED = re.compile(r"\\([\\,;:nN])")
NAME_PARTS = 3  # surname, name, patronymic; honours follow
LONGEST_CARD = 60_000  # characters: twice the longest note in quoted-printable
SOFT_BREAK = re.compile(r"=\r?\n?$")


def open_vcards(stream: BinaryIO, size: int, encoding: str = "") -> Source:
    """Read a file of cards; a broken card is a row with a fault."""
    found = encoding or encoding_of(stream)
    rows = chain([Row(0, TITLES)], _rows(text_lines(stream, found)))
    return Source(Format.VCARD, rows, lambda: min(1.0, stream.tell() / size), found, headed=True)


def _rows(lines: Iterator[str]) -> Iterator[Row]:
    start, card = 0, _Card()
    for number, line in enumerate(lines, 1):
        word = line.strip().upper()
        if word == "BEGIN:VCARD":
            if start:
                yield Row(start, (), "broken_card")
            start, card = number, _Card()
        if start:
            card.take(line)
        if word == "END:VCARD" and start:
            yield _row(start, card)
            start = 0
    if start:
        yield Row(start, (), "broken_card")


class _Card:
    """Gathers the lines of a card that are worth reading."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.length = 0
        self._kept = self._goes_on = False

    def take(self, line: str) -> None:
        """Take a line; one that begins with a space, or follows a soft break, belongs to the one before it."""
        if not self._goes_on and line[:1] not in (" ", "\t"):
            named = PROPERTY.match(line)
            self._kept = named is not None and named[1].upper() in READ
        quoted = "QUOTED-PRINTABLE" in line.upper() or self._goes_on
        self._goes_on = quoted and SOFT_BREAK.search(line) is not None
        if self._kept and self.length <= LONGEST_CARD:
            self.lines.append(line)
            self.length += len(line)


def _row(line: int, card: _Card) -> Row:
    if card.length > LONGEST_CARD:
        return Row(line, (), "long_line")
    read: dict[str, list[str]] = {}
    for name, value in _properties("".join(card.lines)):
        read.setdefault(name, []).append(value)
    return Row(line, _cells(read))


def _properties(card: str) -> Iterator[tuple[str, str]]:
    """Read line by line: vobject's whole cards cut a name at a comma that should have been escaped and was not."""
    for text, number in getLogicalLines(io.StringIO(card)):
        with suppress(ParseError, ValueError, LookupError):  # a line that is none, or in no known encoding
            content = textLineToContentLine(text, number)
            yield content.name, content.value


def _cells(card: dict[str, list[str]]) -> tuple[str, ...]:
    company = ", ".join(filter(None, _parts(card.get("ORG", [""])[0])))
    phones = "\n".join(map(_plain, card.get("TEL", [])))
    return _first(card, "UID"), _name(card), company, phones, _first(card, "NOTE"), _kind(card)


def _name(card: dict[str, list[str]]) -> str:
    """Give the name as written, else surname first, as in Russian lists, else the nickname."""
    structured = _parts(card.get("N", [""])[0])[:NAME_PARTS]
    return _first(card, "FN").strip() or " ".join(filter(None, structured)) or _first(card, "NICKNAME")


def _kind(card: dict[str, list[str]]) -> str:
    is_company = _first(card, "KIND").lower() == "org" or _first(card, "X-ABSHOWAS").upper() == "COMPANY"
    return Kind.COUNTERPARTY.value if is_company else ""


def _first(card: dict[str, list[str]], name: str) -> str:
    return _plain(card.get(name, [""])[0])


def _parts(value: str) -> list[str]:
    return [_plain(part).strip() for part in PART.findall(value)]


def _plain(value: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
