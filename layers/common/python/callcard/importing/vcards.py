"""vCard 2.1, 3 and 4: a file of cards becomes a table with one row per card."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

import vobject

from callcard.domain.contacts import Kind
from callcard.importing.delimited import text_lines
from callcard.importing.encodings import encoding_of
from callcard.importing.sheets import Format, Row, Source

TITLES = ("UID", "FN", "ORG", "TEL", "NOTE", "KIND")
# nothing else is read: a picture is large, and a line that no program understands is not worth the card
READ = {"BEGIN", "END", "VERSION", "N", "NICKNAME", "X-ABSHOWAS", *TITLES}
PROPERTY = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)[;:]")
LONGEST_CARD = 200_000  # characters
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
    try:
        read = vobject.readOne("".join(card.lines), allowQP=True).contents
        return Row(line, _cells(read))
    except Exception:  # vobject promises nothing about what it raises, and one card is one row
        return Row(line, (), "broken_card")


def _cells(card: dict[str, list[Any]]) -> tuple[str, ...]:
    uid, note = _first(card, "uid"), _first(card, "note")
    phones = "\n".join(str(tel.value).strip() for tel in card.get("tel", []))
    company = ", ".join(filter(None, card["org"][0].value)) if "org" in card else ""
    return uid, _name(card), company, phones, note, _kind(card)


def _name(card: dict[str, list[Any]]) -> str:
    """Give the name as written, else surname first, as in Russian lists, else the nickname."""
    formatted = _first(card, "fn").strip()
    if formatted or "n" not in card:
        return formatted or _first(card, "nickname")
    name = card["n"][0].value
    parts = (name.family, name.given, name.additional)
    return " ".join(" ".join(part) if isinstance(part, list) else part for part in parts).strip()


def _kind(card: dict[str, list[Any]]) -> str:
    is_company = _first(card, "kind").lower() == "org" or _first(card, "x-abshowas").upper() == "COMPANY"
    return Kind.COUNTERPARTY.value if is_company else ""


def _first(card: dict[str, list[Any]], name: str) -> str:
    return str(card[name][0].value) if name in card else ""
