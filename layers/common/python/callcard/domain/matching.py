"""Who a number may belong to, best first, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from callcard.domain.phone import common_suffix

NEIGHBOURS = 5  # k: how many numbers are read on either side of a caller's
WIDE = 50  # k when five were not enough to tell whether all who fit equally well agree


class Reason(StrEnum):
    """Why a contact is a candidate: an operator said so, the whole number is its own, or only the last digits are."""

    PINNED = "pinned"
    FULL = "full"
    SUFFIX = "suffix"


class Candidate(NamedTuple):
    """One number of one contact, or one pin, with what a card needs of the contact; ten are made for every call."""

    number: str
    contact_id: str
    name: str
    kind: str
    company: str
    responsible: str | None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that fits, with its reason and how many last digits are common."""

    candidate: Candidate
    reason: Reason
    digits: int


def match(number: str, candidates: Iterable[Candidate], n: int) -> tuple[Match, ...]:
    """Rank the contacts a canonical number may belong to, one match per contact, best first.

    A number longer than `n` digits is compared by its last `n`, a shorter one as a whole (protocol 1, number
    search); a full match outranks a longer common suffix, which outranks a shorter (protocol 3.9). A pin of the
    number ends the search. Equally good contacts come by name, then by id.
    """
    fitting = [found for candidate in candidates if (found := _fit(number, candidate, n))]
    if pins := tuple(found for found in fitting if found.reason is Reason.PINNED):
        return pins[:1]
    best: dict[str, Match] = {}
    for found in sorted(fitting, key=_rank):
        best.setdefault(found.candidate.contact_id, found)
    return tuple(best.values())


def equally_good(matches: Sequence[Match]) -> list[Match]:
    """List the best match and all that are as good."""
    return [found for found in matches if _goodness(found) == _goodness(matches[0])]


def agreed_responsible(matches: Sequence[Match]) -> str | None:
    """Name the operator responsible for the best match; None when equally good ones disagree (protocol 3.9)."""
    responsible = {found.candidate.responsible for found in equally_good(matches)}
    return responsible.pop() if len(responsible) == 1 else None


def cut_off(best: Match, number: str, near: Sequence[Candidate], n: int, k: int) -> bool:
    """Say whether contacts as good as the best may be missing: its like fill one side of what was read, `k` long."""
    fitting = [found for candidate in near if (found := _fit(number, candidate, n))]
    # every number and pin that was read, also those of one contact: they all take up places
    above = [found.candidate.number[::-1] >= number[::-1] for found in fitting if _goodness(found) == _goodness(best)]
    return max(above.count(True), above.count(False)) >= k


def _rank(found: Match) -> tuple[bool, int, str, str, str]:
    candidate = found.candidate
    return (found.reason is Reason.SUFFIX, -found.digits, candidate.name, candidate.contact_id, candidate.number)


def _goodness(found: Match) -> tuple[Reason, int]:
    return found.reason, found.digits


def _fit(number: str, candidate: Candidate, n: int) -> Match | None:
    if not number:
        return None
    if number == candidate.number:
        return Match(candidate, Reason.PINNED if candidate.pinned else Reason.FULL, len(number))
    if len(number) <= n or not candidate.number.endswith(number[-n:]):  # most neighbours
        return None
    return Match(candidate, Reason.SUFFIX, common_suffix(number, candidate.number))
