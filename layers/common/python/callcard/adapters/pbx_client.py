"""The PBX's own API: asking it to call."""

import json
import unicodedata
from concurrent.futures import TimeoutError as DeadlineError
from dataclasses import dataclass
from typing import Any

import requests
import urllib3

from callcard.errors import PbxError
from callcard.waves import soon

CONNECT_SECONDS = 2
TOTAL_SECONDS = 8
READ_AT_MOST = 64 * 1024
DETAIL_LENGTH = 500
NO_ANSWER = "нет ответа за 8 секунд"
NO_CONNECTION = "нет связи с АТС"
NOT_UNDERSTOOD = "ответ АТС не разобрать"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status and at most 64 KiB of the body; `whole` when that is all of it."""

    status: int
    body: bytes
    whole: bool


class PbxClient:
    """Dials over HTTP; never follows a redirect, never tries twice (protocol 3.13)."""

    def __init__(self, url: str) -> None:
        self._url = url

    def make_call(self, token: str, extension: str, phone: str) -> None:
        """Ask the PBX to connect an extension with a number; raises PbxError with the PBX's words."""
        # requests limits each read, not the whole answer: a slow one is left behind at the deadline
        posted = soon(lambda: self._post(token, {"user": extension, "phone": phone}))
        try:
            reply = posted.result(timeout=TOTAL_SECONDS)
        except (DeadlineError, requests.Timeout, urllib3.exceptions.TimeoutError) as exc:
            raise PbxError(NO_ANSWER) from exc
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as exc:
            # what breaks while the raw body is read comes as urllib3's own error
            raise PbxError(NO_CONNECTION) from exc
        failure = failure_in(reply)
        if failure is not None:
            raise PbxError(clean(failure))

    def _post(self, token: str, body: dict[str, str]) -> Reply:
        with requests.post(
            self._url,
            json=body,
            headers={"X-API-KEY": token},
            timeout=(CONNECT_SECONDS, TOTAL_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            read = response.raw.read(READ_AT_MOST + 1, decode_content=True)
            return Reply(response.status_code, read[:READ_AT_MOST], len(read) <= READ_AT_MOST)


def failure_in(reply: Reply) -> str | None:
    """Tell why an answer is no acceptance, in the PBX's words where it has any; None when the call was accepted.

    Accepted is a 200 with JSON that has no `error`, or with a plain word (protocol 2); a page of HTML, broken
    JSON, broken text or nothing at all is garbage (protocol 3.13).
    """
    text = _decoded(reply)
    said = _said(text) if text else None
    if reply.status != requests.codes.ok:
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
