"""HTTP to one host of AWS over connections that are kept: what AWS speaks of HTTP/1.1, and no more."""

import socket
import ssl
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from callcard.aws.failures import LateError, UnreachedError
from callcard.aws.signing import Account, signed

CHUNK = 65536
NO_CONTENT = 204


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a client waits, in seconds, and how often it asks in all."""

    connect: float
    read: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Wire:
    """Carries the requests of one client; several threads may use it at once."""

    def __init__(self, endpoint: str, service: str, account: Account, patience: Patience) -> None:
        parts = urlsplit(endpoint)
        self._base, self._name = parts.path.rstrip("/"), parts.netloc
        self._address = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        self._tls, self._roots = parts.scheme == "https", account.roots
        self._service, self._account, self._patience = service, account, patience
        self._idle: deque[Connection] = deque()

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Send one request and read its answer; raises UnreachedError."""
        path = self._base + path
        head = signed(self._account, self._service, method, path, {"host": self._name, **headers}, body)
        message = head.encode("latin-1") + body
        while kept := self._kept():
            try:
                return self._exchange(kept, message)
            except LateError:
                self._idle.clear()  # the others have slept as long
                raise
            except UnreachedError:  # closed while it was idle, as others may be: that is no attempt
                continue
        return self._exchange(self._connect(), message)

    def _exchange(self, connection: "Connection", message: bytes) -> Reply:
        try:
            reply = connection.exchange(message, self._patience.read)
        except TimeoutError as exc:
            raise LateError("no answer in time") from exc
        except (OSError, ValueError) as exc:
            raise UnreachedError(type(exc).__name__) from exc
        if reply.headers.get("connection", "").lower() != "close":
            self._idle.append(connection)
        return reply

    def _kept(self) -> "Connection | None":
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _connect(self) -> "Connection":
        try:
            made = self._trusted()
            made.settimeout(self._patience.read)
        except OSError as exc:
            raise UnreachedError("no connection") from exc
        return Connection(made)

    def _trusted(self) -> socket.socket:
        """Connect; who is not known by the few roots may be by the system's, from then on."""
        try:
            return self._dial()
        except ssl.SSLCertVerificationError:
            if self._roots is None or not self._account.others:
                raise
        self._roots = None
        return self._dial()

    def _dial(self) -> socket.socket:
        made = socket.create_connection(self._address, self._patience.connect)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return _trust(self._roots).wrap_socket(made, server_hostname=self._address[0]) if self._tls else made


class Connection:
    """One connection, for one thread at a time; it closes when nobody holds it."""

    def __init__(self, made: socket.socket) -> None:
        self._socket, self._read, self._until = made, b"", 0.0

    def __del__(self) -> None:
        """Close it."""
        self._socket.close()

    def exchange(self, message: bytes, seconds: float) -> Reply:
        """Send a request and read its answer; raises OSError, ValueError."""
        self._until = time.monotonic() + seconds
        self._socket.sendall(message)
        first, *lines = self._up_to(b"\r\n\r\n").decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.partition(" ")[2][:3])
        return Reply(status, headers, b"" if status == NO_CONTENT else self._body(headers))

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return self._exactly(int(headers.get("content-length", 0)))
        body = b""
        while size := int(self._up_to(b"\r\n").partition(b";")[0], 16):
            body += self._exactly(size)
            self._up_to(b"\r\n")
        while self._up_to(b"\r\n"):
            pass
        return body

    def _up_to(self, mark: bytes) -> bytes:
        while (end := self._read.find(mark)) < 0:
            self._more()
        found, self._read = self._read[:end], self._read[end + len(mark) :]
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            self._more()
        found, self._read = self._read[:size], self._read[size:]
        return found

    def _more(self) -> None:
        if time.monotonic() > self._until:
            raise TimeoutError  # one that drips
        part = self._socket.recv(CHUNK)
        if not part:
            raise ConnectionResetError
        self._read += part


@cache
def _trust(roots: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=roots)
