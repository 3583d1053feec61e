"""`make latency`: how long until the browser's socket hears of a call, and of its new contact, on the warm stack."""

import asyncio
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import requests
import websockets

from local.api import Login, log_in
from local.parts import Parts
from local.places import Place

CALLS = 50
CONTACTS = 25
WARM_UP = 3
KNOWN = "89991234567"  # the demo's contact


@dataclass(frozen=True, slots=True)
class Bench:
    """One operator at the socket, and the PBX."""

    socket: websockets.ClientConnection
    session: requests.Session
    stack: dict[str, Any]
    operator: Login

    async def heard(self, callid: str, work: Callable[[], Any], **wanted: Any) -> tuple[float, float, Any]:
        """Do something the socket will hear of: seconds until the frame and until the answer, and the answer."""
        started = time.perf_counter()
        working = asyncio.create_task(asyncio.to_thread(work))
        while not _tells(json.loads(await asyncio.wait_for(self.socket.recv(), 30)), callid, wanted):
            pass
        framed = time.perf_counter() - started
        answer = await working
        return framed, time.perf_counter() - started, answer

    def tell(self, callid: str, phone: str, **message: Any) -> None:
        """Post what the PBX says of a call at the operator's extension."""
        extension = self.stack["operators"][0]["extension"]
        known = {"user": extension, "ext": extension, "phone": phone, "diversion": "3333333", "callid": callid}
        body = known | message | {"crm_token": self.stack["crm_token"]}
        self.session.post(f"{self.stack['api_url']}/pbx", json=body, timeout=30).raise_for_status()

    def ring(self, callid: str, phone: str) -> None:
        """Let a call come in."""
        self.tell(callid, phone, cmd="event", type="INCOMING", direction="in")


def measure(place: Place) -> None:
    """Calls to extension 100, then contacts made for calls that ring there, one after another."""
    stack = place.read_stack() | {"crm_token": Parts.read(place.home).crm_token()}
    operator = stack["operators"][0]
    login = log_in(
        stack["cognito_url"], stack["user_pool_client_id"], stack["api_url"],
        operator["login"], operator["password"],
    )  # fmt: skip
    ticket = login.must("POST", "/tickets")["ticket"]
    asyncio.run(time_all(f"{stack['ws_url']}?ticket={ticket}", stack, login))


async def time_all(socket_url: str, stack: dict[str, Any], login: Login) -> None:
    """Measure and report; the first few of each kind warm the stack up."""
    with requests.Session() as session:
        async with websockets.connect(socket_url) as socket:
            bench = Bench(socket, session, stack, login)
            calls = [await time_call(bench) for _ in range(CALLS + WARM_UP)][WARM_UP:]
            contacts = [await time_contact(bench) for _ in range(CONTACTS + WARM_UP)][WARM_UP:]
    report("call → frame", [framed for framed, _ in calls])
    report("call → answer", [answered for _, answered in calls])
    report("POST /contacts → frame", [framed for framed, _ in contacts])
    report("POST /contacts → answer", [answered for _, answered in contacts])


async def time_call(bench: Bench) -> tuple[float, float]:
    """One INCOMING event: when its frame came and when the PBX had its answer."""
    callid = f"latency-{time.time_ns()}"
    framed, answered, _ = await bench.heard(callid, partial(bench.ring, callid, KNOWN))
    return framed, answered


async def time_contact(bench: Bench) -> tuple[float, float]:
    """One contact made for a stranger who rings: when the card's frame came and when the page had its answer."""
    callid, phone = f"latency-{time.time_ns()}", f"8905{time.time_ns() // 1_000_000 % 10_000_000:07}"
    await bench.heard(callid, partial(bench.ring, callid, phone))
    body = {"kind": "person", "name": "Замер", "phones": [phone]}
    framed, answered, made = await bench.heard(
        callid, partial(bench.operator.must, "POST", "/contacts", body), relinked=True
    )
    end: dict[str, Any] = {"cmd": "history", "type": "in", "status": "missed", "duration": "1", "start": "", "end": ""}
    await bench.heard(callid, partial(bench.tell, callid, phone, **end), state="ended")
    bench.operator.must("DELETE", f"/contacts/{made['contact_id']}")
    return framed, answered


def _tells(frame: dict[str, Any], callid: str, wanted: dict[str, Any]) -> bool:
    call = frame.get("call", {})
    return str(call.get("call_id", "")).startswith(f"{callid}#") and wanted.items() <= call.items()


def report(what: str, seconds: list[float]) -> None:
    """One line: median and 95th percentile in milliseconds."""
    median, p95 = statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000
    print(f"  {what:<24} {len(seconds)} times  median {median:.0f} ms  p95 {p95:.0f} ms")
