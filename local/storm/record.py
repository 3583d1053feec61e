"""How hard it is to storm, and what happened."""

from collections import Counter
from dataclasses import dataclass, field

from local.storm.calls import Message


@dataclass(slots=True)
class Record:
    """What happened, for the report."""

    acknowledged: list[Message] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    sends: int = 0
    killed: int = 0
    timed_out: int = 0
    drained: int = 0
    crashes: Counter[str] = field(default_factory=Counter)
    per_second: Counter[int] = field(default_factory=Counter)
    depth: dict[int, int] = field(default_factory=dict)
    outage: tuple[float, float] = (0, 0)


@dataclass(slots=True)
class Plan:
    """How hard it storms."""

    workers: int
    kills: int
    outage: float
    throttled: float
    rate: float
    path: str
