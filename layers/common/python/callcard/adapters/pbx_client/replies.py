"""What the PBX answers, and what an operator is told of it."""

import json
import unicodedata
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

READ_AT_MOST = 64 * 1024
DETAIL_LENGTH = 500
NOT_UNDERSTOOD = "ответ АТС не разобрать"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status and at most 64 KiB of the body; `whole` when that is all of it."""

    status: int
    body: bytes
    whole: bool


def failure_in(reply: Reply) -> str | None:
    """Tell why an answer is no acceptance, in the PBX's words where it has any; None when the call was accepted.

    Accepted is a 200 with JSON that has no `error`, or with a plain word (protocol 2); a page of HTML, broken
    JSON, broken text or nothing at all is garbage (protocol 3.13).
    """
    text = _decoded(reply)
    said = _said(text) if text else None
    if reply.status != HTTPStatus.OK:
        return said or f"HTTP {reply.status}"
    if not text or text.lstrip()[:1] == "<":
        return NOT_UNDERSTOOD
    value = _json(text)
    if value is None:
        return NOT_UNDERSTOOD if text.lstrip()[:1] in "{[" else None
    return said if isinstance(value, dict) and value.get("error") else None


def clean(text: str) -> str:
    """Strip control characters and cut at 500 characters, for the operator's eyes."""
    kept = "".join(char for char in text if unicodedata.category(char)[0] != "C" and char not in "\u2028\u2029")
    return kept.strip()[:DETAIL_LENGTH]


def _decoded(reply: Reply) -> str | None:
    if not reply.whole:
        return None
    try:
        return reply.body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _said(text: str) -> str | None:
    value = _json(text)
    if isinstance(value, dict):
        found = value.get("error") or value.get("message")
        found = found.get("message") if isinstance(found, dict) else found
        return str(found) if found else None
    if isinstance(value, str):
        return value
    return None if text.lstrip()[:1] in ("<", "{", "[") else text
