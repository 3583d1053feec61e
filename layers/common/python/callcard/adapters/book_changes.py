"""The changes of the address book's numbers: as the phone index's stream tells of them, and kept for a second look."""

import json
from collections.abc import Iterable, Sequence
from itertools import batched
from typing import TYPE_CHECKING, Any

from callcard.domain.linking import Changed
from callcard.items import reaching

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

IN_A_MESSAGE = 100  # numbers: some 6 kB; what fails fails with at most so many others


class ChangesQueue:
    """Keeps changes in SQS, whose messages come when every write that knew less has ended."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client, self._url = client, url

    @reaching()
    def put(self, changes: Sequence[Changed]) -> None:
        """Keep changes for later; raises UnavailableError."""
        for some in batched(changes, IN_A_MESSAGE, strict=False):
            body = json.dumps([(change.number, change.contact_id) for change in some])
            self._client.send_message(QueueUrl=self._url, MessageBody=body)


def kept_changes(body: str) -> list[Changed]:
    """Read changes back."""
    return [Changed(number, contact_id) for number, contact_id in json.loads(body)]


def told_changes(records: Iterable[dict[str, Any]]) -> list[Changed]:
    """Read the stream's records, each change once; the keys say all: reversed digits#contact_id."""
    keys = (record["dynamodb"]["Keys"]["number_key"]["S"].split("#", 1) for record in records)
    return list(dict.fromkeys(Changed(reverse[::-1], contact_id) for reverse, contact_id in keys))
