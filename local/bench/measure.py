"""One round after another: everybody's turn comes once in each, so that what else the machine does hits all alike.

The figures, each with one value a round (walls: one a message):

- `cold.{init,first,whole,wall}.{shipped,compiled}`, `rss.cold`: a sandbox that answers a `contact` first;
- `warm.KIND`, `warm.mix`, `rss.warm`: CPU for a message, the median of its kind, and the mean of the whole mix;
- `wall.KIND`, `requests.KIND`, `waves.KIND`: with AWS as slow as `LATENCY`, seen from a bare socket: what the stub, TLS
  and the loopback take themselves (`wall.own` of the probe) is taken off; `wall.one`: one request of the socket's then.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

from local.bench.contenders import COMPILED, CONTENDERS, HOME, SHIPPED, Contender
from local.bench.cores import OURS, pin
from local.bench.figures import Figures
from local.bench.probe import probe
from local.bench.runner import Asked, Told, Worker
from local.bench.runtime import cold
from local.bench.stub.control import StubProcess
from local.bench.work import KINDS, Day, Job

LATENCY = {"dynamodb": 0.005, "secretsmanager": 0.012, "execute-api": 0.015, "sqs": 0.012}
TIMED = ("contact", "INCOMING", "ACCEPTED", "HISTORY")
VARIANTS = (SHIPPED, COMPILED)
PROBE = "probe"


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured.

    Rounds, messages of a warm batch, of each kind under latency, and of the first check; which packages start cold.
    """

    rounds: int = 7
    batch: int = 300
    slow: int = 20
    checked: int = 300
    variants: tuple[str, ...] = VARIANTS

    def steps(self, contenders: int) -> int:
        """Count the turns there will be."""
        return contenders * (1 + self.rounds * (len(self.variants) + 2))


QUICK = Plan(rounds=2, batch=100, slow=6, checked=60)
Tick = Callable[[str], None]


def measure(plan: Plan, tick: Tick, contenders: Sequence[Contender] = CONTENDERS) -> Figures:
    """Check everybody against the oracle, then measure; raises MismatchError."""
    figures = Figures()
    pin(OURS)
    with StubProcess(HOME / "stub", OURS) as stub:
        with ready(stub, contenders) as workers:
            for worker in workers:
                tick(f"checking {worker.contender.title}")
                worker.check(list(Day(1).jobs(plan.checked)))
            for number in range(plan.rounds):
                _warm(figures, workers, plan, number, tick)
                if plan.slow:
                    _slow(figures, workers, plan, number, stub, tick)
        for number in range(plan.rounds):
            for variant in plan.variants:
                _cold(figures, contenders, variant, number, stub, tick)
        if refused := stub.ask("stats")["refused"]:
            raise RuntimeError(f"{len(refused)} requests were not signed as AWS wants it, for example: {refused[0]}")
    return figures


@contextmanager
def ready(stub: StubProcess, contenders: Sequence[Contender] = CONTENDERS) -> Iterator[list[Worker]]:
    """Start everybody's worker."""
    with ExitStack() as stack:
        yield [stack.enter_context(Worker(contender, stub)) for contender in contenders]


def _cold(
    figures: Figures, contenders: Sequence[Contender], variant: str, number: int, stub: StubProcess, tick: Tick
) -> None:
    for contender in contenders:
        tick(f"cold, {variant}, round {number + 1}: {contender.title}")
        found = cold(contender, variant, stub, _first_three(number))
        parts = {"init": found.init, "first": found.first, "whole": found.whole, "wall": found.wall}
        for part, value in parts.items():
            figures.add(contender.name, f"cold.{part}.{variant}", value)
        if variant == SHIPPED:
            figures.add(contender.name, "rss.cold", found.rss)


def _first_three(number: int) -> list[Job]:
    day = Day(5000 + number)
    return [day.job(kind) for kind in ("contact", "INCOMING", "ACCEPTED")]


def _warm(figures: Figures, workers: list[Worker], plan: Plan, number: int, tick: Tick) -> None:
    jobs = list(Day(1000 + number).jobs(plan.batch))
    for worker in workers:
        tick(f"warm, round {number + 1}: {worker.contender.title}")
        told = worker.run(jobs)
        for job, answer in zip(jobs, told.answers, strict=True):
            worker.compare_answer(job, answer)
        note_warm(figures, worker.contender, jobs, told)
        worker.taken()


def note_warm(figures: Figures, contender: Contender, jobs: list[Job], told: Told) -> None:
    """Take down a batch."""
    figures.add(contender.name, "warm.mix", told.cpu / len(jobs))
    figures.add(contender.name, "rss.warm", told.rss)
    for kind in KINDS:
        cpus = [cpu for job, cpu in zip(jobs, told.cpus, strict=True) if job.kind == kind]
        if cpus and kind in TIMED:
            figures.add(contender.name, f"warm.{kind}", median(cpus))


def note_slow(figures: Figures, contender: Contender, asked: list[Asked]) -> None:
    """Take down what messages took under latency, and what most of a kind asked for."""
    for kind in TIMED:
        these = [one for one in asked if one.kind == kind]
        figures.add(contender.name, f"wall.{kind}", *(one.wall for one in these))
        figures.add(contender.name, f"requests.{kind}", median(sum(one.waves) for one in these))
        figures.add(contender.name, f"waves.{kind}", median(len(one.waves) for one in these))


def _slow(figures: Figures, workers: list[Worker], plan: Plan, number: int, stub: StubProcess, tick: Tick) -> None:
    day = Day(3000 + number)
    jobs = [day.job(kind) for kind in TIMED for _ in range(plan.slow)]
    _be_slow(figures, stub, plan)
    for worker in workers:
        tick(f"under latency, round {number + 1}: {worker.contender.title}")
        note_slow(figures, worker.contender, worker.check(jobs))
    stub.ask("latency", **dict.fromkeys(LATENCY, 0))


def _be_slow(figures: Figures, stub: StubProcess, plan: Plan) -> None:
    stub.ask("latency", **LATENCY)
    own = [wall - LATENCY["dynamodb"] for wall in probe(stub, plan.slow)]
    figures.add(PROBE, "wall.own", *own)
    stub.ask("latency", **{service: wanted - median(own) for service, wanted in LATENCY.items()})
    figures.add(PROBE, "wall.one", *probe(stub, plan.slow))
