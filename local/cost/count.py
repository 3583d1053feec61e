"""Count what calls take of each contender of the bench: seconds, DynamoDB's units, frames, bytes that are kept.

A call is three events: it rings, it is answered, it is over. The bench's stub answers them and counts what it is asked.
"""

import json
from collections import Counter
from typing import Any

from local.bench.contenders import HOME, OURS, PEER_A, PEER_B, SHIPPED, Contender, prepare
from local.bench.cores import OURS as CORE
from local.bench.measure import Plan, measure
from local.bench.runner import Worker
from local.bench.stub.control import StubProcess
from local.bench.work import Day
from local.cost.stated import EVENTS, MEASURED, SECONDS
from local.cost.units import size_of
from local.storm.schema import table_keys

CALLS = 200
CONTENDERS = (PEER_A, OURS, PEER_B)
PLAN = Plan(rounds=3, batch=150, slow=10, checked=60, variants=(SHIPPED,))
OVERHEAD = 100  # bytes that DynamoDB adds to each stored item, and to each in an index


def count() -> None:
    """Measure and count everybody, and write it down."""
    prepare(CONTENDERS)
    figures = measure(PLAN, print, CONTENDERS)
    with StubProcess(HOME / "stub", CORE) as stub:
        counted = {each.name: count_one(each, stub) for each in CONTENDERS}
    found = {
        name: {"seconds": {each: round(figures.of(name, each).middle, 6) for each in SECONDS}, "counted": one}
        for name, one in counted.items()
    }
    MEASURED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def count_one(contender: Contender, stub: StubProcess) -> dict[str, Any]:
    """Let one contender take some calls, warm: what it keeps in memory is there already."""
    day = Day(1)
    with Worker(contender, stub) as worker:
        worker.check(list(day.jobs(50)))
        before = kept(stub.ask("table", account=contender.account, table="CallsTable"))
        stub.ask("meter", account=contender.account)
        worker.taken()
        for _ in range(CALLS):
            told = worker.run(jobs := [day.job(kind) for kind in EVENTS])
            for job, answer in zip(jobs, told.answers, strict=True):
                worker.compare_answer(job, answer)
        names = Counter(request["name"] for request in worker.taken()["requests"])
        units = stub.ask("units", account=contender.account)
        after = kept(stub.ask("table", account=contender.account, table="CallsTable"))
    return {
        "title": contender.title,
        "writes": sum(each["units"] for each in units["writes"]) / CALLS,
        "reads": sum(each["units"] for each in units["reads"]) / CALLS,
        "posts": names["PostToConnection"] / CALLS,
        "stored_bytes": (after[0] - before[0]) / CALLS,
        "backed_up_bytes": (after[1] - before[1]) / CALLS,
        "hottest": hottest(units["writes"] + units["reads"]),
    }


def hottest(units: list[dict[str, Any]]) -> dict[str, float]:
    """Give the most that one partition takes of a call, by place."""
    most: dict[str, float] = {}
    for each in units:
        most[each["place"]] = max(most.get(each["place"], 0.0), each["units"] / CALLS)
    return dict(sorted(most.items()))


def kept(items: list[dict[str, Any]]) -> tuple[int, int]:
    """Add up the bytes that the calls' table keeps with its indexes, and without: backups are of the table alone."""
    indexes = table_keys()["CallsTable"].indexes.values()
    copies = [1 + sum(all(name in item for name in index) for index in indexes) for item in items]
    sizes = [size_of(item) + OVERHEAD for item in items]
    return sum(size * copy for size, copy in zip(sizes, copies, strict=True)), sum(sizes)
