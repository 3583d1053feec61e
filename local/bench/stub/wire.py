"""HTTP/1.1 as AWS's clients speak it: kept connections, bodies with a length, one request after another."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus

LARGEST = 1 << 20
NEVER = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class Reply:
    """What goes back, and whether the connection ends after it."""

    __slots__ = ("body", "closes", "kind", "status")

    def __init__(self, status: int, body: bytes, kind: str = "application/x-amz-json-1.0", *, closes: bool = False):
        self.status, self.body, self.kind, self.closes = status, body, kind, closes

    def written(self) -> bytes:
        """Write it as it travels."""
        head = (
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\ncontent-type: {self.kind}\r\n"
            f"content-length: {len(self.body)}\r\nx-amzn-requestid: bench\r\n\r\n"
        )
        return head.encode() + self.body


class Asked:
    """What came, and when its last byte did."""

    __slots__ = ("arrived", "body", "headers", "method", "target")

    def __init__(self, method: str, target: str, headers: dict[str, str], body: bytes, arrived: float):
        self.method, self.target, self.headers, self.body, self.arrived = method, target, headers, body, arrived


Handler = Callable[[Asked], Awaitable[Reply]]


class Connection(asyncio.Protocol):
    """One client's connection."""

    def __init__(self, handler: Handler, opened: Callable[[], None]) -> None:
        self._handler, self._opened, self._waiting = handler, opened, bytearray()
        self._transport: asyncio.Transport | None = None
        self._busy: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._opened()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it: nobody waits for the answer any more."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Collect bytes until a request is whole."""
        self._waiting += data
        self._next(time.perf_counter())

    def _next(self, arrived: float) -> None:
        if self._busy is not None or self._transport is None:
            return
        head, found, _ = bytes(self._waiting).partition(b"\r\n\r\n")
        if not found:
            return
        try:
            method, target, headers = _head(head)
            length = int(headers.get("content-length", "0"))
        except ValueError:
            length, method, target, headers = LARGEST + 1, "", "", {}
        if length > LARGEST:
            self._transport.write(NEVER)
            self._transport.close()
            return
        end = len(head) + 4 + length
        if len(self._waiting) < end:
            return
        body = bytes(self._waiting[end - length : end])
        del self._waiting[:end]
        self._busy = asyncio.ensure_future(self._serve(Asked(method, target, headers, body, arrived)))

    async def _serve(self, asked: Asked) -> None:
        reply = await self._handler(asked)
        self._busy = None
        if self._transport is None:
            return
        self._transport.write(reply.written())
        if reply.closes or asked.headers.get("connection", "").lower() == "close":
            self._transport.close()
        else:
            self._next(time.perf_counter())


def _head(head: bytes) -> tuple[str, str, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    parts = [line.partition(":") for line in lines]
    return method, target, {name.strip().lower(): value.strip() for name, _, value in parts}
