"""One account, one list: imported by as many workers, one after another, as it takes."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from local.import_storm.store import Store
from local.places import ROOT
from local.storm.store import Link, serve

FORK = get_context("fork")
OPERATORS = tuple(
    {"operator_id": {"S": f"operator-{extension}"}, "name": {"S": name}, "extension": {"S": extension}}
    for name, extension in (("Ольга Миронова", "100"), ("Денис Карпов", "101"))
)


@dataclass(slots=True)
class Account:
    """A store, and the lists imported into it."""

    folder: Path
    link: Link
    socket: str
    said: list[str] = field(default_factory=list)

    def run(self, file: Path, deaths: dict[int, bool], tick: Callable[[str], None]) -> tuple[float, int]:
        """Import a list; the seconds it took, and how many workers died on the way."""
        self.link.control("Deaths", deaths)
        report, started, died = self.folder / f"{file.stem}.report.csv", time.monotonic(), 0
        while (ended := self._worker(file, report, tick)) == -signal.SIGKILL:
            died += 1
        if ended:
            raise SystemExit(f"the worker ended with {ended}:\n" + "\n".join(self.said[-20:]))
        return time.monotonic() - started, died

    def report(self, file: Path) -> bytes:
        """Read the problems of a list."""
        path = self.folder / f"{file.stem}.report.csv"
        return path.read_bytes() if path.exists() else b""

    def _worker(self, file: Path, report: Path, tick: Callable[[str], None]) -> int:
        command = [sys.executable, "-m", "local.import_storm.worker", self.socket, str(file), str(report)]
        path = f"{ROOT}:{ROOT / 'layers/common/python'}"
        worker = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert worker.stdout is not None
        for line in worker.stdout:
            self.said.append(line.rstrip())
            if line.startswith("import: "):
                tick(line)
        return worker.wait()


@contextmanager
def account() -> Iterator[Account]:
    """Give an account of its own, with two operators."""
    with tempfile.TemporaryDirectory() as folder:
        socket, ready = str(Path(folder) / "store"), FORK.Event()
        process = FORK.Process(target=serve, args=(socket, Store(), ready.set), daemon=True)
        process.start()
        ready.wait()
        link = Link(socket)
        for operator in OPERATORS:
            link.ask(
                "DynamoDB_20120810.PutItem", json.dumps({"TableName": "OperatorsTable", "Item": operator}).encode()
            )
        try:
            yield Account(Path(folder), link, socket)
        finally:
            process.terminate()
            process.join()
