"""One attempt to reach the PBX: whoever waits for it may give it up, and then it dials no more."""

import socket
from contextlib import suppress
from threading import Lock
from typing import Any, cast

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool


class Attempt:
    """Whether somebody still waits, and the socket to take away when nobody does."""

    def __init__(self) -> None:
        self._lock, self._over = Lock(), False
        self._socket: socket.socket | None = None

    def connected(self, connection: HTTPConnection) -> None:
        """Let a new connection send its request; raises ConnectionAbortedError when nobody waits for it any more."""
        with self._lock:
            if self._over:
                # names resolved late, or a sandbox that slept between two clicks: the operator was told it failed
                connection.close()
                raise ConnectionAbortedError
            self._socket = connection.sock

    def give_up(self) -> None:
        """End it: what was not sent never will be, and an answer that drips is read no further."""
        with self._lock:
            self._over = True
        if self._socket is not None:
            with suppress(OSError):  # it was closed, as it is after every answer
                self._socket.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    def __init__(self, *args: Any, attempt: Attempt, **options: Any) -> None:
        super().__init__(*args, **options)
        self._attempt = attempt

    def connect(self) -> None:
        super().connect()
        self._attempt.connected(self)


class _Secure(HTTPSConnection):
    def __init__(self, *args: Any, attempt: Attempt, **options: Any) -> None:
        super().__init__(*args, **options)
        self._attempt = attempt

    def connect(self) -> None:
        super().connect()
        self._attempt.connected(self)


class OneAttempt(HTTPAdapter):
    """Carries requests whose connections ask the attempt before they send."""

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self._attempt = attempt

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> HTTPConnectionPool:
        """Give the connections their attempt."""
        pool = cast("HTTPConnectionPool", super().get_connection_with_tls_context(*args, **options))
        pool.ConnectionCls = _Secure if pool.scheme == "https" else _Plain
        pool.conn_kw["attempt"] = self._attempt
        return pool
