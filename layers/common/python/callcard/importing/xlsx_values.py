"""What stands in a cell of XLSX, as the text a person sees."""

import re
from datetime import datetime, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import IO

from callcard.importing.xlsx_xml import Attributes, read_xml

# how Excel writes a character that XML cannot, and, with 005F before it, a text that looks like that
ESCAPED = re.compile(r"_x005[Ff]_(x[0-9A-Fa-f]{4}_)|_x([0-9A-Fa-f]{4})_")
DATES = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}  # built-in formats of dates and times
ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')  # of a format: texts, colours, conditions
LAST_DAY = 2_958_465  # 9999-12-31
LONGEST_NUMBER = 40
SHOWN = Context(prec=15)
LONGEST_FORMAT = 255


class Formats:
    """Knows which cell formats show a number as a date."""

    def __init__(self, part: IO[bytes] | None) -> None:
        self._codes: dict[str, bool] = {}
        self._cells: list[bool] = []
        self._inside = False
        if part is not None:
            for _ in read_xml(part, self._start, self._end, lambda _: None):
                pass

    def is_date(self, style: str) -> bool:
        """Say whether the format with this number is one of dates."""
        return style.isdecimal() and int(style) < len(self._cells) and self._cells[int(style)]

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            bare = ASIDE.sub("", attributes.get("formatCode", "")[:LONGEST_FORMAT]).lower()
            self._codes[attributes.get("numFmtId", "")] = any(letter in bare for letter in "dmyhs")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            code = attributes.get("numFmtId", "0")
            self._cells.append(self._codes.get(code, code.isdecimal() and int(code) in DATES))

    def _end(self, name: str) -> None:
        self._inside = self._inside and name != "cellXfs"


def number_text(raw: str) -> str:
    """Write a number with all its digits: 7.9991234567E10 is 79991234567; of a fraction the 15 that Excel shows."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite() or abs(number.adjusted()) > LONGEST_NUMBER:
        return raw
    whole = number == number.to_integral_value()
    return format(number.to_integral_value() if whole else SHOWN.plus(number).normalize(), "f")


def date_text(raw: str, *, since_1904: bool) -> str:
    """Write a date as 2026-11-24, with its time if it has one."""
    try:
        days = float(raw)
    except ValueError:
        return raw
    if not 0 <= days <= LAST_DAY:
        return raw
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet has no zone
    moment = first + timedelta(seconds=round(days * 86_400))
    if days < 1:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if days == int(days) else f"{moment:%Y-%m-%d %H:%M:%S}"


def unescaped(text: str) -> str:
    """Read the characters Excel wrote as _x000D_."""
    if "_x" not in text:
        return text
    plain = ESCAPED.sub(lambda match: f"_{match[1]}" if match[1] else chr(int(match[2], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
