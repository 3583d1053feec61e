"""The storm against the handlers: the real doors in processes that die, a store that stays."""

import resource
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from local.places import StackError
from local.storm.calls import deliveries
from local.storm.environment import set_environment
from local.storm.record import Plan

if TYPE_CHECKING:
    from local.storm.findings import Findings
    from local.storm.record import Record

FORK = get_context("fork")

SPOOL_VISIBILITY = 180  # seconds; template.yaml


@dataclass(frozen=True, slots=True)
class Weather:
    """What a run is asked to be."""

    calls: int = 10_000
    seed: int = 1
    outage: float = 60
    kills: int = 100
    workers: int = 96
    throttled: float = 0.3
    rate: float = 150


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    record: "Record"
    messages: int
    findings: "Findings"
    frames: int
    stats: dict[str, int]


def storm(weather: Weather) -> Outcome:
    """Run it and compare what is there with the truth."""
    set_environment()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))
    with tempfile.TemporaryDirectory() as folder:
        return _storm(weather, str(Path(folder) / "store"))


def _storm(weather: Weather, path: str) -> Outcome:
    # imported here, because the wiring reads the environment
    from local.storm.findings import compare
    from local.storm.furnish import furnish, sync
    from local.storm.sender import Sender
    from local.storm.store import Link, Store, serve
    from local.storm.wire import clients

    ready = FORK.Event()
    store = FORK.Process(target=serve, args=(path, Store(SPOOL_VISIBILITY), ready.set), daemon=True)
    store.start()
    ready.wait(10)
    clients()
    _apart(furnish, path)
    link, random = Link(path), Random(weather.seed)
    messages = deliveries(weather.calls, random)
    plan = Plan(weather.workers, weather.kills, weather.outage, weather.throttled, weather.rate, path)
    record = Sender(plan, messages, random).run()
    print()
    _apart(sync, path)
    items, frames = link.control("Table", "CallsTable"), link.control("Frames")
    found = Outcome(
        record, len(messages), compare(record.acknowledged, items, frames), len(frames), link.control("Stats")
    )
    store.terminate()
    return found


def _apart(work: Callable[[str], None], path: str) -> None:
    """Do something in a process of its own: the doors' processes must not inherit its clients' wires."""
    process = FORK.Process(target=work, args=(path,))
    process.start()
    process.join()
    if process.exitcode:
        raise StackError(f"{work.__name__} failed")
