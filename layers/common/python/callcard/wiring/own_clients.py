"""Clients of callcard.aws for the functions somebody waits for: as patient as boto_clients.py's, loaded sooner."""

import os
from functools import cache
from pathlib import Path
from typing import Any

import callcard
from callcard.aws.client import DynamoDB, JsonClient, Sockets
from callcard.aws.signing import Account
from callcard.aws.wire import Patience

PATIENCE = Patience(connect=1, read=1.5, attempts=4)


@cache
def account() -> Account:
    """Read who we are; Lambda tells a sandbox once for its whole life."""
    told = os.environ
    region = told.get("AWS_REGION") or told["AWS_DEFAULT_REGION"]
    # a named bundle alone, as boto3 does; else the package's few roots (local/package/roots.py), then the system's
    named, few = Path(told.get("AWS_CA_BUNDLE", "")), Path(callcard.__file__).with_name("aws_roots.pem")
    roots = next((each for each in (named, few) if each.is_file()), None)
    key = told["AWS_ACCESS_KEY_ID"], told["AWS_SECRET_ACCESS_KEY"], told.get("AWS_SESSION_TOKEN")
    return Account(*key, region, str(roots) if roots else None, others=roots == few)


@cache
def dynamodb() -> Any:
    """Make the DynamoDB client."""
    return DynamoDB("DynamoDB_20120810", "1.0", _endpoint("dynamodb", "DYNAMODB"), "dynamodb", account(), PATIENCE)


@cache
def secrets_manager() -> Any:
    """Make the Secrets Manager client."""
    # two attempts: a hanging Secrets Manager must leave time to answer 503, or to go on with the last known token
    endpoint, patience = _endpoint("secretsmanager", "SECRETS_MANAGER"), Patience(connect=1, read=1, attempts=2)
    return JsonClient("secretsmanager", "1.1", endpoint, "secretsmanager", account(), patience)


@cache
def queues() -> Any:
    """Make the SQS client."""
    return JsonClient("AmazonSQS", "1.0", _endpoint("sqs", "SQS"), "sqs", account(), PATIENCE)


@cache
def sockets_api() -> Any:
    """Make the client of the sockets' management endpoint."""
    # one attempt: a push has 800 ms in all, and `sync` repairs what is lost
    return Sockets(os.environ["SOCKETS_ENDPOINT"], "execute-api", account(), Patience(0.5, 0.7, attempts=1))


def _endpoint(host: str, name: str) -> str:
    """Say where a service is: where the environment puts it, as it does for boto3, else in our region."""
    told, region = os.environ, account().region
    domain = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return told.get(f"AWS_ENDPOINT_URL_{name}") or told.get("AWS_ENDPOINT_URL") or f"https://{host}.{region}.{domain}"
