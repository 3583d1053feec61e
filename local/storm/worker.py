"""A process that serves the doors, one event at a time, as a Lambda sandbox does; it may die at any moment."""

import json
import os
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from functions.inbound.app import lambda_handler as inbound_door
from functions.spool.app import lambda_handler as spool_door
from local.storm.store import Link
from local.storm.wire import Wire, connect

CRASHED = 599


@dataclass
class Context:
    """What a handler sees of its invocation."""

    function_name: str = "storm"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:storm"
    aws_request_id: str = "storm"


def work(sender: Connection, path: str, throttled: float) -> None:
    """Serve until the sender is gone."""
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # the doors' logs
    connect(Wire(Link(path), throttled).send)
    parent = os.getppid()
    while os.getppid() == parent:
        if sender.poll(2):
            kind, job = sender.recv()
            sender.send(_serve(kind, job))


def _serve(kind: str, job: Any) -> Any:
    try:
        return _drain(job) if kind == "spool" else _receive(job)
    except Exception as exc:  # a crash is a result of the storm, not its end
        return CRASHED, f"{type(exc).__name__}: {exc}"


def _receive(body: str) -> tuple[int, str]:
    answer: Any = inbound_door({"httpMethod": "POST", "path": "/pbx", "body": body}, Context())
    return answer["statusCode"], answer["body"]


def _drain(messages: list[tuple[str, str]]) -> tuple[int, list[str]]:
    """Give a batch to the spool's function; what it took."""
    source = {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:spool"}
    records = [source | {"messageId": name, "receiptHandle": name, "body": body} for name, body in messages]
    answer: Any = spool_door(json.loads(json.dumps({"Records": records})), Context())
    failed = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
    return 200, [name for name, _ in messages if name not in failed]
