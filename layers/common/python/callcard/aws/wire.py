"""HTTP to one host of AWS over connections that are kept: what AWS speaks of HTTP/1.1, and no more."""

import ssl
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from callcard.aws.failures import LateError, UnreachedError
from callcard.aws.line import Line, trusting
from callcard.aws.signing import Account, Signer


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a client waits, in seconds, and how often it asks in all."""

    connect: float
    read: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Head:
    """The status, and the lines before an answer's body; most of them nobody asks for."""

    status: int
    lines: bytes

    def header(self, name: str) -> str:
        """Give a header's text, "" when it is not there; the name is in lower case."""
        _, found, after = self.lines.lower().partition(f"\r\n{name}:".encode())
        begins = len(self.lines) - len(after)
        return self.lines[begins:].partition(b"\r\n")[0].strip().decode("latin-1") if found else ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    head: Head
    body: bytes


class Wire:
    """Carries the requests of one client; several works may use it at once."""

    def __init__(self, endpoint: str, service: str, account: Account, patience: Patience) -> None:
        parts = urlsplit(endpoint)
        self._base, self._name = parts.path.rstrip("/"), parts.netloc
        self._address = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        self._tls, self._roots = parts.scheme == "https", account.roots
        self._account, self._patience, self._signer = account, patience, Signer(account, service)
        self._idle: deque[Connection] = deque()

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Send one request and read its answer; raises UnreachedError."""
        path = self._base + path
        head = self._signer.head(method, path, {"host": self._name, **headers}, body)
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
        except (OSError, ValueError) as exc:
            connection.line.close()
            if isinstance(exc, TimeoutError):
                raise LateError("no answer in time") from exc
            raise UnreachedError(type(exc).__name__) from exc
        self._idle.append(connection)  # one that closes now is found closed by who takes it
        return reply

    def _kept(self) -> "Connection | None":
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _connect(self) -> "Connection":
        try:
            return Connection(self._trusted())
        except OSError as exc:
            raise UnreachedError("no connection") from exc

    def _trusted(self) -> Line:
        """Connect; who is not known by the few roots may be by the system's, from then on."""
        try:
            return self._dial()
        except ssl.SSLCertVerificationError:
            if self._roots is None or not self._account.others:
                raise
        self._roots = None
        return self._dial()

    def _dial(self) -> Line:
        trust = partial(trusting, self._roots) if self._tls else None
        return Line.dialled(self._address, trust, self._patience.connect)


class Connection:
    """HTTP on one line, for one work at a time."""

    def __init__(self, line: Line) -> None:
        self.line, self._read = line, b""

    def exchange(self, message: bytes, seconds: float) -> Reply:
        """Send a request and read its answer; raises OSError, ValueError."""
        self.line.begin(seconds)
        self.line.send(message)
        self.line.wait()  # there is no answer yet: to look for one would be in vain
        lines = self._up_to(b"\r\n\r\n")
        head = Head(int(lines[9:12]), lines)  # after "HTTP/1.1 "
        return Reply(head, self._body(head))

    def _body(self, head: Head) -> bytes:
        if head.header("transfer-encoding").lower() != "chunked":
            return self._exactly(int(head.header("content-length") or 0))
        body = b""
        while size := int(self._up_to(b"\r\n").partition(b";")[0], 16):
            body += self._exactly(size)
            self._up_to(b"\r\n")
        while self._up_to(b"\r\n"):
            pass
        return body

    def _up_to(self, mark: bytes) -> bytes:
        while (end := self._read.find(mark)) < 0:
            self._read += self.line.receive()
        found, self._read = self._read[:end], self._read[end + len(mark) :]
        return found

    def _exactly(self, size: int) -> bytes:
        while len(self._read) < size:
            self._read += self.line.receive()
        found, self._read = self._read[:size], self._read[size:]
        return found
