"""Looks callers up as the product does, and has every answer judged."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Protocol

from callcard.adapters.numbers_table import NumbersTable
from callcard.domain.matching import Candidate, match
from callcard.domain.phone import canonical
from callcard.wiring import shared
from local.bench_index.callers import Caller
from local.bench_index.judge import Found, faults
from local.bench_index.oracle import Oracle, Row
from local.bench_index.store import NUMBERS, Store

EVERY_N = range(1, 21)
NAIVE_N = (1, 5, 7)
WAVES_OF = 2  # requests that go out at once


@dataclass(slots=True)
class Lookups:
    """What came of looking up many callers with one k."""

    k: int
    callers: int = 0
    verdicts: int = 0
    wrong: list[str] = field(default_factory=list)
    requests: set[int] = field(default_factory=set)
    items: int = 0  # read at most for one caller
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # seconds of this process, whatever else the machine does
    waves: set[int] = field(default_factory=set)

    @property
    def times(self) -> tuple[float, float, float]:
        """Give a lookup's milliseconds: the CPU's median, the clock's median and 99th percentile."""
        late = sorted(self.seconds)[len(self.seconds) * 99 // 100]
        return median(self.cpu) * 1000, median(self.seconds) * 1000, late * 1000


class Counts(Protocol):
    """What has gone over the wire so far: requests, and items read for them."""

    requests: int
    items: int


def look_up(
    table: NumbersTable, counts: Counts, oracle: Oracle, callers: Iterable[Caller], k: int, tick: Callable[[], None]
) -> Lookups:
    """Look every caller up for every N."""
    came = Lookups(k)
    for caller in callers:
        before = counts.requests, counts.items
        started = time.perf_counter(), time.process_time()
        number = canonical(caller.written) if caller.written else caller.digits
        near = table.near(number, k)
        match(number, near, EVERY_N[came.callers % len(EVERY_N)])
        came.seconds.append(time.perf_counter() - started[0])
        came.cpu.append(time.process_time() - started[1])
        came.requests.add(counts.requests - before[0])
        came.items = max(came.items, counts.items - before[1])
        came.wrong += [f"{caller}: read as {number}"] if number != caller.digits else _judge(caller, near, oracle, k)
        came.callers, came.verdicts = came.callers + 1, came.verdicts + len(EVERY_N)
        tick()
    return came


def _judge(caller: Caller, near: list[Candidate], oracle: Oracle, k: int) -> list[str]:
    sight = oracle.look(caller.digits, k)
    known: dict[Row, bool] = {}

    def has(row: Row) -> bool:
        if row not in known:
            known[row] = oracle.has(caller.digits, row)
        return known[row]

    wrong = [fault for n in EVERY_N for fault in faults(_found(caller.digits, near, n), sight, n, has)]
    return [f"{caller}, k={k}, {fault}" for fault in wrong]


def _found(digits: str, near: list[Candidate], n: int) -> list[Found]:
    return [
        Found(int(one.candidate.contact_id.removeprefix("c-")), one.candidate.name, one.reason.value, one.digits)
        for one in match(digits, near, n)
    ]


def count_waves(table: NumbersTable, store: Store, callers: Iterable[Caller], k: int) -> set[int]:
    """Hold every answer until its wave is complete; give how many waves the lookups took."""
    waves = set()
    store.holding = WAVES_OF
    for caller in callers:
        before = store.waves
        table.near(caller.digits, k)
        waves.add(store.waves - before)
    store.holding = 0
    return waves


def naive_items(callers: Iterable[Caller]) -> dict[int, list[int]]:
    """Count what a query for «begins with the last N digits» reads, for a few N."""
    read: dict[int, list[int]] = {n: [] for n in NAIVE_N}
    for caller in callers:
        for n in (n for n in NAIVE_N if n < len(caller.digits)):  # a shorter number would be looked up as a whole
            asked = shared.dynamodb().query(
                TableName=NUMBERS,
                KeyConditionExpression="last_digit = :d AND begins_with(number_key, :n)",
                ExpressionAttributeValues={":d": {"S": caller.digits[-1]}, ":n": {"S": caller.digits[-n:][::-1]}},
                Select="COUNT",
            )
            read[n].append(asked["ScannedCount"])
    return read
