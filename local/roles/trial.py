"""Trying every grant: the feature works, fails without the grant, and works again."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass

import requests
from botocore.exceptions import ClientError
from websockets.exceptions import WebSocketException

from local.places import StackError
from local.roles.bench import LONG, SHORT, Bench
from local.roles.grants import Grant, grants_of
from local.roles.probe import Probe
from local.roles.probes import PROBES
from local.roles.untried import reason

FAILURES = (StackError, requests.RequestException, WebSocketException, OSError, ValueError, KeyError, ClientError)
SLOWER = 3  # times as long as it took with the whole role, what must not come is waited for
# remembered for as long as the settings are
REMEMBERED = {"GetItem StateTable", "Scan OperatorsTable", "GetSecretValue PbxTokenSecret"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one grant."""

    grant: Grant
    probe: str  # that failed without it
    wrong: str = ""  # else what is wrong with it
    failure: str = ""  # that stopped a probe which should have worked


def missing(names: Iterable[str]) -> list[str]:
    """List the grants that nothing tries and no reason excuses, and what is tried or excused in vain."""
    found = []
    for function in names:
        granted = {grant.name for grant in grants_of(function)}
        excused = {grant.name for grant in grants_of(function) if reason(grant)}
        tried = {need for probe in PROBES if probe.function == function for need in probe.needs}
        found += [f"{function}: {name} is not tried" for name in sorted(granted - tried - excused)]
        found += [f"{function}: {name} is not granted" for name in sorted(tried - granted)]
        found += [f"{function}: {name} is tried and excused" for name in sorted(tried & excused)]
    return found


def trials(bench: Bench, names: Iterable[str]) -> Iterator[Verdict]:
    """Try all grants of some functions."""
    for function in names:
        with surroundings(bench, function):
            for probe in (probe for probe in PROBES if probe.function == function):
                yield from all_of(bench, probe)


def all_of(bench: Bench, probe: Probe) -> Iterator[Verdict]:
    """Try the grants of one probe."""
    granted = {grant.name: grant for grant in grants_of(probe.function)}
    bench.patience = LONG
    failed = failure(bench, probe)
    started = time.monotonic()
    failed = failed or failure(bench, probe)  # once more, with functions that are awake: this is what it takes
    bench.memory["patience"] = max(SHORT, SLOWER * (time.monotonic() - started))
    for need in probe.needs:
        if failed:
            yield Verdict(granted[need], probe.name, "does not work with the whole role:", failed)
        else:
            yield counter_tested(bench, probe, granted[need])


def counter_tested(bench: Bench, probe: Probe, grant: Grant) -> Verdict:
    """See a probe fail without a grant, and work again with it."""
    bench.patience = bench.memory["patience"]
    with bench.owner.roles[probe.function].without(grant):
        # twice: another function may have done the same by chance, as all forget tabs that are gone
        failed = failure(bench, probe, grant) or failure(bench, probe, grant)
    if not failed:
        return Verdict(grant, probe.name, "works without it:")
    bench.patience = LONG
    failed = failure(bench, probe, grant)
    return Verdict(grant, probe.name, "does not work again:" if failed else "", failed)


def failure(bench: Bench, probe: Probe, grant: Grant | None = None) -> str:
    """Run a probe, whose grant was taken or given back just now; how it failed, "" when it worked."""
    if probe.cold:
        bench.owner.wake_cold(probe.function)
    if grant and grant.name in REMEMBERED:
        bench.settle()
    try:
        return "" if probe.works(bench) else "nothing came of it"
    except FAILURES as error:
        return f"{type(error).__name__}: {error}"


@contextmanager
def surroundings(bench: Bench, function: str) -> Iterator[None]:
    """Keep the spool's function out of the way of what only the door shall do."""
    with without_spool(bench) if function == "inbound" else nullcontext():
        yield
    if function in {"inbound", "spool"}:
        bench.owner.aws("sqs").purge_queue(QueueUrl=bench.owner.physical["SpoolQueue"])


@contextmanager
def without_spool(bench: Bench) -> Iterator[None]:
    """Let nobody empty the spool for a while."""
    functions = bench.owner.aws("lambda")
    [mapping] = functions.list_event_source_mappings(FunctionName=bench.owner.physical["SpoolFunction"])[
        "EventSourceMappings"
    ]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    try:
        yield
    finally:
        bench.owner.aws("sqs").purge_queue(QueueUrl=bench.owner.physical["SpoolQueue"])
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
