"""An open tab, as far as probes look at it."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection


@dataclass(slots=True)
class Screen:
    """What one tab is told."""

    socket: ClientConnection
    patience: float  # seconds to wait for a frame

    def say(self, action: str, **more: object) -> None:
        """Say something to the server."""
        self.socket.send(json.dumps({"action": action} | more))

    def heard(self, action: str, kind: str) -> dict[str, Any] | None:
        """Say something and wait for the answer."""
        self.say(action)
        return self.frame(lambda frame: frame["type"] == kind)

    def call(self, callid: str, *, relinked: bool = False) -> dict[str, Any] | None:
        """Wait for a frame about a call."""

        def wanted(frame: dict[str, Any]) -> bool:
            if frame["type"] != "call" or frame["call"]["relinked"] is not relinked:
                return False
            return str(frame["call"]["call_id"]).startswith(f"{callid}#")

        found = self.frame(wanted)
        return found and found["call"]

    def frame(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        """Wait for a frame; None when it does not come."""
        deadline = time.monotonic() + self.patience
        while (left := deadline - time.monotonic()) > 0:
            try:
                frame: dict[str, Any] = json.loads(self.socket.recv(timeout=left))
            except TimeoutError:
                return None
            if wanted(frame):
                return frame
        return None

    def closes(self) -> bool:
        """Wait until the server closes it."""
        try:
            self.frame(lambda _: False)
        except ConnectionClosed:
            return True
        return False
