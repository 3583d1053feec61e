"""Faults below botocore's retries: what a client's requests meet instead of AWS."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from callcard.domain.jobs import Kind
from callcard.wiring import shared

Fault = Callable[[AWSPreparedRequest], AWSResponse | None]


def refusing(status: int, code: str) -> Fault:
    """Answer every request with an error of AWS."""
    body = json.dumps({"__type": code, "message": "made by a test"}).encode()

    def refuse(request: AWSPreparedRequest) -> AWSResponse:
        raw = SimpleNamespace(stream=lambda: iter([body]))
        return AWSResponse(request.url, status, HTTPHeaders.from_dict({"x-amzn-errortype": code}), cast("Any", raw))

    return refuse


def unreachable(request: AWSPreparedRequest) -> AWSResponse:
    """Refuse the connection."""
    raise EndpointConnectionError(endpoint_url=request.url)


def hanging(seconds: float) -> Fault:
    """Take the request and say nothing until its reader gives up."""

    def hang(request: AWSPreparedRequest) -> AWSResponse:
        time.sleep(seconds)
        raise ReadTimeoutError(endpoint_url=request.url)

    return hang


def reluctant(seconds: float, attempts: int) -> Fault:
    """Let each request hang until it is tried for the `attempts`-th time."""
    tried: Counter[tuple[Any, Any]] = Counter()

    def hang(request: AWSPreparedRequest) -> AWSResponse | None:
        name = (request.headers["X-Amz-Target"], request.body)
        tried[name] += 1
        return hanging(seconds)(request) if tried[name] % attempts else None

    return hang


class Killed(BaseException):
    """The process is gone: nothing of it runs any more, no `except Exception` either."""


def killing(at: int) -> Callable[[AWSPreparedRequest], None]:
    """Let the process die at its request of a number."""
    left = [at]

    def kill(_: AWSPreparedRequest) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    return kill


def free(kind: Kind, job_id: str) -> None:
    """Let the lease of a worker that is gone run out."""
    key = {"kind": {"S": kind.value}, "job_id": {"S": job_id}}
    shared.dynamodb().update_item(TableName="JobsTable", Key=key, UpdateExpression="REMOVE lease, lease_until")


THROTTLED = refusing(400, "ProvisionedThroughputExceededException")
BROKEN = refusing(500, "InternalServerError")


@contextmanager
def meeting(fault: Fault, *clients: Any, only: str = "", too_late: bool = False) -> Iterator[list[str]]:
    """Let the clients' requests (`only` those of an operation) meet a fault; give the names of those that did.

    `too_late`: what is asked is done all the same, only its answer is lost.
    """
    met: list[str] = []

    def strike(request: AWSPreparedRequest, event_name: str, **_: Any) -> AWSResponse | None:
        if not event_name.endswith(only):
            return None
        answer = fault(request)
        met.append(event_name)
        if answer is not None and not too_late:
            request.url = "https://struck.invalid/"  # the account in memory listens too: it must not do what failed
        return answer

    with _first(strike, *clients):
        yield met


@contextmanager
def _first(strike: Callable[..., AWSResponse | None], *clients: Any) -> Iterator[None]:
    for client in clients:
        client.meta.events.register_first("before-send", strike)
    try:
        yield
    finally:
        for client in clients:
            client.meta.events.unregister("before-send", strike)
