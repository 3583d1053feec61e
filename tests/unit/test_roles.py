"""What `make roles` tries, and the conditions that the engine does not ask about: which items may be deleted."""

from collections.abc import Callable
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Any

import pytest

from callcard.adapters.clicks_table import ClicksTable
from callcard.adapters.person_items import CLICKS
from local.roles.grants import Grant, functions, grants_of, lacking
from local.roles.trial import missing
from local.template import read_template

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Noting:
    """A table that notes which items are deleted."""

    class exceptions:  # noqa: N801 - as botocore's clients have them
        ConditionalCheckFailedException = KeyError

    def __init__(self) -> None:
        self.deleted: list[str] = []

    def delete_item(self, **asked: Any) -> dict[str, Any]:
        self.deleted.append(asked["Key"]["pk"]["S"])
        return {"Attributes": {"request_id": {"S": "r"}}}


def deletable(role: str) -> list[str]:
    """List the patterns of the keys a role may delete in State."""
    [policy] = read_template()["Resources"][role]["Properties"]["Policies"]
    found = [each for each in policy["PolicyDocument"]["Statement"] if each["Action"] == "dynamodb:DeleteItem"]
    [condition] = [each["Condition"] for each in found if each["Resource"] == "StateTable.Arn"]
    patterns: list[str] = condition["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    return patterns


@pytest.mark.parametrize(
    ("roles", "act"),
    [
        (["MakecallRole"], lambda clicks: clicks.release("operator-100", "r")),
        (["MakecallRole"], lambda clicks: clicks.give_up("100", "79991234567", "r")),
        (["InboundRole", "SpoolRole"], lambda clicks: clicks.followed("100", "79991234567", NOW)),
    ],
    ids=["a click that dialled nothing", "a call that was refused", "a call that follows"],
)
def test_a_role_may_delete_what_its_function_deletes(roles: list[str], act: Callable[[ClicksTable], object]) -> None:
    noting = Noting()
    act(ClicksTable(noting, "State"))  # type: ignore[arg-type]  # as much of a client as it needs
    assert noting.deleted
    for role in roles:
        assert all(any(fnmatchcase(key, each) for each in deletable(role)) for key in noting.deleted), role


def test_who_is_forgotten_takes_clicks_along_and_nothing_else_of_the_state() -> None:
    assert deletable("JobsRole") == [f"{beginning}*" for beginning in CLICKS]


def test_every_grant_of_the_template_is_tried_or_has_a_reason() -> None:
    assert missing(functions()) == []


def test_one_grant_is_taken_and_no_other() -> None:
    policy = {"Statement": [{"Effect": "Allow", "Action": ["a:X", "a:Y"], "Resource": ["one", "two"], "Condition": {}}]}

    def allowed(taken: list[tuple[int, str, int]]) -> set[tuple[str, str]]:
        statements = lacking(policy, taken)["Statement"]
        assert all(each["Effect"] == "Allow" and "Condition" in each for each in statements)
        return {(each["Action"], resource) for each in statements for resource in each["Resource"]}

    assert allowed([(0, "a:X", 1)]) == {("a:X", "one"), ("a:Y", "one"), ("a:Y", "two")}
    assert allowed([(0, "a:X", 1), (0, "a:X", 0)]) == {("a:Y", "one"), ("a:Y", "two")}
    assert lacking(policy, []) is policy


def test_grants_are_named_as_the_template_names_resources() -> None:
    assert Grant("desk", "dynamodb:Query", "CallsTable/index/PhoneIndex") in grants_of("desk")
    assert Grant("admin", "execute-api:ManageConnections", "sockets/DELETE") in grants_of("admin")
