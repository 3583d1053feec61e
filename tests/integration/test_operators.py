"""The administrator's operators and their logins in Cognito."""

import os
from typing import Any

import pytest

from callcard.adapters.logins import Logins
from callcard.errors import UnavailableError
from callcard.wiring import boto_clients, shared
from tests.integration.conftest import Account
from tests.integration.test_inbound import RING

VERA = {"name": "Вера Тихонова", "extension": "105", "login": "vera", "pbx_login": "vtihonova", "active": True}
VERA |= {"numbers": "whole"}


def save(account: Account, operator_id: str = "operator-105", **changed: Any) -> tuple[int, Any]:
    """Write an operator."""
    return account.admin("PUT", f"/operators/{operator_id}", VERA | changed)


def logins() -> dict[str, bool]:
    """List the logins of the user pool, and whether each is let in."""
    users = boto_clients.session().client("cognito-idp").list_users(UserPoolId=os.environ["USER_POOL_ID"])["Users"]
    return {user["Username"]: user["Enabled"] for user in users}


def operators(account: Account) -> dict[str, Any]:
    """List the operators by their ids."""
    status, found = account.admin("GET", "/operators")
    assert (status, found["cursor"]) == (200, None)
    return {operator["operator_id"]: operator for operator in found["operators"]}


def test_a_new_operator_gets_a_login_whose_first_password_is_shown_once(account: Account) -> None:
    status, made = save(account)
    password = made.pop("temporary_password")
    assert (status, made) == (200, VERA | {"operator_id": "operator-105"})
    assert (logins()["vera"], len(password) >= 12) == (True, True)
    status, again = save(account, name="Вера Белова")
    assert (status, again) == (200, VERA | {"operator_id": "operator-105", "name": "Вера Белова"})
    assert password not in str((account.scan("OperatorsTable"), account.scan("StateTable"), operators(account)))


def test_operators_are_listed_by_name_with_all_their_fields(account: Account) -> None:
    save(account, extension=None, login=None, pbx_login=None, active=False)
    found = operators(account)
    assert list(found) == ["operator-105", "operator-101", "operator-100"]
    nobody = {"extension": None, "login": None, "pbx_login": None, "active": False}
    assert found["operator-105"] == VERA | nobody | {"operator_id": "operator-105"}


def test_an_operator_without_a_login_makes_none(account: Account) -> None:
    assert "temporary_password" not in save(account, login=None)[1]
    assert logins() == {}


def test_an_extension_belongs_to_one_active_operator(account: Account) -> None:
    status, refused = save(account, extension="100")
    assert (status, refused["message"]) == (409, "Добавочный 100 уже занят оператором «Ольга Миронова».")
    assert ("operator-105" in operators(account), logins()) == (False, {})
    assert save(account, extension="100", active=False)[0] == 200
    assert save(account, extension="100", active=True)[0] == 409
    assert save(account, "operator-100", name="Ольга", extension="100", login="olga", pbx_login="olga")[0] == 200


def test_a_pbx_login_belongs_to_one_operator_in_any_letter_case(account: Account) -> None:
    status, refused = save(account, pbx_login="OMironova")
    assert (status, refused["message"]) == (409, "Логин АТС «OMironova» уже занят другим оператором.")
    assert "operator-105" not in operators(account)


def test_a_login_belongs_to_one_operator_active_or_not(account: Account) -> None:
    for active in (True, False):
        status, refused = save(account, login="olga", active=active)
        assert (status, refused["message"]) == (409, "Вход «olga» уже занят другим оператором.")
    assert "operator-105" not in operators(account)


def test_an_operator_who_is_switched_off_is_shut_out_and_let_in_again(account: Account) -> None:
    for active in (True, False, True):
        assert save(account, active=active)[0] == 200
        assert logins() == {"vera": active}
        assert account.desk("POST", "/tickets", login="vera")[0] == (200 if active else 403)


@pytest.mark.parametrize(
    ("changed", "expelled"),
    [
        ({"active": False}, True),
        ({"extension": "205"}, True),
        ({"extension": None}, True),
        ({"login": "vera2"}, True),
        ({"name": "Вера Белова", "pbx_login": None}, False),
    ],
    ids=str,
)
def test_who_may_not_look_any_more_loses_the_open_tabs_and_nobody_else_does(
    account: Account, changed: dict[str, Any], expelled: bool
) -> None:
    save(account)
    for tab, operator, extension in (("one", "105", "105"), ("two", "105", "105"), ("olgas", "100", "100")):
        shared.connections().add(extension, tab, f"operator-{operator}", shared.now())
    shared.connections().add("105", "before-her", "operator-104", shared.now())
    account.browser.gone = {"two"}
    assert save(account, **changed)[0] == 200
    left = {row["connection_id"]["S"] for row in account.scan("ConnectionsTable")}
    assert left == ({"olgas", "before-her"} if expelled else {"one", "two", "olgas", "before-her"})
    assert account.browser.closed == (["one"] if expelled else [])


