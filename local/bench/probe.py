"""A socket and nothing else: how long the cheapest client would wait for one request, here and now.

What a wall time says is what it adds to this; the machine's own noise is in both.
"""

import socket
import ssl
import time
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.bench.cores import OURS, THEIRS, pin
from local.bench.stub.control import StubProcess
from local.places import REGION

ACCOUNT = "AKIABENCHPROBE"
BODY = b'{"TableName": "StateTable", "Key": {"pk": {"S": "settings"}}}'


def probe(stub: StubProcess, count: int) -> list[float]:
    """Send one signed request again and again from the contenders' core; the seconds each took."""
    written = _request(stub.environment(ACCOUNT))
    pin(THEIRS)
    try:
        with _connected(stub.environment(ACCOUNT)) as line:
            return [_took(line, written) for _ in range(count)]
    finally:
        pin(OURS)


def _request(given: dict[str, str]) -> bytes:
    url = given["AWS_ENDPOINT_URL"]
    request = AWSRequest("POST", f"{url}/", {"X-Amz-Target": "DynamoDB_20120810.GetItem"}, BODY)
    credentials = Credentials(ACCOUNT, given["AWS_SECRET_ACCESS_KEY"], given["AWS_SESSION_TOKEN"])
    SigV4Auth(credentials, "dynamodb", REGION).add_auth(request)
    headers = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    head = f"POST / HTTP/1.1\r\nhost: {urlsplit(url).netloc}\r\n{headers}content-length: {len(BODY)}\r\n\r\n"
    return head.encode() + BODY


def _connected(given: dict[str, str]) -> ssl.SSLSocket:
    where = urlsplit(given["AWS_ENDPOINT_URL"])
    context = ssl.create_default_context(cafile=given["AWS_CA_BUNDLE"])
    line = socket.create_connection((where.hostname or "", where.port or 0))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return context.wrap_socket(line, server_hostname=where.hostname)


def _took(line: ssl.SSLSocket, written: bytes) -> float:
    began = time.perf_counter()
    line.sendall(written)
    if not line.recv(1 << 16).startswith(b"HTTP/1.1 200"):
        raise RuntimeError("the stub did not answer the probe")
    return time.perf_counter() - began
