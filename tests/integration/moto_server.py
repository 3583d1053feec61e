"""Moto behind a real socket: what a client that is not botocore's can reach, and what it may suffer there."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import RLock, Thread
from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.core.models import botocore_stubber

type Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Server:
    """Counts what it is asked and what connects; `instead` may answer (None: moto does, then `after` may spoil it)."""

    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    connections: int = 0
    instead: Callable[[int], Answer | None] = lambda _: None
    spoil: Callable[[int], bool] = lambda _: False
    close_idle: bool = False
    url: str = ""
    lock: Any = field(default_factory=RLock)

    def answer(self, host: str, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """Answer one request."""
        self.asked.append((method, path, headers, body))
        number = len(self.asked)
        given = self.instead(number) or self._moto(host, method, path, headers, body)
        return (500, {}, b'{"__type": "InternalServerError"}') if self.spoil(number) else given

    def _moto(self, host: str, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        if "/@connections/" in path:
            return 200, {}, b""
        request = AWSPreparedRequest(
            method, f"https://{host}{path}", HTTPHeaders.from_dict(headers), body, stream_output=False
        )
        with self.lock:
            found = botocore_stubber.process_request(request)
        assert found is not None, path
        status, answered, text = found
        told = {name: str(value) for name, value in answered.items()}
        return status, told, text if isinstance(text, bytes) else text.encode()


def refusing(code: str, status: int = 400, **more: Any) -> Answer:
    """Make an error of AWS."""
    return status, {"x-amzn-errortype": code}, json.dumps({"__type": code, "message": "made by a test"} | more).encode()


def hanging(seconds: float) -> Answer:
    """Say nothing for a while."""
    time.sleep(seconds)
    return refusing("TooLate", 500)


@contextmanager
def serving() -> Iterator[Server]:
    """Listen on a port of this machine."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            server.connections += 1
            super().setup()

        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            status, told, text = server.answer(_host(headers), self.command, self.path, headers, body)
            self.send_response(status)
            for name, value in told.items():
                if name.lower() not in {"content-length", "server", "date"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)
            self.close_connection = server.close_idle  # without a word, as AWS does

        do_DELETE = do_POST  # noqa: N815  # the standard library's name

        def log_message(self, *_: Any) -> None:
            return

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    Thread(target=listening.serve_forever, daemon=True).start()
    server.url = f"http://127.0.0.1:{listening.server_address[1]}"
    yield server
    listening.shutdown()
    listening.server_close()


def _host(headers: dict[str, str]) -> str:
    """Name the host that a request was meant for, by what it was signed for."""
    _, _, region, service, _ = headers["authorization"].split("Credential=")[1].split(",")[0].split("/")
    return f"{service}.{region}.amazonaws.com"
