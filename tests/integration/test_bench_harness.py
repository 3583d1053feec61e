"""How the bench drives a handler, warm and cold; the handlers here are a few lines."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from http.server import HTTPServer
from pathlib import Path
from typing import Any

import pytest

from local.bench.contenders import OURS, Contender
from local.bench.runner import WORKER, MismatchError
from local.bench.runtime import BASE, Sandbox, api, cpu_of, verdict
from local.bench.work import Day

BURNS = """
import json, threading, time

def burn():
    began = time.thread_time()
    while time.thread_time() - began < 0.05:
        pass

def lambda_handler(event, context):
    print("a log line that must not be taken for an answer")
    if event["burn"]:
        thread = threading.Thread(target=burn)
        thread.start()
        thread.join()
    return {"id": context.aws_request_id, "left": context.get_remaining_time_in_millis()}
"""


def test_a_worker_counts_the_cpu_of_all_threads_and_of_each_message_alone(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(BURNS, encoding="utf-8")
    events = json.dumps([{"burn": True}, {"burn": False}]) + "\n"
    environment = {"PYTHONPATH": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, str(WORKER)], input=events, env=environment, capture_output=True, text=True)
    told = json.loads(done.stdout)
    (one, busy, wall), (other, idle, _) = told["told"]
    assert one["id"] != other["id"]
    assert 0.05 <= busy <= told["cpu"] < 1
    assert wall >= 0.05 > idle
    assert told["rss"] > 1_000_000


def test_a_process_clock_of_another_process_goes_on_while_it_works() -> None:
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as busy:
        try:
            before, deadline = cpu_of(busy.pid), time.monotonic() + 20
            while cpu_of(busy.pid) < before + 0.02:
                assert time.monotonic() < deadline
                time.sleep(0.01)
        finally:
            busy.kill()


class Runtime:
    """What awslambdaric does, by hand."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._server = HTTPServer(("127.0.0.1", 0), api(sandbox))
        self._thread = threading.Thread(target=self._server.handle_request)
        self._thread.start()
        self._connection = http.client.HTTPConnection("127.0.0.1", self._server.server_port)

    def ask(self, method: str, path: str, body: Any = None) -> tuple[Any, http.client.HTTPResponse]:
        """Ask for an event, or answer one."""
        self._connection.request(method, BASE + path, json.dumps(body) if body else None)
        response = self._connection.getresponse()
        return json.loads(response.read()), response

    def close(self) -> None:
        """End."""
        self._connection.close()
        self._thread.join(10)
        self._server.server_close()


def test_a_sandbox_is_marked_when_it_asks_and_when_it_answers() -> None:
    job = Day(1).job("INCOMING")
    sandbox = Sandbox([job.event()], os.getpid())
    runtime = Runtime(sandbox)
    event, asked = runtime.ask("GET", "/invocation/next")
    request_id = asked.headers["Lambda-Runtime-Aws-Request-Id"]
    assert event == job.event()
    answer = {"statusCode": 200, "body": "{}"}
    runtime.ask("POST", f"/invocation/{request_id}/response", answer)
    runtime.close()
    assert sandbox.answers == [answer]
    (init, _), (first, _) = sandbox.marks
    assert 0 < init < first
    verdict(OURS, sandbox, [job])


@pytest.mark.parametrize(
    "answer", [{"statusCode": 500, "body": "{}"}, {"statusCode": 200, "body": '{"responsible": ""}'}]
)
def test_a_wrong_answer_of_a_cold_start_ends_the_bench(answer: dict[str, Any]) -> None:
    with pytest.raises(MismatchError):
        verdict(OURS, Sandbox([], answers=[answer]), [Day(1).job("INCOMING")])


def test_a_handler_that_fails_ends_the_bench() -> None:
    sandbox = Sandbox([Day(1).job("contact").event()], os.getpid())
    runtime = Runtime(sandbox)
    runtime.ask("POST", "/init/error", {"errorType": "ImportError"})
    runtime.close()
    with pytest.raises(MismatchError, match="ImportError"):
        verdict(OURS, sandbox, [])


def test_a_contender_believes_its_own_roots_and_the_stub_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.bench.contenders.HOME", tmp_path)
    (tmp_path / "stub").mkdir()
    (tmp_path / "ca.pem").write_text("the stub's\n", encoding="ascii")
    one = Contender("one", "One", "One", "task/roots.pem")
    one.task("shipped").mkdir(parents=True)
    (one.task("shipped") / "roots.pem").write_text("its own\n", encoding="ascii")
    given = one.environment("shipped", {"AWS_CA_BUNDLE": str(tmp_path / "ca.pem")})
    assert Path(given["AWS_CA_BUNDLE"]).read_text(encoding="ascii") == "its own\nthe stub's\n"
    assert given["PYTHONPATH"] == given["LAMBDA_TASK_ROOT"] == str(one.task("shipped"))
