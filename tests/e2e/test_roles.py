"""Least privilege on the deployed stack: without any one grant of a role something fails; `make roles` tries all."""

from collections.abc import Iterator
from typing import Any

import pytest

from local.roles.bench import Bench
from local.roles.run import prepared
from local.roles.trial import trials

RISKIEST = ["inbound", "makecall", "authorizer", "admin"]  # they face strangers, money, sockets and secrets


@pytest.fixture(scope="module")
def bench(stack: dict[str, Any]) -> Iterator[Bench]:
    """Give an operator, a contact and a call to try the roles with; the stack is as before afterwards."""
    with prepared(stack) as bench:
        yield bench


@pytest.mark.parametrize("function", RISKIEST)
def test_no_grant_of_a_role_can_be_spared(bench: Bench, function: str) -> None:
    verdicts = list(trials(bench, [function]))
    assert verdicts
    assert [verdict for verdict in verdicts if verdict.wrong] == []
