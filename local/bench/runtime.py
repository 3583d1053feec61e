"""Lambda's runtime API for one sandbox, and what a sandbox costs from its start to its answers.

A process's CPU is read from outside, from its own clock in the kernel: all threads, to the nanosecond.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from local.bench.contenders import HOME, PYTHON, Contender
from local.bench.runner import MismatchError, start
from local.bench.stub.control import StubProcess
from local.bench.work import Job

PATIENCE = 60  # seconds for a sandbox to do its next step
BASE = "/2018-06-01/runtime"


def cpu_of(pid: int) -> float:
    """Give the seconds of CPU that a process has used; Linux makes a clock's number of a process's."""
    return time.clock_gettime((~pid << 3) | 2)


@dataclass(frozen=True, slots=True)
class Cold:
    """Seconds of CPU of a sandbox: until it asked for its first event, then for that event; and of the clock."""

    init: float
    first: float
    wall: float
    rss: int

    @property
    def whole(self) -> float:
        """Give the CPU from the process's start to the first answer."""
        return self.init + self.first


@dataclass(slots=True)
class Sandbox:
    """What the API and the bench know of the process."""

    events: list[dict[str, Any]]
    pid: int = 0
    marks: list[tuple[float, float]] = field(default_factory=list)  # CPU and clock whenever it asks or answers
    answers: list[dict[str, Any]] = field(default_factory=list)
    failure: str = ""

    def mark(self) -> None:
        """Note what it has used until now."""
        self.marks.append((cpu_of(self.pid), time.perf_counter()))


def cold(contender: Contender, variant: str, stub: StubProcess, jobs: Sequence[Job]) -> Cold:
    """Start a sandbox, let it answer some messages, end it; raises MismatchError when an answer is wrong."""
    stub.ask("reset", account=contender.account)
    sandbox = Sandbox([job.event() for job in jobs])
    with HTTPServer(("127.0.0.1", 0), api(sandbox)) as server, (HOME / "cold.log").open("w") as log:
        server.timeout = PATIENCE
        began = time.perf_counter()
        aws = stub.environment(contender.account) | {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}"}
        command = [str(PYTHON), "-m", "awslambdaric", "app.lambda_handler"]
        environment = contender.environment(variant, aws)
        with start(command, environment, cwd=contender.task(variant), stdout=log, stderr=log) as process:
            sandbox.pid = process.pid
            try:
                _serve(server, sandbox, len(jobs))
                rss = _resident(process.pid)
            finally:
                process.kill()
    verdict(contender, sandbox, jobs)
    (init, _), (first, answered) = sandbox.marks[:2]
    return Cold(init, first - init, answered - began, rss)


def _serve(server: HTTPServer, sandbox: Sandbox, count: int) -> None:
    """Answer its one connection until all events are answered."""
    deadline = time.monotonic() + PATIENCE
    while len(sandbox.answers) < count and not sandbox.failure:
        if time.monotonic() > deadline:
            sandbox.failure = "no answer in time"
        server.handle_request()


def verdict(contender: Contender, sandbox: Sandbox, jobs: Sequence[Job]) -> None:
    """Compare what a sandbox answered with the oracle; raises MismatchError."""
    if sandbox.failure:
        raise MismatchError(f"{contender.title}: {sandbox.failure}; see {HOME / 'cold.log'}")
    for job, answer in zip(jobs, sandbox.answers, strict=True):
        if (answer["statusCode"], json.loads(answer["body"])) != (job.status, job.body):
            raise MismatchError(f"{contender.title} answers {job.message} with {answer}")


def _resident(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) * 1024


def api(sandbox: Sandbox) -> type[BaseHTTPRequestHandler]:
    """Make the API of one sandbox."""

    class Api(BaseHTTPRequestHandler):
        """The few requests a runtime makes."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            """Hand out the next event; the last one's asker waits for ever, as in Lambda."""
            sandbox.mark()
            if not sandbox.events:
                self.close_connection = True
                return
            deadline = str(int((time.time() + 10) * 1000))
            self._reply(200, sandbox.events.pop(0), **_invocation(len(sandbox.answers), deadline))

        def do_POST(self) -> None:
            """Take an answer, or a failure."""
            sandbox.mark()
            told = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if self.path.endswith("/response"):
                sandbox.answers.append(told)
            else:
                sandbox.failure = str(told)
            self.close_connection = not sandbox.events
            self._reply(202, {"status": "OK"})

        def _reply(self, status: int, body: Any, **headers: str) -> None:
            written = json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: Any) -> None:
            """Be silent."""

    return Api


def _invocation(number: int, deadline: str) -> dict[str, str]:
    return {
        "content_type": "application/json",
        "Lambda_Runtime_Aws_Request_Id": f"00000000-0000-4000-8000-{number:012}",
        "Lambda_Runtime_Deadline_Ms": deadline,
        "Lambda_Runtime_Invoked_Function_Arn": "arn:aws:lambda:eu-central-1:123456789012:function:inbound",
        "Lambda_Runtime_Trace_Id": "Root=1-00000000-000000000000000000000000;Sampled=0",
    }
