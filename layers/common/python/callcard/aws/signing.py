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


@dataclass(frozen=True, slots=True)
class _Day:
    """What all signatures of a day share."""

    date: str = ""
    key: bytes = b""
    scope: str = ""
    proof: str = ""


class Signer:
    """Signs for one service; several threads may use it at once."""

    def __init__(self, account: Account, service: str) -> None:
        self._account, self._service, self._day = account, service, _Day()
        self._fixed = {"x-amz-security-token": account.token} if account.token else {}

    def head(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> str:
        """Write a request's head, signed; header names are in lower case, the path is percent-encoded."""
        stamp = _stamp(int(time.time()))
        day = self._day
        if day.date != stamp[:8]:
            day = self._day = self._begin(stamp[:8])
        told = {**headers, "x-amz-date": stamp, **self._fixed}
        names = sorted(told)
        lines = [f"{name}:{told[name]}" for name in names]
        listed = ";".join(names)
        # the path is encoded twice in what is signed, as for every service but S3
        asked = "\n".join((method, _again(path), "", *lines, "", listed, sha256(body).hexdigest()))
        text = f"AWS4-HMAC-SHA256\n{stamp}\n{day.scope}\n{sha256(asked.encode()).hexdigest()}"
        proof = f"authorization:{day.proof}{listed}, Signature={_hmac(day.key, text).hex()}"
        return "\r\n".join((f"{method} {path} HTTP/1.1", *lines, proof, f"content-length:{len(body)}", "", ""))

    def _begin(self, date: str) -> _Day:
        scope = date, self._account.region, self._service, "aws4_request"
        key = f"AWS4{self._account.secret}".encode()
        for part in scope:
            key = _hmac(key, part)
        named = "/".join(scope)
        return _Day(date, key, named, f"AWS4-HMAC-SHA256 Credential={self._account.key}/{named}, SignedHeaders=")


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


@lru_cache(maxsize=4)
def _stamp(second: int) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(second))


@lru_cache(maxsize=256)
def _again(path: str) -> str:
    return quote(path, safe="/-._~")
