"""The stub: one asyncio process that speaks DynamoDB, Secrets Manager, SQS and @connections over TLS.

Run as `python -m local.bench.stub.server FOLDER CORE`; it writes FOLDER/ca.pem, then its port to standard output, and
ends when its standard input does. Every access key has an account of its own. `/_bench/…` steers it (`control.py`).
"""

import asyncio
import json
import ssl
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from local.bench.cores import pin
from local.bench.stub.account import Account, Fault, Request, asked, broken
from local.bench.stub.certificate import SERVER, write_certificates
from local.bench.stub.signatures import UnsignedError, signer
from local.bench.stub.wire import Asked, Connection, Reply

CONTROL = "/_bench/"
READS = 0.001  # seconds of its latency in which it only reads: AWS has a core for every request, this has one for all
SPIN = 0.0015  # seconds before an answer is due in which the stub looks at nothing but the clock: timers are coarse


class Stub:
    """All accounts, and how long AWS takes."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.latency: dict[str, float] = {}
        self.refused: list[str] = []
        self.connections = 0

    def opened(self) -> None:
        """Count a TLS connection."""
        self.connections += 1

    async def handle(self, came: Asked) -> Reply:
        """Answer one request, signature first, and not before AWS would."""
        if came.target.startswith(CONTROL):
            told = self._control(came.target.removeprefix(CONTROL), json.loads(came.body or b"{}"))
            return Reply(200, json.dumps(told).encode())
        service, operation = asked(came.target, came.headers)
        if self.latency.get(service):
            await asyncio.sleep(READS)  # what comes meanwhile has come now, not when this has been answered
        try:
            account = self._account(signer(came.headers, came.method, came.target, came.body, service))
        except UnsignedError as exc:
            self.refused.append(str(exc))
            return Reply(403, json.dumps({"__type": "InvalidSignatureException", "message": str(exc)}).encode())
        request = Request("PostToConnection" if service == "execute-api" else operation, came.arrived)
        account.requests.append(request)
        fault = account.fault(service)
        answer = fault and broken(fault, service)
        status, told = answer or account.answer(service, operation, came.body)
        late = fault.seconds if fault and fault.mode == "slow" else 0
        await _until(came.arrived + self.latency.get(service, 0) + late)
        request.answered = time.perf_counter()
        return Reply(status, told, closes=bool(fault and fault.mode == "idle_close"))

    def _account(self, key: str) -> Account:
        if key not in self.accounts:
            self.accounts[key] = Account()
        return self.accounts[key]

    def _control(self, verb: str, ask: dict[str, Any]) -> Any:
        verbs: dict[str, Callable[[], Any]] = {
            "reset": lambda: self.accounts.update({ask["account"]: Account()}),
            "latency": lambda: self.latency.update(ask),
            "fault": lambda: self._account(ask.pop("account")).faults.append(Fault(**ask)),
            "take": lambda: self._account(ask["account"]).take(),
            "meter": lambda: self._account(ask["account"]).count_units(),
            "units": lambda: self._account(ask["account"]).units(),
            "table": lambda: self._account(ask["account"]).tables.all(ask["table"]),
            "stats": lambda: {"refused": self.refused, "connections": self.connections},
        }
        return verbs[verb]()


async def _until(due: float) -> None:
    """Wait until the clock says so, to some microseconds."""
    if (left := due - time.perf_counter()) > SPIN:
        await asyncio.sleep(left - SPIN)
    while time.perf_counter() < due:
        await asyncio.sleep(0)


async def serve(folder: Path) -> None:
    """Serve until standard input ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / SERVER)
    stub, loop = Stub(), asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Connection(stub.handle, stub.opened), "127.0.0.1", 0, ssl=context, backlog=256
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


def main() -> None:
    """Serve from one core."""
    folder = Path(sys.argv[1])
    pin(int(sys.argv[2]))
    write_certificates(folder)
    asyncio.run(serve(folder))


if __name__ == "__main__":
    main()
