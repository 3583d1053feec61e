"""What can go wrong with AWS, whichever client asked."""

import sys
from functools import cache
from typing import Any

# as botocore's standard mode has them
THROTTLED = {
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
}
PASSING = THROTTLED | {"RequestTimeout", "RequestTimeoutException"}
PASSING_STATUS = {500, 502, 503, 504}


class AwsError(Exception):
    """AWS did not serve us; `passing`: another attempt may do."""

    passing = True


class UnreachedError(AwsError):
    """No whole answer came."""


class LateError(UnreachedError):
    """None came in time."""


class RefusedError(AwsError):
    """AWS answered with an error; `response` is shaped as botocore's."""

    def __init__(self, code: str, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"{code} ({status})")
        message = str(body.get("message") or body.get("Message") or "")
        self.passing = status in PASSING_STATUS or code in PASSING
        self.response = body | {
            "Error": {"Code": code, "Message": message},
            "ResponseMetadata": {"HTTPStatusCode": status},
        }


class Kinds:
    """The errors of a service by their names, as `client.exceptions` of botocore has them."""

    def __getattr__(self, name: str) -> type[RefusedError]:
        """Give the class of one error."""
        return kind_of(name)


@cache
def kind_of(code: str) -> type[RefusedError]:
    """Give the class of an error; there are as many as AWS has codes."""
    return type(code, (RefusedError,), {})


def failures() -> tuple[type[Exception], ...]:
    """Name what any client in use may raise: botocore's errors only when somebody has loaded it."""
    botocore = sys.modules.get("botocore.exceptions")
    return (AwsError, *((botocore.ClientError, botocore.BotoCoreError) if botocore else ()))
