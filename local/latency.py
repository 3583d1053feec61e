"""`make latency`: how long from the PBX's POST to the frame at the browser's socket, on the warm stack."""

import asyncio
import json
import statistics
import time

import requests
import websockets

from local.api import log_in
from local.parts import Parts
from local.places import Place

CALLS = 50
WARM_UP = 3


def measure(place: Place) -> None:
    """Fifty calls to extension 100, one after another: median and 95th percentile."""
    stack = place.read_stack() | {"crm_token": Parts.read(place.home).crm_token()}
    operator = stack["operators"][0]
    login = log_in(
        stack["cognito_url"], stack["user_pool_client_id"], stack["api_url"],
        operator["login"], operator["password"],
    )  # fmt: skip
    ticket = login.must("POST", "/tickets")["ticket"]
    times = asyncio.run(time_calls(f"{stack['ws_url']}?ticket={ticket}", stack, operator["extension"]))
    report("POST → frame", [each[0] for each in times])
    report("POST → answer", [each[1] for each in times])


async def time_calls(socket_url: str, stack: dict[str, str], extension: str) -> list[tuple[float, float]]:
    """Post the calls and catch their frames; (frame, answer) seconds of each but the first few."""
    with requests.Session() as session:
        async with websockets.connect(socket_url) as socket:
            times = [await time_call(socket, session, stack, extension, number) for number in range(CALLS + WARM_UP)]
    return times[WARM_UP:]


async def time_call(
    socket: websockets.ClientConnection,
    session: requests.Session,
    stack: dict[str, str],
    extension: str,
    number: int,
) -> tuple[float, float]:
    """One INCOMING event: when its frame came and when the PBX had its answer."""
    callid = f"latency-{time.time_ns()}"
    message = {"cmd": "event", "type": "INCOMING", "direction": "in", "user": extension, "ext": extension}
    message |= {"phone": "89991234567", "diversion": "3333333", "callid": callid}
    message |= {"crm_token": stack["crm_token"]}
    started = time.perf_counter()
    posting = asyncio.create_task(asyncio.to_thread(session.post, f"{stack['api_url']}/pbx", json=message, timeout=30))
    while True:
        frame = json.loads(await asyncio.wait_for(socket.recv(), 30))
        if frame["type"] == "call" and frame["call"]["call_id"].startswith(callid):
            break
    framed = time.perf_counter() - started
    (await posting).raise_for_status()
    return framed, time.perf_counter() - started


def report(what: str, seconds: list[float]) -> None:
    """One line: median and 95th percentile in milliseconds."""
    median, p95 = statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20)[-1] * 1000
    print(f"  {what:<14} {len(seconds)} calls  median {median:.0f} ms  p95 {p95:.0f} ms")
