"""Answers of the REST API: one shape for success, one table from error to status."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from callcard import errors
from callcard.observability import count, logger
from callcard.texts import text

Answer = dict[str, Any]

STATUS: dict[type[errors.CallcardError], HTTPStatus] = {
    errors.InvalidInputError: HTTPStatus.BAD_REQUEST,
    errors.TooLargeError: HTTPStatus.BAD_REQUEST,
    errors.TokenError: HTTPStatus.UNAUTHORIZED,
    errors.ForbiddenError: HTTPStatus.FORBIDDEN,
    errors.NotFoundError: HTTPStatus.NOT_FOUND,
    errors.MethodError: HTTPStatus.METHOD_NOT_ALLOWED,
    errors.ConflictError: HTTPStatus.CONFLICT,
    errors.TooManyError: HTTPStatus.TOO_MANY_REQUESTS,
    errors.PbxError: HTTPStatus.BAD_GATEWAY,
    errors.UnavailableError: HTTPStatus.SERVICE_UNAVAILABLE,
}

HEADERS = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
RETRY_AFTER_SECONDS = "5"


def answer(status: HTTPStatus, body: Any = None, **headers: str) -> Answer:
    """Make the Lambda proxy answer; a body of None is no body."""
    written = "" if body is None else json.dumps(body, ensure_ascii=False)
    return {"statusCode": int(status), "headers": HEADERS | headers, "body": written}


def refuse(error: errors.CallcardError, accept: str = "") -> Answer:
    """Answer a failure in the reader's language; the status comes from the error's type."""
    status = STATUS[type(error)]
    body = {"message": text(error.code, accept, **error.values)} | error.extra
    count("Refused")
    logger.info("Refused", extra={"code": error.code, "status": int(status)})
    if status is HTTPStatus.METHOD_NOT_ALLOWED:
        return answer(status, body, Allow=error.values["allowed"])
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        return answer(status, body, **{"Retry-After": RETRY_AFTER_SECONDS})
    return answer(status, body)


def answering(event: Mapping[str, Any], work: Callable[[], Answer]) -> Answer:
    """Run a door's work; what it raises of our own errors becomes an answer, all else propagates."""
    try:
        return work()
    except errors.CallcardError as error:
        return refuse(error, header(event, "accept-language"))


def header(event: Mapping[str, Any], name: str) -> str:
    """Read a header of a Lambda proxy event whatever its letter case; "" when it is not there."""
    headers = event.get("headers") or {}
    return next((value for key, value in headers.items() if key.lower() == name), "") or ""
