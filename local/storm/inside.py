"""The inbound door and the store in one process, for runs in which nobody dies."""

import os
from contextlib import redirect_stdout
from io import StringIO
from typing import Any
from warnings import catch_warnings

from functions.inbound.app import lambda_handler
from local.storm.store import Store
from local.storm.wire import Wire, connect
from local.storm.worker import Context


class _Here:
    """The store without a way to it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, target: str, body: bytes) -> tuple[int, bytes]:
        """Ask at once."""
        return self._store.answer(target, body, os.getpid())


class Inside:
    """A door in good weather."""

    def __init__(self) -> None:
        self.store = Store(visibility=180)
        connect(Wire(_Here(self.store), throttled=0).send)

    def post(self, event: dict[str, Any]) -> int:
        """Give the door one request; its status, or 599 when it crashed."""
        with redirect_stdout(StringIO()), catch_warnings(action="ignore"):  # of runs without a metric
            try:
                return int(lambda_handler(event, Context())["statusCode"])
            except Exception:  # what Lambda would count as an error, API Gateway answers with 502
                return 599
