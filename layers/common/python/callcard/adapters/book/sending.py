"""Sending transactions and batches: what DynamoDB puts off is asked for again, more and more slowly."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import random
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from callcard.errors import UnavailableError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FAILED = "ConditionalCheckFailed"
PUT_OFF = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}
BUSY = {"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"}
PATIENCE = 2.5  # seconds until the last attempt begins; botocore makes of it up to four, and a browser's request has 10
LONGEST = 2.0  # seconds between two attempts


class Sender:
    """Sends again what was put off, for `patience` seconds; then raises UnavailableError."""

    def __init__(self, client: "DynamoDBClient", patience: float = PATIENCE) -> None:
        self._client, self._patience = client, patience

    def transact(self, actions: list[Any]) -> set[int]:
        """Do all actions or none; give the places of those whose condition failed, none when all is done."""
        for _ in self._attempts():
            try:
                self._client.transact_write_items(TransactItems=actions)
            except ClientError as exc:
                codes = [str(reason.get("Code")) for reason in exc.response.get("CancellationReasons", [])]
                if failed := {place for place, code in enumerate(codes) if code == FAILED}:
                    return failed
                if not PUT_OFF.intersection(codes) and not _busy(exc):
                    raise
            else:
                return set()
        raise UnavailableError("unavailable")

    def read(self, table: str, keys: list[Any]) -> list[dict[str, Any]]:
        """Read the items of at most 100 keys, as they are now, in no order."""
        left: Any = {table: {"Keys": keys, "ConsistentRead": True}}
        found: list[dict[str, Any]] = []
        for _ in self._attempts():
            with _patiently():
                answer = self._client.batch_get_item(RequestItems=left)
                found += answer["Responses"].get(table, [])
                left = answer.get("UnprocessedKeys")
            if not left:
                return found
        raise UnavailableError("unavailable")

    def write(self, table: str, requests: list[Any]) -> None:
        """Put and delete at most 25 items, each by itself."""
        left: Any = {table: requests}
        for _ in self._attempts():
            with _patiently():
                left = self._client.batch_write_item(RequestItems=left).get("UnprocessedItems")
            if not left:
                return
        raise UnavailableError("unavailable")

    def _attempts(self) -> Iterator[None]:
        until = time.monotonic() + self._patience
        pause = 0.05
        yield
        while time.monotonic() < until:
            time.sleep(pause * random())  # noqa: S311 - it spreads attempts, it guards nothing
            pause = min(LONGEST, pause * 2)
            yield


@contextmanager
def _patiently() -> Iterator[None]:
    try:
        yield
    except ClientError as exc:
        if not _busy(exc):
            raise


def _busy(exc: ClientError) -> bool:
    return exc.response["Error"]["Code"] in BUSY
