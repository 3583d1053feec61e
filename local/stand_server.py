"""The PBX stand: posts the specification's messages to the CRM, serves makecall with a switch for its failures."""

import json
import sys
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

import urllib3

from local.page import WEB
from local.parts import Parts
from local.places import HOST
from local.stand import QueryError, message_for
from local.web import CONTENT_TYPES, Server

MAKECALL = "/httpapiinteg/crmapi/v1/makecall"
HOLD_SECONDS = 30
FOLLOW_SECONDS = (1.0, 3.0, 5.0)
type Answer = Literal["ok", "400", "500", "garbage", "nothing"]
ANSWERS: tuple[str, ...] = get_args(Answer.__value__)
PHONE = Path(__file__).parent / "phone"  # a page with a receiver, for people who try callcard out
PAGES = {f"/{name}": PHONE / name for name in ("index.html", "phone.js", "phone.css")} | {
    "/tokens.css": WEB / "styles" / "tokens.css"
}
ERRORS = {"400": "Неверно указан номер телефона", "500": "Внутренняя ошибка сервера"}


@dataclass(slots=True)
class Stand:
    """The stand's switch and memory."""

    parts: Parts
    makecall: str = "ok"
    follow: bool = False
    log: list[dict[str, Any]] = field(default_factory=list)
    pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(maxsize=20))

    def play(self, query: str) -> dict[str, Any]:
        """Post a query's message to the CRM; what was sent (without the token) and what came back."""
        message = message_for(query, self.parts.crm_token())
        answer = self.pool.request(
            "POST",
            f"{self.parts.api_url}/pbx",
            body=json.dumps(message, ensure_ascii=False).encode(),
            headers={"Content-Type": "application/json"},
            retries=False,
            timeout=30,
        )
        body = answer.data.decode(errors="replace")
        return {"sent": message | {"crm_token": "…"}, "status": answer.status, "body": body}

    def turn(self, switch: dict[str, Any]) -> None:
        """Set how makecall answers and whether a call follows."""
        makecall, follow = switch.get("makecall", self.makecall), switch.get("follow", self.follow)
        if makecall not in ANSWERS or not isinstance(follow, bool):
            raise QueryError(f"makecall is one of {', '.join(ANSWERS)}; follow is true or false")
        self.makecall, self.follow = makecall, follow

    def call_back(self, user: str, phone: str) -> None:
        """Play the call that an accepted makecall starts."""
        call = f"src_type=2&call_id=makecall-{time.time_ns()}&src_num={user}&dst_num={phone}"
        started = int(time.time())
        for event, pause in zip(("event=1", "event=3", "event=2"), FOLLOW_SECONDS, strict=True):
            time.sleep(pause)
            times = f"&call_start_timestamp={started}&timestamp={int(time.time())}&status=ANSWER"
            self.play(f"{event}&{call}{times}")


class StandHandler(BaseHTTPRequestHandler):
    """One request to the stand."""

    protocol_version = "HTTP/1.1"
    server_version = "stand"
    sys_version = ""
    stand: Stand

    def do_GET(self) -> None:
        """`/log`, `/switch`, a telephone for browsers, or `/<account>/?…`: make the PBX say something."""
        url = urlsplit(self.path)
        page = "/index.html" if url.path == "/" and "text/html" in self.headers.get("Accept", "") else url.path
        if page in PAGES and not url.query:
            self.show(PAGES[page])
        elif url.path == "/log":
            self.answer(HTTPStatus.OK, {"makecalls": self.stand.log})
        elif url.path == "/switch" or not url.query:
            self.answer(HTTPStatus.OK, {"makecall": self.stand.makecall, "follow": self.stand.follow})
        else:
            self.play(url.query)

    def show(self, file: Path) -> None:
        """Send a file of the telephone."""
        self.send(HTTPStatus.OK, file.read_bytes(), CONTENT_TYPES[file.suffix])

    def play(self, query: str) -> None:
        """Answer with what was posted to the CRM and what it said."""
        try:
            self.answer(HTTPStatus.OK, self.stand.play(query))
        except QueryError as exc:
            self.answer(HTTPStatus.BAD_REQUEST, {"error": str(exc)})
        except urllib3.exceptions.HTTPError:
            self.answer(HTTPStatus.BAD_GATEWAY, {"error": "the CRM does not answer"})

    def do_POST(self) -> None:
        """makecall, or the switch."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            request = json.loads(body or b"{}")
        except ValueError:
            request = None
        if not isinstance(request, dict):
            self.answer(HTTPStatus.BAD_REQUEST, {"error": "Тело запроса должно быть объектом JSON"})
        elif self.path == MAKECALL:
            self.make_call(request)
        elif self.path == "/switch":
            self.turn_switch(request)
        else:
            self.answer(HTTPStatus.NOT_FOUND, {"error": "Not found"})

    do_PUT = do_POST  # noqa: N815 - the base class names it so

    def do_DELETE(self) -> None:
        """Forget the makecalls."""
        self.stand.log.clear()
        self.answer(HTTPStatus.OK, {"makecalls": []})

    def turn_switch(self, switch: dict[str, Any]) -> None:
        """Answer with the switch as it is now."""
        try:
            self.stand.turn(switch)
        except QueryError as exc:
            self.answer(HTTPStatus.BAD_REQUEST, {"error": str(exc)})
            return
        self.answer(HTTPStatus.OK, {"makecall": self.stand.makecall, "follow": self.stand.follow})

    def make_call(self, request: dict[str, Any]) -> None:
        """Take a makecall as the switch says."""
        if self.headers.get("X-API-KEY") != self.stand.parts.pbx_token:
            self.answer(HTTPStatus.UNAUTHORIZED, {"error": "Неверный X-API-KEY"})
            return
        user, phone, mode = str(request.get("user", "")), str(request.get("phone", "")), self.stand.makecall
        self.stand.log.append({"user": user, "phone": phone, "at": time.time(), "answered": mode})
        if mode == "ok":
            self.accept(user, phone)
        elif mode in ERRORS:
            self.answer(HTTPStatus(int(mode)), {"error": ERRORS[mode]})
        else:
            self.misbehave(mode)

    def accept(self, user: str, phone: str) -> None:
        """Say yes, and play the call if the switch says so."""
        self.answer(HTTPStatus.OK, {"result": "ok"})
        if self.stand.follow:
            threading.Thread(target=self.stand.call_back, args=(user, phone), daemon=True).start()

    def misbehave(self, mode: str) -> None:
        """Answer with bytes that are no HTTP, or not at all."""
        self.close_connection = True
        if mode == "garbage":
            self.wfile.write(b"\x00\xff\xfe this is no HTTP at all\r\n\r\n")
            return
        self.connection.settimeout(HOLD_SECONDS)
        try:
            self.connection.recv(1)  # returns when the caller has given up
        except OSError:
            return

    def answer(self, status: HTTPStatus, body: dict[str, Any]) -> None:
        """Send JSON."""
        self.send(status, json.dumps(body, ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        """Send bytes of some kind."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Log the path without its query: it holds phone numbers."""
        print(self.command, urlsplit(self.path).path, *args[1:2], flush=True)


def main() -> None:
    """Serve until told to end: `python -m local.stand_server HOME`."""
    StandHandler.stand = Stand(Parts.read(Path(sys.argv[1])))
    port = urlsplit(StandHandler.stand.parts.stand_url).port
    Server((HOST, port or 0), StandHandler).serve_forever()


if __name__ == "__main__":
    main()
