"""The history of the setup: written in one with the change, and never a token in it."""

import json
from typing import Any

import pytest

from callcard.domain.cards import Moment
from callcard.wiring import admin, shared
from tests.integration.conftest import Account
from tests.integration.faults import BROKEN, meeting
from tests.integration.test_admin import DEFAULTS, OPERATOR

LINES = {"lines": [{"number": "3333333", "name": "Сайт"}]}


def history(account: Account) -> list[dict[str, Any]]:
    """List what changed, newest first."""
    status, body = account.admin("GET", "/settings/history")
    assert status == 200
    found: list[dict[str, Any]] = body["changes"]
    return found


def told(account: Account) -> list[tuple[Any, ...]]:
    """List the changes without their times."""
    return [(one["by"], one["field"], one["of"], one["from"], one["to"]) for one in history(account)]


def test_a_change_of_settings_is_told_field_by_field(account: Account) -> None:
    assert history(account) == []
    settings = account.admin("GET", "/settings")[1]
    before = shared.now()
    account.admin("PUT", "/settings", settings | {"incoming_card": "never", "suffix_digits": 7, "toast": True})
    assert sorted(told(account)) == [
        ("boss", "incoming_card", None, "ring", "never"),
        ("boss", "suffix_digits", None, 5, 7),
        ("boss", "toast", None, False, True),
    ]
    assert before.isoformat(timespec="milliseconds") <= history(account)[0]["at"]
    written = shared.setup_tables().history()
    account.admin("PUT", "/settings", settings | {"incoming_card": "never", "suffix_digits": 7, "toast": True})
    assert shared.setup_tables().history() == written


def test_operators_and_lines_are_told_and_the_newest_comes_first(account: Account) -> None:
    account.admin("PUT", "/operators/operator-105", OPERATOR)
    account.admin("PUT", "/operators/operator-105", OPERATOR | {"extension": "106"})
    account.admin("DELETE", "/operators/operator-105")
    account.admin("PUT", "/lines", LINES)
    assert told(account) == [
        ("boss", "line", "3333333", None, "Сайт"),
        ("boss", "operator", "Вера", "Вера", None),
        ("boss", "operator.extension", "Вера", "105", "106"),
        ("boss", "operator", "Вера", None, "Вера"),
    ]


def test_an_administrator_who_is_an_operator_is_told_by_name(account: Account) -> None:
    account.admin("PUT", "/operators/operator-100", {"name": "Ольга Миронова", "extension": "100", "login": "boss"})
    assert {one["by"] for one in history(account)} == {"Ольга Миронова"}


def test_a_token_is_told_without_its_value(account: Account) -> None:
    rotated = account.admin("POST", "/tokens/crm")[1]["token"]
    account.admin("PUT", "/tokens/pbx", {"token": "the-new-token-of-the-pbx"})
    assert told(account) == [("boss", "token.pbx", None, None, None), ("boss", "token.crm", None, None, None)]
    kept = json.dumps(account.scan("StateTable"))
    assert rotated not in kept
    assert "the-new-token-of-the-pbx" not in kept


CHANGES: list[tuple[str, str, Any]] = [
    ("PUT", "/settings", DEFAULTS | {"toast": True}),
    ("PUT", "/operators/operator-105", OPERATOR | {"login": None}),
    ("DELETE", "/operators/operator-101", None),
    ("PUT", "/lines", LINES),
    ("POST", "/tokens/crm", None),
    ("PUT", "/tokens/pbx", {"token": "new"}),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_what_cannot_be_told_is_not_done(account: Account, method: str, path: str, body: Any) -> None:
    def everything() -> Any:
        secrets = [
            shared.secrets_manager().get_secret_value(SecretId=name)["SecretString"]
            for name in ("crm-token", "pbx-token")
        ]
        return account.scan("StateTable"), account.scan("OperatorsTable"), secrets

    before = everything()
    with meeting(BROKEN, shared.dynamodb(), only="TransactWriteItems"):
        assert account.admin(method, path, body)[0] == 503
    assert everything() == before
    assert account.admin(method, path, body)[0] in (200, 204)
    assert len(history(account)) > 0


def test_of_two_changes_at_once_each_is_told_from_what_it_found(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = admin.changes().store
    settings = account.admin("GET", "/settings")[1]
    read, others = store.history, [settings | {"suffix_digits": 9}, settings | {"suffix_digits": 8}]

    def meanwhile() -> Any:
        found = read()
        if others:
            account.admin("PUT", "/settings", others.pop())
        return found

    monkeypatch.setattr(store, "history", meanwhile)
    account.admin("PUT", "/settings", settings | {"suffix_digits": 7})
    monkeypatch.undo()
    assert account.admin("GET", "/settings")[1]["suffix_digits"] == 7
    steps = [(one["from"], one["to"]) for one in reversed(history(account))]
    assert [first for first, _ in steps] == [5, *[last for _, last in steps[:-1]]]
    assert steps[-1][1] == 7


def test_no_two_administrators_give_one_extension_to_two_operators(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = admin.changes().store
    read, others = store.history, [OPERATOR | {"name": "Лев", "login": None}]

    def meanwhile() -> Any:
        found = read()
        if others:
            assert account.admin("PUT", "/operators/operator-106", others.pop())[0] == 200
        return found

    monkeypatch.setattr(store, "history", meanwhile)
    status, body = account.admin("PUT", "/operators/operator-105", OPERATOR | {"login": None})
    assert (status, body) == (409, {"message": "Добавочный 105 уже занят оператором «Лев»."})


def test_the_history_keeps_the_newest_fifty(account: Account) -> None:
    settings = account.admin("GET", "/settings")[1]
    for number in range(52):
        account.admin("PUT", "/settings", settings | {"suffix_digits": number % 2 + 7})
    assert len(history(account)) == 50
    assert history(account)[0]["to"] == 8


def test_the_history_is_for_administrators(account: Account) -> None:
    account.choose(incoming_card=Moment.NEVER)
    assert account.admin("GET", "/settings/history", groups="operators")[0] == 403
