"""A PBX that fails in every way known to us: the address says which, and it counts the dials it got."""

import gzip
import json
import socket
import ssl
import struct
import time
import zlib
from collections import Counter
from collections.abc import Callable
from itertools import takewhile
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Event, Thread

from local.clicks_net import tls

MEGABYTE = 1024 * 1024
BOMB_MEGABYTES = 256


def answer(status: int, body: bytes = b"", headers: str = "") -> bytes:
    """Write an HTTP answer."""
    return f"HTTP/1.1 {status} Some\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


def bomb() -> bytes:
    """Make 256 MB of nothing, gzipped."""
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(BOMB_MEGABYTES)) + packer.flush()


BOMB = bomb()
HTML = b"<!doctype html><title>Sorry</title>"
ZIPPED = "Content-Encoding: gzip\r\n"
# what each address answers: the PBX has read the request by then, and would have dialled
ANSWERS = {
    "ok": answer(200, b'{"result": "ok"}'),
    "400": answer(400, '{"error": "Неверно указан номер"}'.encode()),
    "500": answer(500, '{"error": "Внутренняя ошибка"}'.encode()),
    "401": answer(401, b'{"error": "Invalid token"}'),
    "404": answer(404, HTML),
    "429": answer(429, b"", "Retry-After: 1\r\n"),
    "503": answer(503, b"Busy", "Retry-After: 0\r\n"),
    "204": b"HTTP/1.1 204 None\r\n\r\n",
    "empty": answer(200),
    "html": answer(200, HTML + b"x" * MEGABYTE),
    "500-html": answer(500, HTML + b"x" * MEGABYTE),
    "utf8": answer(200, b'{"result": "\xff\xfe"}'),
    "json": answer(200, b'{"result": "ok"'),
    "bomb": answer(200, BOMB, ZIPPED),
    "500-bomb": answer(500, BOMB, ZIPPED),
    "double-bomb": answer(200, gzip.compress(BOMB), "Content-Encoding: gzip, gzip\r\n"),
    "not-zipped": answer(200, b"not gzip", ZIPPED),
    "cut": answer(200, b'{"result": "ok"}').replace(b": 16", b": 99"),
    "status": b"HTTP/1.1 abc Some\r\n\r\n",
    "not-http": b"SSH-2.0-OpenSSH_9.6\r\n",
    "long-header": b"HTTP/1.1 200 Some\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    "many-headers": b"HTTP/1.1 200 Some\r\n" + b"X: x\r\n" * 1_000 + b"\r\n",
}


class FaultyPbx:
    """Listens on this machine; `dials` counts whole requests by number, `asked` keeps their headers.

    With a `pem` it speaks TLS.
    """

    def __init__(self, pem: Path | None = None) -> None:
        self.dials: Counter[str] = Counter()
        self.asked: list[bytes] = []
        self.over = Event()
        self.pem = pem
        self._server = _server(self, tls(pem) if pem else None)

    def url(self, fault: str) -> str:
        """Give the address that fails so."""
        return f"{'https' if self.pem else 'http'}://127.0.0.1:{self._server.server_address[1]}/{fault}"

    def answer(self, connection: socket.socket, fault: str) -> None:
        """Do what an address stands for."""
        if fault in WAYS:
            WAYS[fault](self, connection)
        elif fault.startswith("redirect-"):
            target = f"Location: {self.url('ok')}\r\n{ZIPPED}"
            connection.sendall(answer(int(fault.removeprefix("redirect-")), BOMB, target))
        else:
            connection.sendall(ANSWERS[fault])

    def __enter__(self) -> "FaultyPbx":
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


def silent(pbx: FaultyPbx, _: socket.socket) -> None:
    """Take the request and say nothing."""
    pbx.over.wait()


def drip(first: bytes, more: bytes) -> Callable[[FaultyPbx, socket.socket], None]:
    """Say something every second: no read ever times out."""

    def dripping(pbx: FaultyPbx, connection: socket.socket) -> None:
        connection.sendall(first)
        while not pbx.over.wait(1):
            connection.sendall(more)

    return dripping


def flood(_: FaultyPbx, connection: socket.socket) -> None:
    """Answer without end, as fast as it goes."""
    connection.sendall(b"HTTP/1.1 200 Some\r\n\r\n")
    while True:
        connection.sendall(b"x" * MEGABYTE)


def reset(_: FaultyPbx, connection: socket.socket) -> None:
    """Reset the connection instead of answering."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reset_after_answer(pbx: FaultyPbx, connection: socket.socket) -> None:
    """Answer in full, then reset: the answer may or may not arrive."""
    connection.sendall(ANSWERS["500"])
    time.sleep(0.2)
    reset(pbx, connection)


def reset_in_answer(pbx: FaultyPbx, connection: socket.socket) -> None:
    """Reset in the middle of the answer."""
    connection.sendall(ANSWERS["cut"])
    reset(pbx, connection)


WAYS: dict[str, Callable[[FaultyPbx, socket.socket], None]] = {
    "silent": silent,
    "drip-body": drip(b"HTTP/1.1 200 Some\r\nContent-Length: 40\r\n\r\n", b"x"),
    "drip-header": drip(b"HTTP/1.1 200 So", b"m"),
    "drip-closing": drip(b"HTTP/1.0 200 Some\r\n\r\n", b"x"),
    "continue": drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "flood": flood,
    "reset": reset,
    "reset-in-answer": reset_in_answer,
    "reset-after-answer": reset_after_answer,
}


def _server(pbx: FaultyPbx, tls: ssl.SSLContext | None) -> ThreadingTCPServer:
    class Handler(StreamRequestHandler):
        def setup(self) -> None:
            if tls:
                self.request = tls.wrap_socket(self.request, server_side=True)
            super().setup()

        def handle(self) -> None:
            headers = b"".join(takewhile(lambda line: bytes(line).strip(), self.rfile))
            if b"content-length:" not in headers.lower():
                return  # not a request: somebody speaks TLS
            length = int(headers.lower().split(b"content-length:")[1].split()[0])
            body = json.loads(self.rfile.read(length))
            pbx.dials[body["phone"]] += 1
            pbx.asked.append(headers)
            pbx.answer(self.connection, headers.split()[1].decode()[1:])

        def finish(self) -> None:
            super().finish()
            self.request.close()  # the server knows only the socket below TLS

    class Server(ThreadingTCPServer):
        daemon_threads = True
        request_queue_size = 200

        def handle_error(self, *_: object) -> None:
            """Say nothing: that connections break is the purpose."""

    return Server(("127.0.0.1", 0), Handler)
