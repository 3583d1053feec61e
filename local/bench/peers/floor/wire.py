"""AWS without an SDK: sign (SigV4), send over a kept connection, read."""

import http.client
import json
import os
import ssl
import time
from functools import cache
from hashlib import sha256
from hmac import digest
from typing import Any
from urllib.parse import quote, urlsplit

KEY, SECRET = os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
TOKEN, REGION = os.environ["AWS_SESSION_TOKEN"], os.environ["AWS_REGION"]
AWS, SOCKETS = urlsplit(os.environ["AWS_ENDPOINT_URL"]), urlsplit(os.environ["SOCKETS_ENDPOINT"])
TLS = ssl.create_default_context(cafile=os.environ["AWS_CA_BUNDLE"])


class RefusedError(Exception):
    """An error that AWS answered with; its text is the code."""


@cache
def connection(service: str) -> http.client.HTTPSConnection:
    """Keep one connection for each service, as each has a host of its own in AWS."""
    where = SOCKETS if service == "execute-api" else AWS
    return http.client.HTTPSConnection(where.hostname or "", where.port, timeout=1.5, context=TLS)


@cache
def signing_key(day: str, service: str) -> bytes:
    """Derive the day's key."""
    key = b"AWS4" + SECRET.encode()
    for part in (day, REGION, service, "aws4_request"):
        key = digest(key, part.encode(), "sha256")
    return key


def signed(service: str, host: str, path: str, body: bytes, target: str) -> dict[str, str]:
    """Give a POST's headers."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    headers = {"host": host, "x-amz-date": stamp, "x-amz-security-token": TOKEN}
    if target:
        headers["x-amz-target"] = target
    names, lines = ";".join(headers), "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"POST\n{quote(path, safe='/~')}\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
    scope = f"{stamp[:8]}/{REGION}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    signature = digest(signing_key(stamp[:8], service), text.encode(), "sha256").hex()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={KEY}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return headers


def send(service: str, path: str, body: bytes, target: str = "") -> bytes:
    """Send a POST, once more if the kept connection had been closed; raises RefusedError."""
    line = connection(service)
    host = (SOCKETS if service == "execute-api" else AWS).netloc
    headers = signed(service, host, path, body, target) | {"content-type": "application/x-amz-json-1.0"}
    try:
        line.request("POST", path, body, headers)
        answer = line.getresponse()
    except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
        line.close()
        line.request("POST", path, body, headers)
        answer = line.getresponse()
    told = answer.read()
    if answer.status != http.client.OK:
        raise RefusedError(json.loads(told)["__type"].rpartition("#")[2])
    return told


def dynamodb(operation: str, **ask: Any) -> Any:
    """Ask DynamoDB."""
    return json.loads(send("dynamodb", "/", json.dumps(ask).encode(), f"DynamoDB_20120810.{operation}"))


def secret(name: str) -> Any:
    """Read a secret of JSON."""
    ask = json.dumps({"SecretId": name}).encode()
    return json.loads(json.loads(send("secretsmanager", "/", ask, "secretsmanager.GetSecretValue"))["SecretString"])


def post(connection_id: str, body: bytes) -> None:
    """Send a frame to a tab."""
    send("execute-api", f"{SOCKETS.path}/@connections/{quote(connection_id, safe='')}", body)
