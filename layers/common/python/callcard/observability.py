"""Logs and metrics of an invocation; neither ever sees a token, a body, a name or a whole number.

What a log line tells of its invocation is put together when one is written, which for a good call is never, and what
was counted is written by hand: Powertools' two decorators took a fifth of a `contact`'s CPU.
"""

import sys
import time
from collections.abc import Callable
from functools import wraps
from logging import LogRecord
from typing import Any

import orjson
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

NAMESPACE = "callcard"
DIMENSIONS = [["service"]]  # by which our metrics are told apart

logger = Logger()


class _Invocation:
    """The one that goes on: a sandbox has one at a time."""

    def __init__(self) -> None:
        self._event: dict[str, Any] = {}
        self._context: LambdaContext | None = None
        self._about: dict[str, Any] = {}
        self._cold, self._told = True, True
        self._counts: dict[str, list[float]] = {}

    def begin(self, event: dict[str, Any], context: LambdaContext) -> None:
        """Take note of an invocation."""
        self._event, self._context, self._about, self._told = event, context, {}, False

    def end(self) -> None:
        """Write what was counted, as CloudWatch's embedded metric format."""
        self._cold = False
        counts, self._counts = self._counts, {}
        if not counts:
            return
        metrics = [{"Name": name, "Unit": "Count"} for name in counts]
        directive = {"Namespace": NAMESPACE, "Dimensions": DIMENSIONS, "Metrics": metrics}
        told = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [directive]}
        line = {"_aws": told, "service": logger.service} | counts
        sys.stdout.write(orjson.dumps(line).decode() + "\n")

    def count(self, name: str, n: int) -> None:
        """Keep a value of a metric."""
        self._counts.setdefault(name, []).append(float(n))

    def tell(self, about: dict[str, Any]) -> None:
        """Add to what its log lines say."""
        self._about, self._told = self._about | about, False

    def introduce(self, _: LogRecord) -> bool:
        """Let the lines from now on say whose they are; a filter, since a logger asks those first."""
        if not self._told and self._context is not None:
            self._told, context = True, self._context
            logger.structure_logs(
                cold_start=self._cold,
                function_name=context.function_name,
                function_memory_size=context.memory_limit_in_mb,
                function_arn=context.invoked_function_arn,
                function_request_id=context.aws_request_id,
                correlation_id=(self._event.get("requestContext") or {}).get("requestId"),
                **self._about,
            )
        return True


_invocation = _Invocation()
logger.addFilter(_invocation.introduce)


def observed[A](handler: Callable[[Any, Any], A]) -> Callable[[Any, Any], A]:
    """Decorate a door: its log lines say which invocation they are of, and what it counts is written at its end."""

    @wraps(handler)
    def observing(event: Any, context: Any) -> A:
        _invocation.begin(event, context)
        try:
            return handler(event, context)
        finally:
            _invocation.end()

    return observing


def count(name: str, n: int = 1) -> None:
    """Add a value to a metric of this invocation."""
    _invocation.count(name, n)


def about(**keys: str) -> None:
    """Let this invocation's log lines say what they are about."""
    _invocation.tell(keys)
