"""Every file of events/ through its door: what `sam local invoke` sees in a container, seen here in memory."""

import json
from pathlib import Path
from typing import Any

import pytest
import responses

from callcard.wiring import shared
from functions.admin.app import lambda_handler as admin_door
from functions.callbacks.app import lambda_handler as callbacks_door
from functions.desk.app import lambda_handler as desk_door
from functions.inbound.app import lambda_handler as inbound_door
from functions.jobs.app import lambda_handler as jobs_door
from functions.makecall.app import lambda_handler as makecall_door
from functions.notify.app import authorize
from functions.notify.app import lambda_handler as notify_door
from functions.relink.app import lambda_handler as relink_door
from local.sam_local import CRM_TOKEN, status_of
from tests.fake_context import LambdaContext
from tests.integration.conftest import Account, ensure_pool

EVENTS = Path(__file__).parents[2] / "events"
EXPECTED: dict[str, dict[str, Any]] = json.loads((EVENTS / "expected.json").read_text(encoding="utf-8"))
DOORS: dict[str, Any] = {
    "InboundFunction": inbound_door,
    "MakecallFunction": makecall_door,
    "DeskFunction": desk_door,
    "AdminFunction": admin_door,
    "JobsFunction": jobs_door,
    "NotifyFunction": notify_door,
    "AuthorizerFunction": authorize,
    "RelinkFunction": relink_door,
    "CallbacksFunction": callbacks_door,
}


def test_every_event_has_an_expected_answer_and_every_door_an_event() -> None:
    assert {path.name for path in EVENTS.glob("*.json")} - {"expected.json"} == set(EXPECTED)
    assert {expected["function"] for expected in EXPECTED.values()} == set(DOORS)


@pytest.mark.parametrize("name", EXPECTED)
def test_an_event_is_answered_as_expected(account: Account, name: str) -> None:
    shared.secrets_manager().put_secret_value(SecretId="crm-token", SecretString=json.dumps({"token": CRM_TOKEN}))
    ensure_pool()
    event = json.loads((EVENTS / name).read_text(encoding="utf-8"))
    with responses.RequestsMock(assert_all_requests_are_fired=False) as pbx:
        pbx.post("https://pbx.example.com/makecall", json={"result": "ok"})
        answer = DOORS[EXPECTED[name]["function"]](event, LambdaContext())
    assert status_of(json.dumps(answer)) == EXPECTED[name]["status"], answer


def test_events_name_nobody(account: Account) -> None:
    for path in EVENTS.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        assert "prostiezvonki" not in text
        assert "amazonaws.com" not in text, path.name
