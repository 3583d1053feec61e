"""Serves the page with the cloud's own headers, and pretends to be its API; the page comes from the browser's cache."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from local.page import WEB
from local.places import HOST
from local.template import read_template
from local.web import CONTENT_TYPES
from tests.views.pretended import Scene, answer

SOCKETS = "wss://sockets.example.com"
# the page's steady clock is the one that the tests set: a picture's timers stand still
STEADY, SET = b"steady: () => performance.now()", b"steady: () => Date.now()"


class Handler(BaseHTTPRequestHandler):
    """One request of the page."""

    protocol_version = "HTTP/1.1"
    server: "PretendedServer"

    def do_GET(self) -> None:
        """Send a file of the page, or answer as the API in the scene of the moment."""
        path = urlsplit(self.path).path
        if path.startswith("/api/"):
            self.pretend()
        elif path == "/config.json":
            self.send(200, self.server.config, "application/json", "no-store")
        else:
            file = (WEB / path.lstrip("/") / ("index.html" if path.endswith("/") else "")).resolve()
            found = file.is_relative_to(WEB) and file.is_file()
            content = file.read_bytes().replace(STEADY, SET) if found else b""
            self.send(200 if found else 404, content, CONTENT_TYPES.get(file.suffix, "text/plain"), "max-age=600")

    do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - the base class names it so

    def pretend(self) -> None:
        """Answer as the API; in a scene where nothing answers, wait until it is over."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = answer(self.server.scene, self.command, self.path)
        if told is None:
            self.server.over.wait()
            told = (HTTPStatus.SERVICE_UNAVAILABLE, {})
        self.send(told[0], json.dumps(told[1]).encode(), "application/json", "no-store")

    def send(self, status: int, body: bytes, kind: str, cache: str) -> None:
        """Write an answer; whoever asked may have gone meanwhile."""
        self.send_response(status)
        for name, value in (self.server.headers | {"Content-Type": kind, "Cache-Control": cache}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing: the tests do."""


class PretendedServer(ThreadingHTTPServer):
    """A server whose scene can be changed between two loads of the page."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        """Take a free port."""
        super().__init__((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self.server_address[1]}"
        self.headers = {"Content-Security-Policy": content_policy(), "X-Content-Type-Options": "nosniff"}
        config = {
            "api_url": "/api",
            "ws_url": SOCKETS,
            "cognito_url": f"{self.url}/cognito",
            "user_pool_client_id": "client",
        }
        self.config = json.dumps(config).encode()
        self.scene, self.over = Scene.FULL, threading.Event()

    def change(self, scene: Scene) -> None:
        """Begin another scene; what waits in the old one is let go."""
        self.over.set()
        self.scene, self.over = scene, threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that leaves before its answer is no error."""


def content_policy() -> str:
    """Give the template's content policy, the sockets' address replaced by the pretended one."""
    config = read_template()["Resources"]["WebHeadersPolicy"]["Properties"]["ResponseHeadersPolicyConfig"]
    joiner, parts = config["SecurityHeadersConfig"]["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    texts = [part if isinstance(part, str) else part[0] for part in parts]
    return re.sub(r"wss://\S+", SOCKETS, re.sub(r"\$\{.*?\}", "any", str(joiner).join(texts)))


@contextmanager
def pretended() -> Iterator[PretendedServer]:
    """Serve while the block runs."""
    server = PretendedServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
