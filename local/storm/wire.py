"""Between a door's AWS clients and the store, below botocore's retries: here requests are throttled and lost."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Lock
from types import SimpleNamespace
from typing import Any, Protocol, cast
from urllib.parse import unquote

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError

from callcard.wiring import inbound, shared
from local.storm.store import DOWN

THROTTLED = "ProvisionedThroughputExceededException"
ANSWERS_LOST = 0.01  # of DynamoDB's answers, after it did what was asked


class Asked(Protocol):
    """Something that answers as AWS."""

    def ask(self, target: str, body: bytes) -> tuple[int, bytes]: ...


@dataclass(slots=True)
class Wire:
    """The way of one process to the store."""

    link: Asked
    throttled: float
    random: Random = field(default_factory=lambda: Random(os.getpid()))
    lock: Lock = field(default_factory=Lock)

    def send(self, request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse:
        """Carry a request instead of HTTP."""
        body = cast("bytes", request.body) or b""
        target = _target(request, event_name)
        if not target.startswith("DynamoDB"):
            return self._through(request, target, body)
        if self.random.random() < self.throttled:
            return _answer(request, 400, json.dumps({"__type": THROTTLED, "message": "storm"}).encode())
        answer = self._through(request, target, body)
        if self.throttled and self.random.random() < ANSWERS_LOST:
            return _answer(request, 500, b'{"__type": "InternalServerError"}')
        return answer

    def _through(self, request: AWSPreparedRequest, target: str, body: bytes) -> AWSResponse:
        with self.lock:
            status, answer = self.link.ask(target, body)
        if status == DOWN:
            raise EndpointConnectionError(endpoint_url=request.url)
        return _answer(request, status, answer)


def clients() -> list[Any]:
    """Make every client the doors use, before the processes part: each costs a quarter of a second."""
    spool = vars(inbound.intake().spool)["_client"]
    return [shared.dynamodb(), shared.secrets_manager(), vars(shared.sockets())["_client"], spool]


def connect(send: Callable[..., AWSResponse]) -> None:
    """Let the clients' requests go through a wire."""
    for client in clients():
        client.meta.events.register_first("before-send", send)


def _target(request: AWSPreparedRequest, event_name: str) -> str:
    if event_name.endswith("PostToConnection"):
        return "Frames." + unquote(request.url).rsplit("/", 1)[-1]
    target = request.headers["X-Amz-Target"]
    return target.decode() if isinstance(target, bytes) else str(target)


def _answer(request: AWSPreparedRequest, status: int, body: bytes) -> AWSResponse:
    raw = SimpleNamespace(stream=lambda: iter([body]))
    return AWSResponse(request.url, status, HTTPHeaders.from_dict({}), cast("Any", raw))
