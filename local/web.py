"""The local stand-in for CloudFront: serves the page, forwards /api/* to the REST API, sends the same headers."""

import gzip
import json
import sys
from functools import lru_cache
from hashlib import md5
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import urllib3

from local.page import Builder, caching
from local.parts import Parts
from local.places import HOST, StackError

FRONT = ("/", "/index.html")
COMPRESSED = range(1_000, 10_000_001)  # bytes; CloudFront leaves what is smaller or larger as it is
LARGEST_BODY = 10 * 1024 * 1024  # API Gateway's own limit
OF_ONE_HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length", "date", "server"}
CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
    ".mp3": "audio/mpeg",
}


class Served(NamedTuple):
    """A file as it travels: what S3 calls it, and how CloudFront packs it."""

    body: bytes
    packed: bytes | None
    etag: str


@lru_cache(maxsize=512)
def read(file: Path, changed_ns: int) -> Served:
    """A file as it was at its last change, packed when CloudFront would pack it."""
    body = file.read_bytes()
    packed = gzip.compress(body, mtime=0) if len(body) in COMPRESSED else None
    return Served(body, packed, f'"{md5(body, usedforsecurity=False).hexdigest()}"')


class WebHandler(BaseHTTPRequestHandler):
    """One request to the operator's page or, through it, to the API."""

    protocol_version = "HTTP/1.1"
    server_version = "callcard"
    sys_version = ""
    parts: Parts
    page = Builder()
    pool = urllib3.PoolManager(maxsize=20)

    def do_GET(self) -> None:
        """Answer with a file of the page, or forward."""
        path = unquote(urlsplit(self.path).path)
        if path.startswith("/api/"):
            self.forward()
        elif path == "/config.json":
            self.answer(HTTPStatus.OK, json.dumps(self.parts.web_config()).encode(), "application/json")
        else:
            self.serve(path)

    def do_POST(self) -> None:
        """Forward; the page itself takes no data."""
        if self.path.startswith("/api/"):
            self.forward()
        else:
            self.answer(HTTPStatus.METHOD_NOT_ALLOWED, b"", "text/plain")

    do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815 - the base class names it so
    do_HEAD = do_GET  # noqa: N815 - the base class names it so

    def serve(self, path: str) -> None:
        """Send a file of the page and nothing outside it; whoever reloads it gets it as web/ is now."""
        try:
            folder = self.page.current() if path in FRONT else self.page.folder()
        except StackError as exc:
            print(exc, flush=True)
            return self.answer(HTTPStatus.INTERNAL_SERVER_ERROR, f"{exc}\n".encode(), CONTENT_TYPES[".txt"])
        file = (folder / path.lstrip("/") / ("index.html" if path.endswith("/") else "")).resolve()
        if file.suffix in CONTENT_TYPES and file.is_relative_to(folder) and file.is_file():
            headers = {"Content-Type": CONTENT_TYPES[file.suffix], "Cache-Control": caching(path.lstrip("/"))}
            if file.with_name(f"{file.name}.map").exists():
                headers["SourceMap"] = f"{file.name}.map"  # a developer sees web/ as it is written
            return self.hand_over(read(file, file.stat().st_mtime_ns), headers)
        return self.answer(HTTPStatus.NOT_FOUND, b"Not found\n", "text/plain")

    def hand_over(self, file: Served, headers: dict[str, str]) -> None:
        """Send a file packed if the browser can unpack it, or say that the browser has it already."""
        headers |= {"Vary": "Accept-Encoding", "ETag": file.etag}
        body = file.body
        if file.packed is not None and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = file.packed
            headers |= {"Content-Encoding": "gzip", "ETag": f"W/{file.etag}"}  # CloudFront makes it a weak one too
        if self.headers.get("If-None-Match") == headers["ETag"]:
            self.send(HTTPStatus.NOT_MODIFIED, b"", headers)
        else:
            self.send(HTTPStatus.OK, body, headers)

    def forward(self) -> None:
        """Pass the request to the REST API and its answer back, uncached."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            self.answer(HTTPStatus.CONTENT_TOO_LARGE, b'{"message":"Request Too Long"}', "application/json")
            return
        try:
            answer = self.ask_api(self.rfile.read(length))
        except urllib3.exceptions.HTTPError:
            self.answer(HTTPStatus.BAD_GATEWAY, b'{"message":"The local engine does not answer"}', "application/json")
            return
        kept = {name: value for name, value in answer.headers.items() if name.lower() not in OF_ONE_HOP}
        self.send(answer.status, answer.data, kept)

    def ask_api(self, body: bytes) -> urllib3.BaseHTTPResponse:
        """The same request to the REST API's local address."""
        sent = {name: value for name, value in self.headers.items() if name.lower() not in OF_ONE_HOP}
        url = self.parts.api_url + self.path.removeprefix("/api")
        return self.pool.request(
            self.command,
            url,
            body=body or None,
            headers=sent,
            retries=False,
            redirect=False,
            decode_content=False,
            timeout=35,
        )

    def answer(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        """Send one of our own answers."""
        self.send(status, body, {"Content-Type": kind, "Cache-Control": "no-cache"})

    def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Write an answer with the security headers of the cloud."""
        self.send_response(status)
        for name, value in (headers | self.parts.headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Log the path without its query: it may hold a phone number."""
        print(self.command, urlsplit(self.path).path, *args[1:2], flush=True)


class Server(ThreadingHTTPServer):
    """Many browsers at once."""

    daemon_threads = True
    request_queue_size = 128


def main() -> None:
    """Serve until told to end: `python -m local.web HOME`."""
    WebHandler.parts = Parts.read(Path(sys.argv[1]))
    port = urlsplit(WebHandler.parts.web_url).port
    Server((HOST, port or 0), WebHandler).serve_forever()


if __name__ == "__main__":
    main()
