"""Who takes part in an end-to-end test: operators at their sockets, an administrator, the PBX stand."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import requests
from websockets.sync.client import ClientConnection, connect

from local import demo
from local.api import Login, log_in

SECONDS = 15
SCENARIO_CALL_ID = "call_id=32323"


@dataclass(slots=True)
class Screen:
    """What one operator's browser is told."""

    socket: ClientConnection

    def next(self, call: str) -> dict[str, Any]:
        """The next frame about a call."""
        while True:
            frame = self.read()
            if frame["type"] == "call" and frame["call"]["call_id"].startswith(f"{call}#"):
                told: dict[str, Any] = frame["call"]
                return told

    def read(self) -> dict[str, Any]:
        """The next frame, whatever it is."""
        frame: dict[str, Any] = json.loads(self.socket.recv(timeout=SECONDS))
        return frame

    def settle(self) -> None:
        """Hear all that earlier tests left on its way to a tab that has just been opened."""
        self.socket.send(json.dumps({"action": "ping"}))
        while self.read()["type"] != "pong":
            pass

    def say(self, action: str, **more: str) -> dict[str, Any]:
        """Ask something of the server; its answer, which has to be the next frame but for news of clients who wait."""
        self.socket.send(json.dumps({"action": action} | more))
        while (frame := self.read())["type"] in ("callback", "callbacks"):
            pass
        return frame


@dataclass
class World:
    """The stack as people and the PBX use it."""

    stack: dict[str, Any]
    calls: int = field(default=0)

    @cached_property
    def admin(self) -> Login:
        """The administrator's session."""
        return self.log_in(self.stack["admin"])

    @cached_property
    def olga(self) -> Login:
        """The session of the operator at extension 100."""
        return self.log_in(self.stack["operators"][0])

    @cached_property
    def denis(self) -> Login:
        """The session of the operator at extension 101."""
        return self.log_in(self.stack["operators"][1])

    @property
    def crm_token(self) -> str:
        """The PBX's token as it is now; a test may have rotated it."""
        token: str = self.admin.must("GET", "/tokens/crm")["token"]
        return token

    def log_in(self, person: dict[str, str]) -> Login:
        """Log in as the page does."""
        stack = self.stack
        return log_in(
            stack["cognito_url"],
            stack["user_pool_client_id"],
            stack["api_url"],
            person["login"],
            person["password"],
        )

    def reset(self) -> Self:
        """The demo's settings and an obedient stand; waits only when something changes."""
        self.switch(makecall="ok", follow=False)
        self.settings()
        return self

    def settings(self, **changes: object) -> None:
        """Put the demo's settings with changes in force."""
        wanted = demo.SETTINGS | changes
        if self.admin.must("GET", "/settings") != wanted:
            self.admin.must("PUT", "/settings", wanted)
            time.sleep(self.stack["settings_ttl"] + 0.2)

    @contextmanager
    def screen(self, login: Login) -> Iterator[Screen]:
        """An operator's open tab."""
        ticket = login.must("POST", "/tickets")["ticket"]
        with connect(f"{self.stack['ws_url']}?ticket={ticket}", open_timeout=SECONDS) as socket:
            screen = Screen(socket)
            screen.settle()  # and $connect has been written down
            yield screen

    def new_call(self) -> str:
        """A call_id that no test has used."""
        self.calls += 1
        return f"{time.time_ns()}-{self.calls}"

    def play(self, query: str, call_id: str = "") -> dict[str, Any]:
        """Let the stand say something; the callid it used and what the CRM answered."""
        query = query.replace(SCENARIO_CALL_ID, f"call_id={call_id}") if call_id else query
        answer: dict[str, Any] = requests.get(f"{self.stack['stand_url']}/demo/?{query}", timeout=60).json()
        assert answer["status"] == 200, answer
        return answer

    def switch(self, **switch: object) -> None:
        """Turn the stand's switch."""
        requests.put(f"{self.stack['stand_url']}/switch", json=switch, timeout=10).raise_for_status()

    def makecalls(self) -> list[dict[str, Any]]:
        """The calls the stand was asked for."""
        found: list[dict[str, Any]] = requests.get(f"{self.stack['stand_url']}/log", timeout=10).json()["makecalls"]
        return found

    def post(self, body: object, path: str = "/pbx") -> requests.Response:
        """What a PBX posts, well or badly."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return requests.post(self.stack["api_url"] + path, data=content, timeout=60)
