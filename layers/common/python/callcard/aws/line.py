"""A line to a host, in TLS or bare: who waits on it lets others go on meanwhile (callcard.turns)."""

import errno
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from select import POLLIN, POLLOUT
from typing import Any

from callcard.turns import ready

CHUNK = 16384  # a record of TLS holds no more

type Address = tuple[str, int]
type Trust = Callable[[], ssl.SSLContext]  # asked only when somebody answers: it reads many certificates
type Found = tuple[Any, Any, int, str, Any]  # one of socket.getaddrinfo's


class Line:
    """A socket that never blocks; it closes at the latest when nobody holds it."""

    def __init__(self, made: socket.socket) -> None:
        self._socket, self._descriptor, self._until = made, made.fileno(), 0.0

    def __del__(self) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close it now."""
        self._socket.close()

    @classmethod
    def dialled(cls, address: Address, trust: Trust | None, seconds: float) -> "Line":
        """Connect, to each of the host's addresses in turn; raises OSError, ssl.SSLCertVerificationError."""
        *others, last = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)
        for other in others:
            with suppress(OSError):
                return cls._made(other, address[0], trust, seconds)
        return cls._made(last, address[0], trust, seconds)

    @classmethod
    def _made(cls, found: Found, host: str, trust: Trust | None, seconds: float) -> "Line":
        family, kind, protocol, _, where = found
        line = cls(socket.socket(family, kind, protocol))
        line.begin(seconds)
        line._connect(where)
        if trust:
            line._encrypt(trust(), host)
        return line

    def begin(self, seconds: float) -> None:
        """Give all that follows so many seconds, until the next beginning."""
        self._until = time.monotonic() + seconds

    def send(self, message: bytes) -> None:
        """Send all of it; raises OSError."""
        rest = message
        while rest:
            rest = rest[self._tried(self._socket.send, rest, POLLOUT) :]

    def receive(self) -> bytes:
        """Give what comes next; raises OSError."""
        part = self._tried(self._socket.recv, CHUNK, POLLIN)
        if not part:
            raise ConnectionResetError
        return part

    def wait(self, event: int = POLLIN) -> None:
        """Wait until there is something to read, or another of poll's events; raises TimeoutError."""
        if not ready(self._descriptor, event, self._until - time.monotonic()):
            raise TimeoutError

    def _connect(self, where: Any) -> None:
        made = self._socket
        made.setblocking(False)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        code = made.connect_ex(where)
        if code == errno.EINPROGRESS:
            self.wait(POLLOUT)
            code = made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, errno.errorcode.get(code, "not connected"))

    def _encrypt(self, trust: ssl.SSLContext, host: str) -> None:
        made = trust.wrap_socket(self._socket, server_hostname=host, do_handshake_on_connect=False)
        self._socket = made
        self._tried(lambda _: made.do_handshake(), None, POLLIN)

    def _tried[A, R](self, work: Callable[[A], R], given: A, event: int) -> R:
        """Do what the socket may not be ready for; one that drips is given up as well."""
        while time.monotonic() < self._until:
            try:
                return work(given)
            except ssl.SSLWantReadError:
                self.wait(POLLIN)
            except ssl.SSLWantWriteError:
                self.wait(POLLOUT)
            except BlockingIOError:
                self.wait(event)
        raise TimeoutError


@cache
def trusting(roots: str | None) -> ssl.SSLContext:
    """Believe the roots in a file, or the system's."""
    return ssl.create_default_context(cafile=roots)
