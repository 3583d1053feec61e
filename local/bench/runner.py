"""The bench's hold on one contender's worker."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from local.bench.contenders import COMPILED, HOME, PYTHON, Contender
from local.bench.cores import OURS, THEIRS, pin
from local.bench.stub.control import StubProcess
from local.bench.work import Job, card_of

WORKER = Path(__file__).with_name("worker.py")


class MismatchError(Exception):
    """A contender answered or showed something else than the oracle says."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a worker says of one batch; seconds of CPU and of the clock for each job, bytes of memory."""

    answers: list[dict[str, Any]]
    cpus: list[float]
    walls: list[float]
    cpu: float
    rss: int


def start(command: Sequence[str], environment: dict[str, str], **more: Any) -> "subprocess.Popen[str]":
    """Start a process on the contenders' core: it inherits ours, which is theirs for a moment."""
    pin(THEIRS)
    try:
        return subprocess.Popen(command, env=environment, text=True, **more)
    finally:
        pin(OURS)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one message took: seconds of the clock, and how many requests in each wave."""

    kind: str
    wall: float
    waves: list[int]


class Worker:
    """A contender, ready to be asked; a context manager that ends it."""

    def __init__(self, contender: Contender, stub: StubProcess) -> None:
        self.contender, self._stub = contender, stub
        self._log = (HOME / f"{contender.name}.log").open("w", encoding="utf-8")
        environment = contender.environment(COMPILED, stub.environment(contender.account))
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self._log}
        self._process = start([str(PYTHON), str(WORKER)], environment, cwd=contender.task(COMPILED), **pipes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._process, self._log:  # closes its input, at which it ends
            pass

    def run(self, jobs: Sequence[Job]) -> Told:
        """Hand it some messages, one after another."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([job.event() for job in jobs]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise MismatchError(f"{self.contender.title} has ended; see {self._log.name}")
        told = json.loads(line)
        answers, cpus, walls = zip(*told["told"], strict=True)
        return Told(list(answers), list(cpus), list(walls), told["cpu"], told["rss"])

    def taken(self) -> Any:
        """Ask the stub what this contender has asked for."""
        return self._stub.ask("take", account=self.contender.account)

    def check(self, jobs: Sequence[Job]) -> list[Asked]:
        """Compare each answer and each card with the oracle's; raises MismatchError; gives what each asked AWS for."""
        self.taken()
        found = []
        for job in jobs:
            told = self.run([job])
            taken = self.taken()
            self._compare(job, told.answers[0], taken)
            found.append(Asked(job.kind, told.walls[0], taken["waves"]))
        return found

    def compare_answer(self, job: Job, answer: dict[str, Any]) -> None:
        """Compare an answer with the oracle's; raises MismatchError."""
        told = (answer["statusCode"], json.loads(answer["body"]) if job.body is not None else None)
        if told != (job.status, job.body):
            raise MismatchError(f"{self.contender.title} answers {job.message} with {told}, not {job.status, job.body}")

    def _compare(self, job: Job, answer: dict[str, Any], taken: dict[str, Any]) -> None:
        self.compare_answer(job, answer)
        shown = sorted(((tab, card_of(frame)) for tab, frame in taken["frames"]), key=_tab)
        if shown != sorted(job.cards, key=_tab):
            raise MismatchError(f"{self.contender.title} shows of {job.message}\n{shown}\nnot\n{job.cards}")
        if taken["queue"]:
            raise MismatchError(f"{self.contender.title} has given {job.message} to the spool")


def _tab(card: tuple[str, Any]) -> str:
    return card[0]
