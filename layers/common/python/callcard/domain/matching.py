"""Who a number may belong to, best first, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from callcard.domain.phone import common_suffix


class Reason(StrEnum):
    """Why a contact is a candidate: the whole number is its own, or only the last digits are."""

    FULL = "full"
    SUFFIX = "suffix"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One number of one contact, with what a card needs of the contact."""

    number: str
    contact_id: str
    name: str
    kind: str
    company: str
    responsible: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that fits, with its reason and how many last digits are common."""

    candidate: Candidate
    reason: Reason
    digits: int


def match(number: str, candidates: Iterable[Candidate], n: int) -> tuple[Match, ...]:
    """Rank the contacts a canonical number may belong to, one match per contact, best first.

    A number longer than `n` digits is compared by its last `n`, a shorter one as a whole (protocol 1, number
    search); a full match outranks a longer common suffix, which outranks a shorter (protocol 3.9).
    """
    fitting = [found for candidate in candidates if (found := _fit(number, candidate, n))]
    fitting.sort(key=lambda found: (-found.digits, found.reason is Reason.SUFFIX, found.candidate.name))
    best: dict[str, Match] = {}
    for found in fitting:
        best.setdefault(found.candidate.contact_id, found)
    return tuple(sorted(best.values(), key=lambda found: found.reason is Reason.SUFFIX))


def agreed_responsible(matches: Sequence[Match]) -> str | None:
    """Name the operator responsible for the best match; None when equally good ones disagree (protocol 3.9)."""
    if not matches:
        return None
    best = matches[0]
    equals = {m.candidate.responsible for m in matches if (m.reason, m.digits) == (best.reason, best.digits)}
    return best.candidate.responsible if len(equals) == 1 else None


def _fit(number: str, candidate: Candidate, n: int) -> Match | None:
    if not number:
        return None
    shared = common_suffix(number, candidate.number)
    if number == candidate.number:
        return Match(candidate, Reason.FULL, shared)
    return Match(candidate, Reason.SUFFIX, shared) if len(number) > n <= shared else None
