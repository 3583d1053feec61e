"""AWS Signature Version 4: tests hold every signature against botocore's."""

import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Account:
    """As whom and where we ask; `roots` is a file of root certificates, if not the system's.

    `others`: an issuer that the file does not know is looked for among the system's.
    """

    key: str
    secret: str
    token: str | None
    region: str
    roots: str | None = None
    others: bool = False


def signed(account: Account, service: str, method: str, path: str, headers: Mapping[str, str], body: bytes) -> str:
    """Write a request's head, signed; header names are in lower case, the path is percent-encoded."""
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    told = {**headers, "x-amz-date": stamp} | ({"x-amz-security-token": account.token} if account.token else {})
    names = sorted(told)
    lines = "".join(f"{name}:{told[name]}\n" for name in names)
    listed = ";".join(names)
    # the path is encoded twice in what is signed, as for every service but S3
    asked = f"{method}\n{_again(path)}\n\n{lines}\n{listed}\n{sha256(body).hexdigest()}"
    scope = f"{stamp[:8]}/{account.region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(asked.encode()).hexdigest()}"
    signature = _hmac(_key(account.secret, *scope.split("/")), text).hex()
    proof = f"AWS4-HMAC-SHA256 Credential={account.key}/{scope}, SignedHeaders={listed}, Signature={signature}"
    sent = lines.replace("\n", "\r\n")
    return f"{method} {path} HTTP/1.1\r\n{sent}authorization:{proof}\r\ncontent-length:{len(body)}\r\n\r\n"


@lru_cache(maxsize=256)
def _again(path: str) -> str:
    return quote(path, safe="/-._~")


@lru_cache(maxsize=16)
def _key(secret: str, *scope: str) -> bytes:
    """Derive a day's key."""
    key = f"AWS4{secret}".encode()
    for part in scope:
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
