"""HTTP to one host of AWS: signed requests over connections that are kept."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from awscrt.auth import (
    AwsCredentialsProvider,
    AwsSignatureType,
    AwsSigningAlgorithm,
    AwsSigningConfig,
    aws_sign_request,
)
from awscrt.exceptions import AwsCrtError
from awscrt.http import HttpClientConnection, HttpHeaders, HttpRequest
from awscrt.io import (
    ClientBootstrap,
    ClientTlsContext,
    DefaultHostResolver,
    EventLoopGroup,
    SocketOptions,
    TlsContextOptions,
)

from callcard.aws.failures import LateError, UnreachedError

type Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a client waits, in seconds, and how often it asks in all."""

    connect: float
    read: float
    attempts: int


@dataclass(frozen=True, slots=True)
class Account:
    """As whom and where to sign; `roots` is a file of root certificates, if not the system's."""

    credentials: AwsCredentialsProvider
    region: str
    roots: str | None = None


@dataclass(slots=True)
class Reply:
    """What came back."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytearray = field(default_factory=bytearray)

    def begin(self, status_code: int, headers: Headers, **_: Any) -> None:
        """Take the head."""
        self.status, self.headers = status_code, {name.lower(): value for name, value in headers}

    def add(self, chunk: bytes, **_: Any) -> None:
        """Take a part of the body."""
        self.body += chunk

    @property
    def last(self) -> bool:
        """Say whether the other side takes no more requests on this connection."""
        return self.headers.get("connection", "").lower() == "close"


class Wire:
    """Carries the requests of one client; several threads may use it at once."""

    def __init__(self, endpoint: str, service: str, account: Account, patience: Patience) -> None:
        parts = urlsplit(endpoint)
        self.base = parts.path.rstrip("/")
        self._host, self._port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        self._name = parts.netloc
        self._tls = _tls(account.roots) if parts.scheme == "https" else None
        self._service, self._account, self._patience = service, account, patience
        self._idle: deque[HttpClientConnection] = deque()

    def send(self, method: str, path: str, headers: Headers, body: bytes = b"") -> Reply:
        """Send one request and read its answer; raises UnreachedError."""
        while kept := self._kept():
            try:
                return self._exchange(kept, self._signed(method, path, headers, body))
            except LateError:
                raise
            except UnreachedError:  # closed while we slept, as others may be: that is no attempt
                continue
        return self._exchange(self._connect(), self._signed(method, path, headers, body))

    def _signed(self, method: str, path: str, headers: Headers, body: bytes) -> HttpRequest:
        told = HttpHeaders([("host", self._name), *headers, ("content-length", str(len(body)))])
        request = HttpRequest(method, self.base + path, told, BytesIO(body))
        signing = AwsSigningConfig(
            AwsSigningAlgorithm.V4,
            AwsSignatureType.HTTP_REQUEST_HEADERS,
            self._account.credentials,
            self._account.region,
            self._service,
            date=datetime.now(UTC),
        )
        aws_sign_request(request, signing).result()
        return request

    def _exchange(self, connection: HttpClientConnection, request: HttpRequest) -> Reply:
        reply = Reply()
        try:
            stream = connection.request(request, reply.begin, reply.add)
            stream.activate()
            stream.completion_future.result(self._patience.read)
        except TimeoutError as exc:
            connection.close()
            raise LateError("no answer in time") from exc
        except AwsCrtError as exc:
            raise UnreachedError(exc.name) from exc
        if connection.is_open() and not reply.last:
            self._idle.append(connection)
        return reply

    def _kept(self) -> HttpClientConnection | None:
        try:
            while not (connection := self._idle.pop()).is_open():
                pass
        except IndexError:
            return None
        return connection

    def _connect(self) -> HttpClientConnection:
        options = SocketOptions()
        options.connect_timeout_ms = int(self._patience.connect * 1000)
        options.keep_alive = True
        tls = self._tls.new_connection_options() if self._tls else None
        if tls:
            tls.set_server_name(self._host)
        making = HttpClientConnection.new(self._host, self._port, _bootstrap(), options, tls)
        try:
            return making.result(self._patience.connect)
        except (TimeoutError, AwsCrtError) as exc:
            raise UnreachedError("no connection") from exc


@cache
def _bootstrap() -> ClientBootstrap:
    loop = EventLoopGroup(1)  # one thread: a sandbox has at most one processor's worth of work
    return ClientBootstrap(loop, DefaultHostResolver(loop))


@cache
def _tls(roots: str | None) -> ClientTlsContext:
    options = TlsContextOptions()
    if roots:
        options.override_default_trust_store_from_path(None, roots)
    return ClientTlsContext(options)
