"""An operator asks for a call."""

from uuid import uuid4

import requests

from local.roles.bench import Bench, fresh_number
from local.roles.owner import EXTENSION
from local.roles.probe import probe

FIRST_OUTCOME = 5  # seconds: the same click again is answered at once, or only after 8.5 s


def dial(bench: Bench, phone: str, request: str, seconds: float = 30) -> int:
    """Click on a number; the status."""
    headers, body = {"Authorization": bench.operator.token}, {"phone": phone, "request_id": request}
    try:
        return requests.post(
            f"{bench.stack['api_url']}/makecall", json=body, headers=headers, timeout=seconds
        ).status_code
    except requests.Timeout:
        return 0


def turn(bench: Bench, answer: str) -> None:
    """Say how the PBX stand answers from now on."""
    requests.put(f"{bench.stack['stand_url']}/switch", json={"makecall": answer}, timeout=10).raise_for_status()


@probe(
    "makecall",
    "Scan OperatorsTable",
    "GetItem StateTable",
    "PutItem StateTable",
    "GetSecretValue PbxTokenSecret",
)
def a_click_dials(bench: Bench) -> bool:
    return dial(bench, fresh_number(), uuid4().hex) == 202


@probe("makecall", "UpdateItem StateTable")
def the_same_click_gets_the_same_answer(bench: Bench) -> bool:
    phone, request = fresh_number(), uuid4().hex
    return dial(bench, phone, request) == 202 and dial(bench, phone, request, FIRST_OUTCOME) == 202


@probe("makecall", "DeleteItem StateTable")
def a_refused_click_is_followed_by_no_call(bench: Bench) -> bool:
    phone = fresh_number()
    turn(bench, "400")
    try:
        refused = dial(bench, phone, uuid4().hex) == 502
    finally:
        turn(bench, "ok")
    return refused and bench.owner.item("StateTable", pk=f"dialled#{EXTENSION}#{phone[-10:]}") is None
