"""An operator's open tab, which keeps what it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from local.api import Login


@contextmanager
def watching(stack: dict[str, Any], login: Login) -> Iterator[list[Any]]:
    """Open a tab; the list fills with (tab, frame) while it is open, and ends with a sync's."""
    ticket = login.must("POST", "/tickets")["ticket"]
    frames: list[Any] = []
    with connect(f"{stack['ws_url']}?ticket={ticket}", open_timeout=30) as socket:
        listener = Thread(target=_listen, args=(socket, frames), daemon=True)
        listener.start()
        yield frames
        socket.send(json.dumps({"action": "sync"}))
        listener.join(timeout=3)


def _listen(socket: ClientConnection, frames: list[Any]) -> None:
    try:
        for text in socket:
            frames.append(("tab", json.loads(text)))
            if frames[-1][1]["type"] == "sync":
                return
    except ConnectionClosed:
        return
