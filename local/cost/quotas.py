"""Which quota is met first: what the busiest seconds of a month take of each."""

from dataclasses import dataclass
from typing import Any

from local.cost.bill import operators
from local.cost.stated import Measured, assumed, stated


@dataclass(frozen=True, slots=True)
class Met:
    """A quota, and how many calls a month meet it."""

    name: str
    limit: float
    unit: str
    whose: str
    calls: float


def met(who: Measured) -> list[Met]:
    """List every quota, the first to be met first."""
    found = [Met(each["name"], each["limit"], each["unit"], each["whose"], calls_at(each, who)) for each in _quotas()]
    return sorted(found, key=lambda each: each.calls)


def calls_at(quota: dict[str, Any], who: Measured) -> float:
    """How many calls a month take all of a quota: everything that is counted grows with the calls."""
    million = loads(1e6, who)[quota["measure"]]
    return float(quota["limit"]) / million * 1e6 if million else float("inf")


def busiest(calls: float) -> float:
    """Calls a second in the busiest seconds of the busiest hour."""
    say = assumed()
    return calls / say["work_days"] * say["busy_hour_share"] / 3600 * say["burst"]


def loads(calls: float, who: Measured) -> dict[str, float]:
    """What is taken of each quota then."""
    say, rate = assumed(), busiest(calls)
    tabs = operators(calls) * say["tabs"]
    events, posts = rate * say["events_per_call"], rate * who.posts
    said = rate * say["tabs"] + tabs / say["ping_seconds"]  # cards that are shown, pings
    logins = tabs / (say["login_minutes"] * 60)  # everybody comes in the morning, which is not the busy hour
    inbound = rate * who.warm_seconds
    others = said * say["notify_ms"] / 1000 + rate * 2 * say["callbacks_ms"] / 1000
    return {
        "pbx_requests": events,
        "inbound_concurrency": inbound,
        "socket_requests": max(said, logins),
        "hottest_write_partition": rate * who.hottest.get("CallsTable.TimeIndex", 0.0),
        "hottest_number_partition": rate * who.hottest.get("NumbersTable", 0.0),
        "calls_table_writes": rate * who.writes,
        "all_concurrency": inbound + others,
        "gateway_requests": events + posts + said,
        "new_connections": logins,
        "secret_reads": inbound / 300,
    }


def _quotas() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stated()["quotas"]
    return found
