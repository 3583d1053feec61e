"""Clients of boto3: it knows all of AWS, and takes a third of a second to load."""

import os
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

# The PBX waits for an answer, a caller hears ringing: fail fast and try again rather than hang.
CONFIG = Config(
    connect_timeout=1,
    read_timeout=1.5,
    retries={"mode": "standard", "total_max_attempts": 4},
    max_pool_connections=40,
    tcp_keepalive=True,
)


@cache
def session() -> boto3.Session:
    """Share one session: each costs as much as a client (design, budgets)."""
    return boto3.Session()


@cache
def dynamodb() -> Any:
    """Make the DynamoDB client."""
    return session().client("dynamodb", config=CONFIG)


@cache
def secrets_manager() -> Any:
    """Make the Secrets Manager client."""
    # two attempts: a hanging Secrets Manager must leave time to answer 503, or to go on with the last known token
    config = CONFIG.merge(Config(read_timeout=1, retries={"mode": "standard", "total_max_attempts": 2}))
    return session().client("secretsmanager", config=config)


@cache
def queues() -> Any:
    """Make the SQS client."""
    return session().client("sqs", config=CONFIG)


@cache
def sockets_api() -> Any:
    """Make the client of the sockets' management endpoint."""
    # one attempt: a push has 800 ms in all, and `sync` repairs what is lost
    config = CONFIG.merge(
        Config(connect_timeout=0.5, read_timeout=0.7, retries={"mode": "standard", "total_max_attempts": 1})
    )
    return session().client("apigatewaymanagementapi", endpoint_url=os.environ["SOCKETS_ENDPOINT"], config=config)
