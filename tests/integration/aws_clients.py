"""Our client of AWS as its tests make it, and what a request comes to with either client."""

from collections.abc import Callable
from typing import Any

from callcard.aws.client import DynamoDB, Sockets
from callcard.aws.failures import failures
from callcard.aws.signing import Account
from callcard.aws.wire import Patience

REGION = "eu-central-1"
PATIENCE = Patience(connect=1, read=0.4, attempts=4)
ACCOUNT = Account("test", "test", "session", REGION)


def dynamodb(url: str) -> Any:
    """Make ours."""
    return DynamoDB("DynamoDB_20120810", "1.0", url, "dynamodb", ACCOUNT, PATIENCE)


def sockets(url: str) -> Any:
    """Make ours, at an address with a path as the local engine has it."""
    return Sockets(f"{url}/_aws/live", "execute-api", ACCOUNT, PATIENCE)


def without_metadata(found: Any) -> Any:
    """Leave out what says how a request went."""
    metadata = {"ResponseMetadata", "ConsumedCapacity"}
    return {name: value for name, value in found.items() if name not in metadata} if found else found


def told(ask: Callable[[], Any]) -> Any:
    """Give what a request answers, or the code and the reasons of its error."""
    try:
        return without_metadata(ask())
    except failures() as exc:
        reasons = [reason.get("Code") for reason in exc.response.get("CancellationReasons", [])]  # type: ignore[attr-defined]  # either client's errors have it
        return exc.response["Error"]["Code"], reasons  # type: ignore[attr-defined]  # either client's errors have it
