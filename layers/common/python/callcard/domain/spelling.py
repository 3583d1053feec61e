"""How people write numbers: a text becomes runs of digits that belong together, and what stands between them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

_TOKEN = re.compile(r"\+|[0-9]+|[^0-9+]+")
_BREAK = re.compile(r"[^\W\d_]|[/\\,;|:&*#\n\r\t]")  # a letter or one of these ends a number
_POINT = re.compile(r"(?<![^\s,;])[0-9]{1,2}\)\s")  # «1) … 2) …»
_HIDE = re.compile(r"^[*#]31#(?=\+?[0-9]{5})")  # dialled before a number to hide one's own
_SERVICE = re.compile(r"[*#][0-9*#]*")
_SCHEMES = ("tel:", "sip:", "sips:", "callto:")
_LONG = 7  # digits after which a bracket holds no city code any more


@dataclass(slots=True)
class Run:
    """Digits written together: their groups, a plus before them or not, and the text before that."""

    before: str
    plus: bool
    groups: list[str] = field(default_factory=list)
    spaced: list[int] = field(default_factory=list)  # the groups that a space stands before
    signs: str = ""  # the * and # right behind

    @property
    def digits(self) -> str:
        """Give all digits of the run."""
        return "".join(self.groups)

    def halves(self) -> Iterator[tuple["Run", "Run"]]:
        """List the ways to read the run as two numbers with only a space between them."""
        for at in self.spaced:
            left = Run(self.before, self.plus, self.groups[:at])
            yield left, Run(" ", False, self.groups[at:], [i - at for i in self.spaced if i > at])


def runs(text: str) -> list[Run]:
    """Cut a text, folded, into its runs of digits, in their order; a service code (*100#) is one run."""
    found: list[Run] = []
    between: list[str] = []
    plus = False
    for piece in _TOKEN.findall(_plain_text(text)):
        if piece == "+":
            plus = True
        elif not piece.isdecimal():
            if found and not between and not plus:
                found[-1].signs = piece[: len(piece) - len(piece.lstrip("*#"))]
            between.append(piece)
            plus = plus and not _BREAK.search(piece)
        else:
            _take(piece, "".join(between), found, plus=plus)
            between, plus = [], False
    return found


def fold(text: str) -> str:
    """Give plain characters: ASCII digits whatever the script, no accents, nothing invisible.

    One character at a time: to normalise a whole text takes quadratic time when someone piles accents up.
    """
    return "".join(map(_fold_one, text)).replace("%2B", "+").replace("%20", " ")


@lru_cache(maxsize=4096)
def _fold_one(char: str) -> str:
    return "".join(filter(None, map(_plain, unicodedata.normalize("NFKC", char))))


def _plain(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    kind = unicodedata.category(char)
    if kind[0] == "M" or kind == "Cf":
        return ""
    return " " if kind == "Zs" else char


def _plain_text(text: str) -> str:
    """Leave out what is no number: addresses, the signs of a service code, the numbers of a list's lines."""
    if "@" in text:
        text = " ".join(map(_address, text.split(" ")))
    text = _HIDE.sub("", text.strip())
    if _SERVICE.fullmatch(text):
        return re.sub(r"[*#]", "", text)
    return _POINT.sub("; ", text)


def _take(group: str, gap: str, found: list[Run], *, plus: bool) -> None:
    if not found or plus or _ends(found[-1], gap):
        found.append(Run(gap, plus))
    elif " " in gap:
        found[-1].spaced.append(len(found[-1].groups))
    found[-1].groups.append(group)


def _address(word: str) -> str:
    """Keep the number of sip:100@10.0.0.1, and nothing of a mail address."""
    user, at, _ = word.partition("@")
    lowered = user.lower()
    scheme = next((scheme for scheme in _SCHEMES if lowered.startswith(scheme)), "")
    number = user[len(scheme) :]
    return word if not at else number if number.removeprefix("+").isdecimal() else ""


def _ends(run: Run, gap: str) -> bool:
    return bool(_BREAK.search(gap)) or ("(" in gap and sum(map(len, run.groups)) >= _LONG)
