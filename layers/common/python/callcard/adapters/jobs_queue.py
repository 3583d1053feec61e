"""The queue in which jobs wait for a worker."""

import json
from typing import TYPE_CHECKING

from callcard.domain.jobs import Kind
from callcard.items import reaching

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class JobsQueue:
    """Asks for a worker; how far a job is, its item knows."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client, self._url = client, url

    @reaching()
    def put(self, kind: Kind, job_id: str, delay: int = 0) -> None:
        """Ask for a worker, in `delay` seconds (900 at most)."""
        body = json.dumps({"kind": kind, "job_id": job_id})
        self._client.send_message(QueueUrl=self._url, MessageBody=body, DelaySeconds=delay)


def asked_for(body: str) -> tuple[Kind, str]:
    """Read which job a message asks for."""
    asked = json.loads(body)
    return Kind(asked["kind"]), asked["job_id"]
