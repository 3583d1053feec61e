"""Asking for a call over HTTP, in a limited time, whatever the other side does."""

from concurrent.futures import TimeoutError as DeadlineError
from contextlib import closing

import requests
import urllib3

from callcard.adapters.pbx_client.attempt import Attempt, OneAttempt
from callcard.adapters.pbx_client.replies import READ_AT_MOST, Reply, clean, failure_in
from callcard.errors import PbxError
from callcard.turns import soon

CONNECT_SECONDS = 2
TOTAL_SECONDS = 8
NO_ANSWER = "нет ответа за 8 секунд"
NO_CONNECTION = "нет связи с АТС"


class PbxClient:
    """Dials over HTTP; never follows a redirect, never tries twice (protocol 3.13)."""

    def __init__(self, url: str) -> None:
        self._url = url

    def make_call(self, token: str, extension: str, phone: str) -> None:
        """Ask the PBX to connect an extension with a number; raises PbxError with the PBX's words."""
        attempt = Attempt()
        # requests limits each read, not the whole answer: a slow one is given up at the deadline
        posted = soon(lambda: self._post(attempt, token, {"user": extension, "phone": phone}))
        try:
            reply = posted.result(timeout=TOTAL_SECONDS)
        except requests.ConnectTimeout as exc:
            raise PbxError(NO_CONNECTION) from exc
        except (DeadlineError, requests.Timeout, urllib3.exceptions.TimeoutError) as exc:
            raise PbxError(NO_ANSWER) from exc
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as exc:
            # what breaks while the raw body is read comes as urllib3's own error
            raise PbxError(NO_CONNECTION) from exc
        finally:
            attempt.give_up()
        failure = failure_in(reply)
        if failure is not None:
            raise PbxError(clean(failure))

    def _post(self, attempt: Attempt, token: str, body: dict[str, str]) -> Reply:
        request = requests.Request("POST", self._url, json=body, headers={"X-API-KEY": token}).prepare()
        # without a session: one would ask the environment for proxies and .netrc, and read the whole body of a redirect
        with (
            closing(OneAttempt(attempt)) as way,
            way.send(request, stream=True, timeout=(CONNECT_SECONDS, TOTAL_SECONDS)) as response,
        ):
            read = response.raw.read(READ_AT_MOST + 1, decode_content=True)
            return Reply(response.status_code, read[:READ_AT_MOST], len(read) <= READ_AT_MOST)
