"""Reading runs of digits as numbers: which are one number, which two, which are dialled after another."""

import re
from collections.abc import Iterator

import phonenumbers

from callcard.domain.numbering import is_assigned, is_mobile, is_service, planned
from callcard.domain.spelling import Run, runs

LONGEST = 15  # digits of E.164; more are two numbers, or none
CODE = 5  # digits of a country or city code, which some write before a slash
EXTENSION = 9  # digits that may follow «доб.»
PAUSE = 4  # digits that may follow a bare comma, the sign for a pause
WHOLE = 5  # digits a number has at least that something can be dialled after
NOISE = 2  # digits a word may bring along: «тел. 2», «с 9 до 18»
_AFTER = re.compile(r"(?:доб|внут|тон|ext|dob|vnutr)|(?:вн|int|x|х|p|w)(?![^\W\d_])")
_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = set("*#,/")
_LIST = {"/", "\\", ",", ";", "|", "и", "или"}
_VANITY = re.compile(r"\+?[0-9][0-9 ()-]{2,8}[A-Z][A-Z-]{2,12}(?![A-Za-z])")


def read(text: str, region: str) -> Iterator[tuple[str, str]]:
    """List the numbers of a folded text: canonical digits, and what is dialled after them or ""."""
    found: list[_Reading] = []
    for run in _meant(_whole(runs(_dialled(text, region)), region), region):
        last = found[-1] if found else None
        if last and run.plus and run.before.endswith(";phone-context="):
            last.put_before(run, region)
        elif last and _follows(run, last):
            last.dial(run)
        else:
            found.append(_Reading(run, region, last))
    return ((one.digits, one.after + one.signs) for one in found)


class _Reading:
    """A number being read: as it is written, and what follows it."""

    def __init__(self, run: Run, region: str, last: "_Reading | None") -> None:
        self.run, self.after, self.signs = run, "", ""
        self.digits = planned(run.digits, region, plus=run.plus)
        if not self.digits and last and _ending(run, last):
            self.run = Run(run.before, last.run.plus, [last.run.digits[: -len(run.digits)], *run.groups])
            self.digits = planned(self.run.digits, region, plus=self.run.plus)
        self.digits = self.digits or self.run.digits

    def dial(self, run: Run) -> None:
        """Dial a run after the number, too: 1,100# is a sequence, 100/200 are two ways."""
        between = run.before if set(run.before) <= _SIGNS else "/"
        self.after += between + run.digits if self.after else run.digits
        self.signs = run.signs

    def put_before(self, context: Run, region: str) -> None:
        """Complete a local number of a tel: link by its phone-context."""
        if not self.run.plus:
            self.run = Run(self.run.before, True, [*context.groups, *self.run.groups])
            self.digits = planned(self.run.digits, region, plus=True) or self.run.digits


def _whole(found: list[Run], region: str) -> list[Run]:
    """Join what a slash stands in: 8/495/123-45-67, 0351/123456."""
    whole: list[Run] = []
    at = 0
    while at < len(found):
        size = next((size for size in (3, 2) if _coded(found[at : at + size], size, region)), 1)
        groups = [group for run in found[at : at + size] for group in run.groups]
        whole.append(found[at] if size == 1 else Run(found[at].before, found[at].plus, groups))
        at += size
    return whole


def _coded(found: list[Run], size: int, region: str) -> bool:
    first, *others = found
    if len(found) < size or len(first.digits) > CODE or _continues(first) or _labelled(first):
        return False
    if any(run.plus or run.before.strip() != "/" for run in others):
        return False
    digits = "".join(run.digits for run in found)
    return is_assigned(planned(digits, region, plus=first.plus))


def _meant(found: list[Run], region: str) -> list[Run]:
    """Cut runs that are two numbers, and leave out the few digits that belong to words."""
    cut = [one for run in found for one in _cut(run, region)]
    if not any(len(run.digits) >= WHOLE for run in cut):
        return cut
    return [run for run in cut if len(run.digits) > NOISE or not _WORD.search(run.before) or _labelled(run)]


def _cut(run: Run, region: str) -> list[Run]:
    """Cut a run that is too long for one number where a space ends the first that is known."""
    if not LONGEST < len(run.digits) <= 3 * LONGEST:
        return [run]
    cuts = (half for half in run.halves() if planned(half[0].digits, region, plus=half[0].plus))
    first, other = next(cuts, (run, None))
    others = _cut(other, region) if other else []
    return [first, *others] if all(planned(one.digits, region, plus=False) for one in others) else [run]


def _follows(run: Run, last: _Reading) -> bool:
    """Say whether a run is dialled after the number before it."""
    if run.plus or len(run.digits) > EXTENSION:
        return False
    if last.after and _continues(run) and len(run.groups) == 1:
        return True
    return _labelled(run) or (len(last.digits) >= WHOLE and _paused(run, last))


def _paused(run: Run, last: _Reading) -> bool:
    sign = run.before.strip()
    if sign and set(sign) <= {",", "(", " "} and not _ending(run, last):
        return len(run.digits) <= PAUSE
    return bool(set(sign) & set("#*")) and not _WORD.search(sign)


def _continues(run: Run) -> bool:
    return bool(run.before) and set(run.before) <= _SIGNS


def _labelled(run: Run) -> bool:
    return any(_AFTER.match(word) for word in _WORD.findall(run.before.lower()))


def _ending(run: Run, last: _Reading) -> bool:
    """Say whether a run stands for the last digits of the number before it, as 68 in «123-45-67/68» does."""
    sign, size = run.before.strip().lower(), len(run.digits)
    if run.plus or sign not in _LIST or not max(size, WHOLE - 1) < len(last.run.digits):
        return False
    if sign in ("/", "\\") and size <= NOISE:
        return True
    alike = [len(group) for group in last.run.groups[-len(run.groups) :]] == [len(group) for group in run.groups]
    return alike and not (size >= WHOLE and is_mobile(last.digits))


def _dialled(text: str, region: str) -> str:
    """Dial the letters of 8-800-GET-TAXI, when that makes a number."""

    def spelt(found: re.Match[str]) -> str:
        number = phonenumbers.convert_alpha_characters_in_number(found[0])
        plus = number.startswith("+")
        digits = planned("".join(re.findall(r"[0-9]+", number)), region, plus=plus)
        return number if digits and (plus or is_service(digits)) else found[0]

    return _VANITY.sub(spelt, text)