def test_who_is_removed_loses_the_open_tabs(account: Account) -> None:
    save(account)
    shared.connections().add("105", "one", "operator-105", shared.now())
    assert account.admin("DELETE", "/operators/operator-105")[0] == 204
    assert (account.browser.closed, account.scan("ConnectionsTable")) == (["one"], [])


def test_a_login_that_was_replaced_or_taken_away_is_shut_out(account: Account) -> None:
    save(account)
    assert save(account, login="vera2")[1]["temporary_password"]
    assert logins() == {"vera": False, "vera2": True}
    save(account, login=None)
    assert logins() == {"vera": False, "vera2": False}


def test_an_operator_who_is_removed_is_shut_out_and_gone(account: Account) -> None:
    save(account)
    assert account.admin("DELETE", "/operators/operator-105") == (204, None)
    assert ("operator-105" in operators(account), logins()) == (False, {"vera": False})
    assert account.admin("DELETE", "/operators/operator-105")[0] == 404


def test_an_operator_whose_login_was_removed_by_hand_can_still_be_removed(account: Account) -> None:
    assert account.admin("DELETE", "/operators/operator-100") == (204, None)


def test_a_change_of_an_extension_sends_the_next_call_to_the_new_one(account: Account) -> None:
    save(account, "operator-100", name="Ольга", extension="205", login=None, pbx_login="100")
    account.socket("$connect", "tab", "205")
    account.post({name: value for name, value in RING.items() if name != "ext"})
    assert [call["extension"] for call in account.browser.calls("tab")] == ["205"]


BAD: dict[str, list[Any]] = {
    "name": ["", " ", None, "x" * 201, "\x00"],
    "extension": ["", "10a", "1" * 17, 100, "доб. 5"],
    "login": ["", "a b", "вера", "x" * 65],
    "pbx_login": ["", "a b", "x" * 65],
    "active": ["yes", 1, None],
    "password": ["hunter2-secret"],
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_field_answers_400_names_it_and_changes_nothing(account: Account, name: str) -> None:
    before = account.scan("OperatorsTable")
    for value in BAD[name]:
        status, refused = save(account, **{name: value})
        assert (status, name in refused["message"], "hunter2" in refused["message"]) == (400, True, False), value
    assert (account.scan("OperatorsTable"), logins()) == (before, {})


def test_a_bad_operator_id_is_refused(account: Account) -> None:
    for operator_id in ("a" * 65, "a%20b", "оператор"):
        assert save(account, operator_id)[0] in (400, 404), operator_id
    assert len(account.scan("OperatorsTable")) == 2


def administrators(account: Account) -> list[str]:
    """List the administrators' logins."""
    status, found = account.admin("GET", "/administrators")
    assert status == 200
    listed: list[str] = found["logins"]
    return listed


def test_an_operators_login_becomes_an_administrator_and_is_one_no_more(account: Account) -> None:
    save(account)
    for _ in range(2):
        assert account.admin("PUT", "/administrators/vera") == (204, None)
        assert administrators(account) == ["vera"]
    for _ in range(2):
        assert account.admin("DELETE", "/administrators/vera") == (204, None)
        assert administrators(account) == []
    changes = account.admin("GET", "/settings/history")[1]["changes"]
    told = [(one["of"], one["from"], one["to"]) for one in changes if one["field"] == "operator.admin"]
    assert told == [("Вера Тихонова", True, False), ("Вера Тихонова", False, True)]


def test_no_right_is_given_untold(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    save(account)

    def fail(*_: Any, **__: Any) -> None:
        raise UnavailableError("unavailable")

    monkeypatch.setattr(Logins, "promote", fail)
    assert account.admin("PUT", "/administrators/vera")[0] == 503
    [told] = [
        one for one in account.admin("GET", "/settings/history")[1]["changes"] if one["field"] == "operator.admin"
    ]
    assert (told["of"], told["to"], administrators(account)) == ("Вера Тихонова", True, [])


def test_nobody_removes_themselves_and_only_a_login_there_is_becomes_one(account: Account) -> None:
    save(account, login="boss")
    account.admin("PUT", "/administrators/boss")
    status, refused = account.admin("DELETE", "/administrators/boss")
    assert (status, refused["message"].split(":")[0]) == (409, "Себя из администраторов убрать нельзя")
    assert administrators(account) == ["boss"]
    assert [account.admin(method, "/administrators/nobody")[0] for method in ("PUT", "DELETE")] == [404, 404]
    assert account.admin("GET", "/administrators", groups="")[0] == 403
