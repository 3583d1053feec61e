"""What the bench says at its end: tables for people, the same for the docs, and what is wrong."""

from dataclasses import dataclass
from statistics import mean

from local.bench_index.imports import Import
from local.bench_index.lookups import NAIVE_N, Lookups


@dataclass(frozen=True, slots=True)
class Size:
    """What was measured with a book of one size."""

    numbers: int
    lookups: tuple[Lookups, ...]
    naive: dict[int, list[int]]  # N → items that a begins_with query read for each caller


def problems(sizes: list[Size], imported: Import) -> list[str]:
    """List what must not be: wrong answers, too many items, a cost that grows with the book."""
    found = [fault for size in sizes for one in size.lookups for fault in one.wrong]
    for size in sizes:
        for one in size.lookups:
            at_most = 2 * one.k
            found += [f"{size.numbers}: {one.items} items read with k={one.k}"] if one.items > at_most else []
            found += [f"{size.numbers}: {sorted(one.waves)} waves"] if one.waves != {1} else []
    asked = {frozenset(one.requests) for size in sizes for one in size.lookups}
    found += [f"requests differ with the size of the book: {sorted(map(sorted, asked))}"] if len(asked) != 1 else []
    return found + imported.wrong


def answers(sizes: list[Size]) -> str:
    """Write the table of what was found and what it cost."""
    head = "| numbers | k | callers | answers judged | wrong | items read, at most | requests | waves "
    head += "| CPU | median | p99 |"
    rows = [
        f"| {size.numbers:,} | {one.k} | {one.callers:,} | {one.verdicts:,} | {len(one.wrong)} | {one.items} "
        f"| {_set(one.requests)} | {_set(one.waves)} | {' | '.join(f'{each:.1f} ms' for each in one.times)} |"
        for size in sizes
        for one in size.lookups
    ]
    return "\n".join([head, "|---:" * 11 + "|", *rows])


def comparison(sizes: list[Size]) -> str:
    """Write the table of what a query for the last N digits would read."""
    heads = [f"k = {one.k}" for one in sizes[0].lookups] + [f"begins_with, N = {n}" for n in NAIVE_N]
    rows = [
        "| "
        + " | ".join(
            [f"{size.numbers:,}"]
            + [str(one.items) for one in size.lookups]
            + [f"{mean(size.naive[n]):,.1f} (at most {max(size.naive[n]):,})" for n in NAIVE_N]
        )
        + " |"
        for size in sizes
    ]
    return "\n".join(["| numbers | " + " | ".join(heads) + " |", "|---:" * (1 + len(heads)) + "|", *rows])


def of_import(imported: Import) -> str:
    """Write the line about the import."""
    return (
        f"{imported.rows:,} contacts with {imported.numbers:,} numbers in {imported.seconds:.1f} s: "
        f"**{imported.rows / imported.seconds:,.0f} rows per second**, {imported.requests:,} requests "
        f"({imported.requests / imported.rows:.1f} for a row)."
    )


def _set(values: set[int]) -> str:
    return ", ".join(map(str, sorted(values)))
