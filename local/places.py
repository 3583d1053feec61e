"""Where a local stack lives: its folder, its ports and the addresses that follow from them."""

import json
import os
import socket
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
REGION = "eu-central-1"
STACK_NAME = "callcard"
HOST = "127.0.0.1"


class StackError(Exception):
    """Something that a person has to hear in one sentence."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The three ports of a stack; each has an environment variable of its own."""

    engine: int = 4566
    web: int = 8080
    stand: int = 8090

    @classmethod
    def from_environment(cls) -> Self:
        """Read ENGINE_PORT, WEB_PORT and STAND_PORT."""
        named = {field.name: os.environ.get(f"{field.name.upper()}_PORT", "") for field in fields(cls)}
        wrong = [name for name, port in named.items() if port and not port.isdecimal()]
        if wrong:
            raise StackError(f"{wrong[0].upper()}_PORT has to be a number.")
        return cls(**{name: int(port) for name, port in named.items() if port})

    @classmethod
    def free(cls) -> Self:
        """Three ports nobody uses, for a stack beside a running one."""
        sockets = [socket.create_server((HOST, 0)) for _ in fields(cls)]
        ports = [each.getsockname()[1] for each in sockets]
        for each in sockets:
            each.close()
        return cls(*ports)


@dataclass(frozen=True, slots=True)
class Place:
    """One stack's folder and ports."""

    home: Path
    ports: Ports

    @classmethod
    def default(cls) -> Self:
        """The developer's own stack, unless CALLCARD_HOME names another folder."""
        return cls(Path(os.environ.get("CALLCARD_HOME", ROOT / ".local")).resolve(), Ports.from_environment())

    @property
    def engine_url(self) -> str:
        """Where the local AWS engine answers."""
        return f"http://{HOST}:{self.ports.engine}"

    @property
    def web_url(self) -> str:
        """Where the operator's page is."""
        return f"http://{HOST}:{self.ports.web}"

    @property
    def stand_url(self) -> str:
        """Where the PBX stand is."""
        return f"http://{HOST}:{self.ports.stand}"

    @property
    def stack_file(self) -> Path:
        """What other programs read about the running stack."""
        return self.home / "stack.json"

    def folder(self, name: str) -> Path:
        """A folder of this stack, made if missing."""
        folder = self.home / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def read_stack(self) -> dict[str, Any]:
        """The running stack's addresses and logins."""
        if not self.stack_file.exists():
            raise StackError("No local stack is running here; start one with `make up`.")
        stack: dict[str, Any] = json.loads(self.stack_file.read_text(encoding="utf-8"))
        return stack


def require_free(port: int, variable: str) -> None:
    """Refuse, in one sentence, to start on a port that somebody uses."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as exc:
            raise StackError(
                f"Port {port} is in use; free it, or choose another with {variable}, "
                f"for example `make up {variable}={port + 100}`."
            ) from exc
