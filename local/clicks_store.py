"""A DynamoDB in memory for many clicks at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config
from moto import mock_aws
from moto.dynamodb.models.table import Table


@contextmanager
def dynamodb() -> Iterator[Any]:
    """Make a DynamoDB in memory, whose writes are as atomic as the real one's, with a table `State`."""
    config = Config(retries={"mode": "standard", "total_max_attempts": 4}, max_pool_connections=100)
    with mock_aws(), atomic():
        client = boto3.client(
            "dynamodb", region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="x", config=config
        )
        client.create_table(
            TableName="State",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )
        yield client


@contextmanager
def atomic() -> Iterator[None]:
    """Let the imitation check and write in one step, as DynamoDB does."""
    lock, put = Lock(), Table.put_item

    def guarded(*args: Any, **options: Any) -> Any:
        with lock:
            return put(*args, **options)

    Table.put_item = guarded  # type: ignore[method-assign]  # moto has no hook here
    try:
        yield
    finally:
        Table.put_item = put  # type: ignore[method-assign]  # put back
