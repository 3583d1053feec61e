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
        name = target(request, event_name)
        if not name.startswith("DynamoDB"):
            return self._through(request, name, body)
        if self.random.random() < self.throttled:
            return answer(request, 400, json.dumps({"__type": THROTTLED, "message": "storm"}).encode())
        answered = self._through(request, name, body)
        if self.throttled and self.random.random() < ANSWERS_LOST:
            return answer(request, 500, b'{"__type": "InternalServerError"}')
        return answered

    def _through(self, request: AWSPreparedRequest, name: str, body: bytes) -> AWSResponse:
        with self.lock:
            status, told = self.link.ask(name, body)
        if status == DOWN:
            raise EndpointConnectionError(endpoint_url=request.url)
        return answer(request, status, told)


def clients() -> list[Any]:
    """Make every client the doors use, before the processes part: each costs a quarter of a second."""
    spool = vars(inbound.intake().spool)["_client"]
    return [shared.dynamodb(), shared.secrets_manager(), vars(shared.sockets())["_client"], spool]


def connect(send: Callable[..., AWSResponse]) -> None:
    """Let the clients' requests go through a wire."""
    for client in clients():
        client.meta.events.register_first("before-send", send)


def target(request: AWSPreparedRequest, event_name: str) -> str:
    """Name the service and operation a request is for."""
    if event_name.endswith("PostToConnection"):
        return "Frames." + unquote(request.url).rsplit("/", 1)[-1]
    name = request.headers["X-Amz-Target"]
    return name.decode() if isinstance(name, bytes) else str(name)


def answer(request: AWSPreparedRequest, status: int, body: bytes) -> AWSResponse:
    """Make botocore's response of a status and a body."""
    raw = SimpleNamespace(stream=lambda: iter([body]))
    return AWSResponse(request.url, status, HTTPHeaders.from_dict({}), cast("Any", raw))
