"""The bench's hold on the stub: starts it, steers it, asks what it saw."""

import http.client
import json
import ssl
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from local.bench.stub.certificate import CA
from local.bench.stub.signatures import TOKEN, secret_of
from local.places import REGION, ROOT


class StubProcess:
    """The stub, running on a core of its own; a context manager that ends it."""

    def __init__(self, folder: Path, core: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        command = [sys.executable, "-m", "local.bench.stub.server", str(folder), str(core)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline() or 0)
        if not self.port:
            raise RuntimeError("the stub did not start")
        context = ssl.create_default_context(cafile=folder / CA)
        self._connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        with self._process:  # closes its input, at which it ends
            pass

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"https://127.0.0.1:{self.port}"

    def environment(self, account: str) -> dict[str, str]:
        """Give what a contender needs to find it, as `local/bench/__init__.py` lists it."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CA_BUNDLE": str(self._folder / CA),
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": secret_of(account),
            "AWS_SESSION_TOKEN": TOKEN,
            "SOCKETS_ENDPOINT": f"{self.url}/live",
            "SPOOL_URL": f"{self.url}/123456789012/spool",
        }

    def ask(self, verb: str, **more: Any) -> Any:
        """Steer it: reset, latency, fault, take, table, stats."""
        self._connection.request("POST", f"/_bench/{verb}", json.dumps(more))
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != http.client.OK:
            raise RuntimeError(body.decode())
        return json.loads(body)
