"""The two tokens in Secrets Manager: the one the PBX shows us, and the one we show the PBX."""

import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING, Any

from callcard.cache import Cached
from callcard.errors import TokenError, UnavailableError
from callcard.items import reaching

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

UNKNOWN_TOKEN_REREAD = 30  # seconds; design: an unknown token forces one refresh per 30 s
TOKEN_BYTES = 32  # 256 bits
PREVIOUS = "AWSPREVIOUS"  # the stage of the version before the current one


@dataclass(frozen=True, slots=True)
class CrmToken:
    """The token the PBX must show, and the one before it while that is still good."""

    current: str
    previous: str | None = None
    previous_until: datetime | None = None

    def admits(self, token: object, now: datetime) -> bool:
        """Compare in constant time with the current token and, within the overlap, the previous one."""
        if not isinstance(token, str) or not token:
            return False
        shown = token.encode("utf-8", "surrogatepass")
        good = [self.current]
        if self.previous and self.previous_until and now < self.previous_until:
            good.append(self.previous)
        return any([compare_digest(shown, one.encode()) for one in good if one])  # noqa: C419  # no early end


class SecretStore:
    """One secret of JSON with a `token`; raises UnavailableError when Secrets Manager does not answer."""

    def __init__(self, client: "SecretsManagerClient", secret_id: str) -> None:
        self._client, self._id = client, secret_id

    @reaching()
    def read(self, stage: str = "AWSCURRENT") -> dict[str, Any] | None:
        """Give the secret's JSON at a version stage; None when the stage does not exist."""
        try:
            found = self._client.get_secret_value(SecretId=self._id, VersionStage=stage)
        except self._client.exceptions.ResourceNotFoundException:
            return None
        value: dict[str, Any] = json.loads(found["SecretString"])
        return value

    @reaching()
    def drop(self, stage: str) -> None:
        """Take a stage from the version that has it, so that no stage leads there; what lacks it stays as it is."""
        with suppress(self._client.exceptions.ResourceNotFoundException):
            version = self._client.get_secret_value(SecretId=self._id, VersionStage=stage)["VersionId"]
            self._client.update_secret_version_stage(SecretId=self._id, VersionStage=stage, RemoveFromVersionId=version)

    @reaching()
    def write(self, value: dict[str, Any]) -> None:
        """Store a new version; the one before becomes AWSPREVIOUS."""
        self._client.put_secret_value(SecretId=self._id, SecretString=json.dumps(value))


class CrmTokens:
    """Reads, checks and rotates the CRM token."""

    def __init__(self, store: SecretStore, ttl: float, keep: float, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock
        self._cached = Cached(self.read, ttl, keep=keep, clock=lambda: clock().timestamp())

    def check(self, token: object) -> None:
        """Raise TokenError unless the token is good; an unknown one may read the secret anew, once per 30 s."""
        now = self._clock()
        if self._cached.get().admits(token, now):
            return
        if not self._cached.younger_than(UNKNOWN_TOKEN_REREAD).admits(token, now):
            raise TokenError("bad_token")

    def ready(self) -> None:
        """Read the token if it is not in memory; raises UnavailableError."""
        self._cached.get()

    def read(self) -> CrmToken:
        """Read both versions from the secret itself."""
        current = self._store.read()
        if not current or not current.get("token"):
            raise UnavailableError("unavailable")
        until = current.get("previous_until")
        previous = self._store.read(PREVIOUS) if until else None
        return CrmToken(
            current["token"],
            previous.get("token") if previous else None,
            datetime.fromisoformat(until) if until else None,
        )

    def end_previous(self) -> CrmToken:
        """The token before is good no longer; a rotation at the same moment loses nothing by it."""
        self._store.drop(PREVIOUS)
        return self.read()

    def rotate(self, overlap: timedelta) -> CrmToken:
        """Make a new token; the old one stays good for `overlap`."""
        until = self._clock() + overlap
        self._store.write({"token": secrets.token_hex(TOKEN_BYTES), "previous_until": until.isoformat()})
        return self.read()
