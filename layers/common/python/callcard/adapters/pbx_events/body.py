"""The body of a message, whatever it is written in."""

import json
from typing import Any
from urllib.parse import parse_qsl

from callcard.errors import InvalidInputError, TooLargeError

BODY_LIMIT = 16 * 1024
BRACKETS_AT_MOST = 64  # the PBX's messages are flat


def read_fields(body: bytes) -> dict[str, Any]:
    """Read a body as JSON or as a form, whatever it calls itself (protocol 2); raises InvalidInputError."""
    if len(body) > BODY_LIMIT:
        raise TooLargeError("too_large", limit=str(BODY_LIMIT))
    try:
        written = body.decode("utf-8").lstrip("\ufeff \t\r\n")
        _check_depth(written)
        fields = json.loads(written) if written[:1] in ("{", "[", '"', "") else dict(parse_qsl(written))
    except ValueError as exc:
        raise InvalidInputError("bad_body", reason="not JSON") from exc
    if not isinstance(fields, dict) or not fields:
        raise InvalidInputError("bad_body", reason="not an object")
    named = {name.strip().lower(): value for name, value in fields.items()}
    return named if "callid" in named else named | {"callid": named.get("call_id")}


def _check_depth(written: str) -> None:
    if written.count("[") + written.count("{") > BRACKETS_AT_MOST:
        raise InvalidInputError("bad_body", reason="nested too deep")
