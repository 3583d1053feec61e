"""What outlives the doors' sudden deaths: tables, spool, secret, the browsers' end of the sockets; one process."""

import contextlib
import json
import os
import selectors
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import md5
from multiprocessing.connection import Client, Connection, Listener
from typing import Any, Protocol

from local.storm.schema import table_keys
from local.storm.tables import RefusedError, Tables

TOKEN = "the-storms-own-token"
RECEIVED_AT_MOST = 20  # template.yaml: maxReceiveCount of the spool
WRITES = {"PutItem", "TransactWriteItems", "UpdateItem"}
DOWN = 0  # no status at all: the connection fails


@dataclass(slots=True)
class Message:
    """A message of the spool."""

    body: str
    visible_at: float = 0
    received: int = 0


@dataclass(slots=True)
class Store:
    """Everything an account keeps, and the two switches of the storm."""

    visibility: float
    tables: Tables = field(default_factory=lambda: Tables(table_keys()))
    queue: dict[str, Message] = field(default_factory=dict)
    dead: list[str] = field(default_factory=list)
    frames: list[Any] = field(default_factory=list)
    down_until: float = 0
    deadly: bool = False
    spooled: int = 0
    writes: int = 0

    def answer(self, target: str, body: bytes, pid: int) -> tuple[int, bytes]:
        """Answer one request: status and body, as AWS would."""
        service, _, operation = target.partition(".")
        if service == "DynamoDB_20120810":
            return self._dynamodb(operation, json.loads(body), pid)
        ask = json.loads(body)
        if service == "Frames":
            self.frames.append((operation, ask))
            return 200, b"{}"
        if service == "secretsmanager":
            return 200, json.dumps({"SecretString": json.dumps({"token": TOKEN})}).encode()
        if target == "AmazonSQS.SendMessage":
            return 200, json.dumps(self._send(ask["MessageBody"])).encode()
        return 200, json.dumps(self._control(operation, ask)).encode()

    def _dynamodb(self, operation: str, ask: dict[str, Any], pid: int) -> tuple[int, bytes]:
        if time.monotonic() < self.down_until:
            return DOWN, b""
        try:
            answer = self.tables.answer(operation, ask)
        except RefusedError as refused:
            return 400, json.dumps(refused.body).encode()
        if operation in WRITES:
            self._written(pid)
        return 200, json.dumps(answer).encode()

    def _written(self, pid: int) -> None:
        self.writes += 1
        if self.deadly:  # the writer dies between its write and the answer to it
            self.deadly = False
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _send(self, body: str) -> dict[str, str]:
        self.spooled += 1
        name = str(self.spooled)
        self.queue[name] = Message(body)
        return {"MessageId": name, "MD5OfMessageBody": md5(body.encode()).hexdigest()}

    def _control(self, operation: str, ask: Any) -> Any:
        controls: dict[str, Callable[[Any], Any]] = {
            "Receive": self._receive,
            "Delete": lambda names: [self.queue.pop(name, None) and name for name in names],
            "Release": self._release,
            "Outage": self._outage,
            "KillNextWriter": self._order_a_death,
            "Table": self.tables.all,
            "Frames": lambda _: self.frames,
            "Stats": self._stats,
        }
        return controls[operation](ask)

    def _outage(self, seconds: float) -> None:
        self.down_until = time.monotonic() + seconds

    def _order_a_death(self, _: None) -> None:
        self.deadly = True

    def _release(self, ask: tuple[list[str], float]) -> None:
        for name in ask[0]:
            if name in self.queue:
                self.queue[name].visible_at = time.monotonic() + ask[1]

    def _stats(self, _: None) -> dict[str, int]:
        return {"spool": len(self.queue), "dead": len(self.dead), "spooled": self.spooled, "writes": self.writes}

    def _receive(self, at_most: int) -> list[tuple[str, str]]:
        now, found = time.monotonic(), []
        for name, message in list(self.queue.items()):
            if message.visible_at > now:
                continue
            if message.received >= RECEIVED_AT_MOST:
                self.dead.append(self.queue.pop(name).body)
                continue
            message.received, message.visible_at = message.received + 1, now + self.visibility
            found.append((name, message.body))
            if len(found) == at_most:
                break
        return found


class Link:
    """One process's connection to the store."""

    def __init__(self, path: str) -> None:
        self._connection = Client(path, "AF_UNIX")

    def ask(self, target: str, body: bytes) -> tuple[int, bytes]:
        """Ask once and wait for the answer."""
        self._connection.send((target, body, os.getpid()))
        status, answer = self._connection.recv()
        return int(status), bytes(answer)

    def control(self, operation: str, ask: Any = None) -> Any:
        """Ask for something AWS has no name for."""
        return json.loads(self.ask(f"Storm.{operation}", json.dumps(ask).encode())[1])


class Answering(Protocol):
    """A store, whatever it keeps."""

    def answer(self, target: str, body: bytes, pid: int) -> tuple[int, bytes]: ...


def serve(path: str, store: Answering, ready: Callable[[], None]) -> None:
    """Answer every process, one request after another, until the process that started this is gone."""
    selector, parent = selectors.DefaultSelector(), os.getppid()
    with Listener(path, "AF_UNIX", backlog=512) as listener:
        selector.register(listener._listener._socket, selectors.EVENT_READ)  # type: ignore[attr-defined]  # not public
        ready()
        while os.getppid() == parent:
            for key, _ in selector.select(timeout=1):
                if isinstance(key.fileobj, Connection):
                    _answer(store, selector, key.fileobj)
                else:
                    selector.register(listener.accept(), selectors.EVENT_READ)


def _answer(store: Answering, selector: selectors.BaseSelector, connection: Any) -> None:
    try:
        connection.send(store.answer(*connection.recv()))
    except (EOFError, OSError):
        selector.unregister(connection)
        connection.close()
