"""`make redrive`: dead letters get another chance."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.redrive import move


@pytest.fixture
def sqs() -> Iterator[Any]:
    """Give a client of an account with no queues."""
    with mock_aws():
        yield boto3.client("sqs")


def test_every_dead_letter_goes_back_to_the_spool(sqs: Any) -> None:
    dead, spool = (sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("dead", "spool"))
    for number in range(23):
        sqs.send_message(QueueUrl=dead, MessageBody=f"event {number}")
    assert move(sqs, dead, spool) == 23
    kept = [sqs.receive_message(QueueUrl=spool, MaxNumberOfMessages=10).get("Messages", []) for _ in range(4)]
    assert {message["Body"] for batch in kept for message in batch} == {f"event {number}" for number in range(23)}
    assert move(sqs, dead, spool) == 0
