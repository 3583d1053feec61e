"""Whether what the product found for a caller is what there was to find."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from local.bench_index.oracle import Row, Sight


@dataclass(frozen=True, slots=True)
class Found:
    """One answer of the product: whose, its name, why, and how many last digits."""

    owner: int
    name: str
    reason: str
    digits: int


def faults(found: Sequence[Found], sight: Sight, n: int, has: Callable[[Row], bool]) -> list[str]:
    """List what is wrong with a ranked list of contacts for N last digits; `has` asks the whole book."""
    if sight.pin is not None:
        said = [(one.owner, one.reason, one.digits) for one in found]
        right = [(sight.pin, "pinned", sight.length)]
        return [] if said == right else [f"N={n}: {said} where only {right} is right"]
    fits = sight.full or sight.length > n <= sight.best
    if not fits:
        return [f"N={n}: {len(found)} found where nobody fits"] if found else []
    if not found:
        return [f"N={n}: nobody found, {sight.best} digits are common"]
    return [
        *_best(found[0], sight, n),
        *_order(found, n),
        *_complete(found, sight, n),
        *(f"N={n}: invented {one}" for one in found if one.digits <= sight.reach and not has(_row(one))),
        *(f"N={n}: does not fit {one}" for one in found if one.reason != "full" and not sight.length > n <= one.digits),
    ]


def _best(first: Found, sight: Sight, n: int) -> list[str]:
    right = first.digits == sight.best and (first.reason == "full") is sight.full and first.owner in sight.first
    return [] if right else [f"N={n}: {first} is not the best ({sight.best} digits, full: {sight.full})"]


def _order(found: Sequence[Found], n: int) -> list[str]:
    ranks = [(one.reason != "full", -one.digits, one.name) for one in found]
    ordered = ranks == sorted(ranks) and len({one.owner for one in found}) == len(found)
    return [] if ordered else [f"N={n}: not in order, or somebody twice"]


def _complete(found: Sequence[Found], sight: Sight, n: int) -> list[str]:
    """As far as the two windows reach, everybody who fits is there, with the best of their numbers."""
    there: dict[int, Row] = {}
    for row in sorted(sight.seen, key=lambda row: (row.full, row.digits)):
        if row.full or sight.length > n <= row.digits:
            there[row.owner] = row
    said = {one.owner: _row(one) for one in found if one.digits > sight.reach}
    return [] if said == there else [f"N={n}: {said} where {there} is right"]


def _row(one: Found) -> Row:
    return Row(one.owner, one.digits, one.reason == "full")
