"""The PBX of the storm: sends, sends again what was not acknowledged, and lets the doors' processes die."""

import contextlib
import heapq
import json
import multiprocessing
import os
import selectors
import signal
import sys
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from local.storm.calls import Message
from local.storm.record import Plan, Record
from local.storm.store import TOKEN, Link
from local.storm.worker import CRASHED, work

FUNCTION_ENDS = 10  # seconds; template.yaml: the functions' timeout
AGAIN_AFTER = 3.0  # seconds until what a batch could not take is given out anew
FORK = multiprocessing.get_context("fork")


@dataclass(slots=True)
class Worker:
    """A process and what it is busy with."""

    process: Any
    connection: Connection
    job: tuple[str, Any] | None = None
    since: float = 0


class Sender:
    """Sends all messages and keeps the record."""

    def __init__(self, plan: Plan, messages: list[Message], random: Random) -> None:
        self.plan, self.random, self.record = plan, random, Record()
        self.waiting, self.total = deque(messages), len(messages)
        self.later: list[tuple[float, int, Message]] = []
        self.store, self.selector = Link(plan.path), selectors.DefaultSelector()
        self.idle: list[Worker] = []
        self.busy: list[Worker] = []
        self.started = time.monotonic()
        self.kills_ordered, self.polled_at, self.depth, self.draining = 0, 0.0, 0, 0

    def run(self) -> Record:
        """Send until everything is acknowledged and the spool is empty."""
        for _ in range(self.plan.workers):
            self._hire()
        while self.waiting or self.later or self.busy or self.depth:
            self._storm()
            self._poll()
            self._hand_out()
            for key, _ in self.selector.select(timeout=0.05):
                self._hear(key.data)
            self._end_the_late()
        for worker in self.idle:
            worker.process.terminate()
        return self.record

    def progress(self) -> str:
        """Tell how far it is, in one line."""
        done, seconds = len(self.record.acknowledged), time.monotonic() - self.started
        return (
            f"{seconds:5.0f} s  acknowledged {done} of {self.total}  spool {self.depth}  killed {self.record.killed}  "
        )

    def _hire(self) -> None:
        ours, theirs = FORK.Pipe()
        process = FORK.Process(target=work, args=(theirs, self.plan.path, self.plan.throttled), daemon=True)
        process.start()
        theirs.close()
        worker = Worker(process, ours)
        self.selector.register(ours, selectors.EVENT_READ, worker)
        self.idle.append(worker)

    def _storm(self) -> None:
        done = len(self.record.acknowledged) / max(1, self.total)
        if not self.record.outage[0] and done > 0.4 and self.plan.outage:
            began = time.monotonic() - self.started
            self.record.outage = (began, began + self.plan.outage)
            self.store.control("Outage", self.plan.outage)
        happened = self.record.killed - self.record.timed_out
        due = self.kills_ordered < self.plan.kills and done >= self.kills_ordered / self.plan.kills * 0.9
        if due and self.kills_ordered <= happened:  # one at a time: two orders would be one death
            self._order_a_death()

    def _order_a_death(self) -> None:
        """Kill whoever writes next, right after its write; or somebody who is busy."""
        if self.kills_ordered % 2 == 0:
            self.store.control("KillNextWriter")
        elif self.busy:
            os.kill(self.random.choice(self.busy).process.pid, signal.SIGKILL)
        else:
            return
        self.kills_ordered += 1

    def _poll(self) -> None:
        now = time.monotonic()
        if now - self.polled_at < 0.5:
            return
        self.polled_at = now
        self.depth = self.store.control("Stats")["spool"]
        self.record.depth[int(now - self.started)] = self.depth
        if sys.stdout.isatty():
            print("\r" + self.progress(), end="", flush=True)

    def _hand_out(self) -> None:
        now = time.monotonic()
        if self.depth and self.idle and self.draining < self.plan.workers // 3:
            batch = self.store.control("Receive", 10)
            if batch:
                self.draining += 1
                self._give("spool", batch)
        while self.idle and (message := self._next(now)):
            self.record.sends += 1
            self._give("pbx", message)

    def _next(self, now: float) -> Message | None:
        """Choose what is due: first what was not acknowledged, then the PBX's next message, at its pace."""
        if self.later and self.later[0][0] <= now:
            return heapq.heappop(self.later)[2]
        if self.waiting and self.total - len(self.waiting) < (now - self.started) * self.plan.rate:
            return self.waiting.popleft()
        return None

    def _give(self, kind: str, job: Any) -> None:
        worker = self.idle.pop(0)
        worker.job, worker.since = (kind, job), time.monotonic()
        self.busy.append(worker)
        with contextlib.suppress(OSError):  # it died idle; its end is heard next
            worker.connection.send((kind, job if kind == "spool" else json.dumps(job | {"crm_token": TOKEN})))

    def _hear(self, worker: Worker) -> None:
        try:
            status, result = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker)
            return
        assert worker.job is not None
        (kind, job), worker.job = worker.job, None
        self.busy.remove(worker)
        self.idle.append(worker)
        (self._drained if kind == "spool" else self._answered)(job, status, result)

    def _drained(self, batch: list[tuple[str, str]], status: int, taken: Any) -> None:
        self.draining -= 1
        if status == CRASHED:
            self.record.crashes[str(taken)] += 1
            taken = []
        self.record.drained += len(taken)
        self.store.control("Delete", taken)
        self._give_back(batch)

    def _give_back(self, batch: list[tuple[str, str]]) -> None:
        self.store.control("Release", [[name for name, _ in batch], AGAIN_AFTER])

    def _answered(self, message: Message, status: int, result: Any) -> None:
        self.record.answers[status] += 1
        self.record.crashes.update([str(result)] if status == CRASHED else [])
        if status != 200:
            self._again(message)
            return
        self.record.acknowledged.append(message)
        self.record.per_second[int(time.monotonic() - self.started)] += 1

    def _again(self, message: Message) -> None:
        due = time.monotonic() + self.random.uniform(1, 3)
        heapq.heappush(self.later, (due, self.random.getrandbits(60), message))

    def _bury(self, worker: Worker) -> None:
        self.selector.unregister(worker.connection)
        worker.connection.close()
        worker.process.join()
        self.record.killed += 1
        if worker.job is None:
            self.idle.remove(worker)
        else:
            self.busy.remove(worker)
            kind, job = worker.job
            if kind == "spool":
                self.draining -= 1
                self._give_back(job)
            else:
                self._again(job)
        self._hire()

    def _end_the_late(self) -> None:
        limit = time.monotonic() - FUNCTION_ENDS
        for worker in self.busy:
            allowed = limit - 20 if worker.job and worker.job[0] == "spool" else limit
            if worker.since < allowed:
                self.record.timed_out += 1
                worker.since = time.monotonic()
                os.kill(worker.process.pid, signal.SIGKILL)
