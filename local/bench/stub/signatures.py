"""Is a request signed as AWS wants it (SigV4)? botocore's own signer computes the signature again."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from hmac import compare_digest

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.places import REGION

SCHEME = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([\w-]+)/([\w-]+)/aws4_request, *"
    r"SignedHeaders=([\w;-]+), *Signature=(\w{64})"
)
SKEW = timedelta(minutes=5)  # AWS refuses what is older
TOKEN = "session-token-of-the-bench"  # a role's credentials always come with one


class UnsignedError(Exception):
    """A request that AWS would refuse; the text says why."""


def secret_of(key: str) -> str:
    """Give an access key's secret."""
    return f"secret-of-{key}"


def signer(headers: dict[str, str], method: str, target: str, body: bytes, service: str) -> str:
    """Name the access key a request is signed with; raises UnsignedError. Headers are in lower case."""
    found = SCHEME.fullmatch(headers.get("authorization", ""))
    if found is None:
        raise UnsignedError("no signature")
    key, day, region, for_service, signed, signature = found.groups()
    stamp = headers.get("x-amz-date", "")
    if not stamp.startswith(day) or abs(_moment(stamp) - datetime.now(UTC)) > SKEW:
        raise UnsignedError(f"signed at {stamp}")
    if (region, for_service) != (REGION, service):
        raise UnsignedError(f"signed for {for_service} in {region}")
    names = signed.split(";")
    _check_headers(headers, names, body)
    request = AWSRequest(method, f"https://{headers['host']}{target}", {name: headers[name] for name in names}, body)
    request.context["timestamp"] = stamp
    if not compare_digest(_signature(request, key, service), signature):
        raise UnsignedError("another signature")
    return key


def _check_headers(headers: dict[str, str], names: list[str], body: bytes) -> None:
    if missing := {"host", "x-amz-date", "x-amz-security-token"} - set(names):
        raise UnsignedError(f"not signed: {missing}")
    if headers["x-amz-security-token"] != TOKEN:
        raise UnsignedError("another session")
    told = headers.get("x-amz-content-sha256")
    if told is not None and told != sha256(body).hexdigest():
        raise UnsignedError("another body")


def _signature(request: AWSRequest, key: str, service: str) -> str:
    auth = SigV4Auth(Credentials(key, secret_of(key), TOKEN), service, REGION)
    return str(auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request))


def _moment(stamp: str) -> datetime:
    try:
        return datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as exc:
        raise UnsignedError("no date") from exc
