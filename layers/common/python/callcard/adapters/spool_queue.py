"""The spool: events that DynamoDB could not take, kept in SQS until it can."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from callcard.items import reaching

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class SpoolQueue:
    """Keeps a message of the PBX, less its token, with the time we received it."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client, self._url = client, url

    @reaching()
    def put(self, fields: dict[str, Any], received_at: datetime) -> None:
        """Keep a message; raises UnavailableError."""
        kept = {name: value for name, value in fields.items() if name != "crm_token"}
        body = {"fields": kept, "received_at": received_at.isoformat()}
        self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps(body))


def spooled(body: str) -> tuple[dict[str, Any], datetime]:
    """Read a kept message back."""
    kept = json.loads(body)
    return kept["fields"], datetime.fromisoformat(kept["received_at"])
