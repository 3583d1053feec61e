"""Whatever a browser claims to be, its extension is the ticket's (design, invariant 3)."""

import json
from typing import Any

import pytest

from functions.notify.app import lambda_handler
from tests.fake_context import LambdaContext
from tests.integration.conftest import Account

CLAIM = {"extension": "101", "operator_id": "operator-101"}


@pytest.mark.parametrize(
    "claim",
    [
        {"queryStringParameters": CLAIM},
        {"headers": {"Sec-WebSocket-Protocol": "101", "X-Extension": "101"}},
        {"body": json.dumps(CLAIM | {"action": "sync"})},
    ],
    ids=["query", "headers", "body"],
)
@pytest.mark.parametrize("route", ["$connect", "$default"])
def test_a_claimed_extension_is_ignored(account: Account, claim: dict[str, Any], route: str) -> None:
    known = {"operator_id": "operator-100", "extension": "100"}
    context = {"routeKey": route, "connectionId": "tab", "authorizer": known}
    account.socket("$connect", "tab", "100")
    lambda_handler({"requestContext": context, "body": None} | claim, LambdaContext())
    assert [row["extension"]["S"] for row in account.scan("ConnectionsTable")] == ["100"]
