"""POST /makecall, from the operator's click to the PBX: who dials, and how often."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any

import pytest
import responses
from moto.dynamodb.models.table import Table

from callcard.errors import PbxError
from callcard.wiring import makecall, shared
from functions.makecall.app import lambda_handler as makecall_door
from tests.integration.conftest import Account, browser_event

PBX = "https://pbx.example.com/makecall"
PHONE = "8 (999) 123-45-67"
FAILED = (
    "При выполнении запроса к Простым звонкам произошла ошибка: {}.\n"
    "Пожалуйста, обратитесь в поддержку Простых звонков."
)


@pytest.fixture
def pbx() -> Iterator[responses.RequestsMock]:
    """Stand in for the PBX's HTTP."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as stand_in:
        yield stand_in


def click(account: Account, click_id: str = "click-0001", *, login: str = "olga", **body: Any) -> tuple[int, Any]:
    """Let an operator click."""
    body = {"phone": PHONE, "request_id": click_id} | body
    return account.answer(makecall_door, browser_event("POST", "/makecall", body, login))


def change(account: Account, **changed: Any) -> None:
    """Let the administrator change the operator at 100."""
    operator = {"name": "Ольга", "extension": "100", "login": "olga", "pbx_login": None, "active": True}
    assert account.admin("PUT", "/operators/operator-100", operator | changed)[0] == 200


def test_a_click_dials_from_the_operators_own_extension_with_the_secrets_token(
    account: Account, pbx: responses.RequestsMock
) -> None:
    pbx.post(PBX, json={"result": "ok"})
    for number, (login, extension) in enumerate([("olga", "100"), ("denis", "101")]):
        assert click(account, f"click-000{number}", login=login) == (202, {"accepted": True})
        request = pbx.calls[number].request
        assert json.loads(request.body or "") == {"user": extension, "phone": "89991234567"}
        assert request.headers["X-API-KEY"] == "pbx-token-for-tests"
        assert request.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("name", ["user", "ext", "extension", "operator_id", "token"])
def test_a_click_that_names_an_extension_or_anything_else_is_refused(
    account: Account, pbx: responses.RequestsMock, name: str
) -> None:
    status, refused = click(account, **{name: "101"})
    assert (status, name in refused["message"], "101" in refused["message"]) == (400, True, False)
    assert len(pbx.calls) == 0


def test_a_bad_click_answers_400_names_the_field_and_dials_nothing(
    account: Account, pbx: responses.RequestsMock
) -> None:
    bad: dict[str, list[Any]] = {
        "phone": ["", "no digits", "+", None, 7, "8" * 129],
        "request_id": ["", "short", "x" * 65, "с-кириллицей", None, 12345678],
    }
    for name, values in bad.items():
        for value in values:
            status, refused = click(account, **{name: value})
            assert (status, name in refused["message"]) == (400, True), value
    assert len(pbx.calls) == 0


@pytest.mark.parametrize("changed", [{"active": False}, {"extension": None}, {"login": "other"}], ids=str)
def test_a_login_without_an_active_operator_with_an_extension_dials_nothing(
    account: Account, pbx: responses.RequestsMock, changed: dict[str, Any]
) -> None:
    assert click(account, login="stranger")[0] == 403
    change(account, **changed)
    assert click(account)[0] == 403
    assert len(pbx.calls) == 0


def test_an_extension_that_changed_dials_from_the_new_one(account: Account, pbx: responses.RequestsMock) -> None:
    pbx.post(PBX, json={"result": "ok"})
    change(account, extension="205")
    click(account)
    assert json.loads(pbx.calls[0].request.body or "")["user"] == "205"


def test_a_token_the_administrator_stored_is_the_one_the_pbx_gets(
    account: Account, pbx: responses.RequestsMock
) -> None:
    pbx.post(PBX, json={"result": "ok"})
    click(account, "click-0001")
    assert account.admin("PUT", "/tokens/pbx", {"token": "new-pbx-token"}) == (204, None)
    click(account, "click-0002")
    assert [call.request.headers["X-API-KEY"] for call in pbx.calls] == ["pbx-token-for-tests", "new-pbx-token"]


def test_the_same_click_again_dials_nothing_and_gets_the_same_answer(
    account: Account, pbx: responses.RequestsMock
) -> None:
    pbx.post(PBX, json={"uuid": "1"})
    pbx.post(PBX, status=500, json={"error": "Нет линий"})
    assert [click(account, "click-0001") for _ in range(3)] == [(202, {"accepted": True})] * 3
    assert len(pbx.calls) == 1
    failed = (502, {"message": FAILED.format("Нет линий")})
    assert [click(account, "click-0002") for _ in range(3)] == [failed] * 3
    assert len(pbx.calls) == 2


def test_another_click_dials_again(account: Account, pbx: responses.RequestsMock) -> None:
    pbx.post(PBX, json={"result": "ok"})
    for number in range(3):
        assert click(account, f"click-000{number}")[0] == 202
    assert len(pbx.calls) == 3


def test_the_same_request_id_of_two_operators_is_two_clicks(account: Account, pbx: responses.RequestsMock) -> None:
    pbx.post(PBX, json={"result": "ok"})
    assert [click(account, login=login)[0] for login in ("olga", "denis")] == [202, 202]
    assert len(pbx.calls) == 2


@pytest.mark.parametrize(("status", "failure"), [(200, None), (500, "Нет линий")])
def test_row_3_13_one_click_from_20_places_at_once_dials_once_and_tells_all_the_same(
    account: Account, pbx: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch, status: int, failure: str | None
) -> None:
    lock, put = Lock(), Table.put_item

    def atomic(*args: Any, **kwargs: Any) -> Any:
        with lock:  # DynamoDB checks and writes in one step; its imitation does not
            return put(*args, **kwargs)

    monkeypatch.setattr(Table, "put_item", atomic)
    pbx.post(PBX, status=status, json={"error": failure} if failure else {"result": "ok"})
    use_case = makecall.use_case()

    def dial(_: int) -> str | None:
        try:
            use_case.dial("olga", "79991234567", "click-0001")
        except PbxError as error:
            return error.values["detail"]
        return None

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(dial, range(20))) == [failure] * 20
    assert len(pbx.calls) == 1


@pytest.mark.parametrize(
    ("phone", "status"),
    [
        ("88091234567", 403),
        ("+870 773 123456", 403),
        ("*100#", 403),
        ("112", 403),
        ("+375291234567", 403),
        ("101", 202),
    ],
)
def test_what_costs_more_than_a_call_is_refused_in_words_and_dials_nothing(
    account: Account, pbx: responses.RequestsMock, phone: str, status: int
) -> None:
    pbx.post(PBX, json={"result": "ok"})
    found, body = click(account, phone=phone)
    assert (found, len(pbx.calls)) == (status, 1 if status == 202 else 0)
    assert status == 202 or phone not in body["message"]


def test_the_eleventh_call_of_a_minute_is_refused_and_may_be_tried_again(
    account: Account, pbx: responses.RequestsMock
) -> None:
    pbx.post(PBX, json={"result": "ok"})
    answers = [click(account, f"click-{number:04}")[0] for number in range(12)]
    assert answers == [202] * 10 + [429] * 2
    assert click(account, "click-0003")[0] == 202  # a repetition of one that dialled counts for nothing
    assert click(account, "click-of-denis", login="denis")[0] == 202
    assert len(pbx.calls) == 11
    shared.dynamodb().delete_item(TableName="StateTable", Key={"pk": {"S": "dials#operator-100"}})  # a minute later
    assert click(account, "click-0011")[0] == 202


def test_clicks_at_once_are_counted_one_by_one(account: Account, pbx: responses.RequestsMock) -> None:
    pbx.post(PBX, json={"result": "ok"})
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda number: click(account, f"click-{number:04}")[0], range(20)))
    assert set(answers) <= {202, 429}
    assert answers.count(202) == len(pbx.calls) <= 10


def test_a_click_asks_aws_for_each_thing_once(account: Account, pbx: responses.RequestsMock) -> None:
    pbx.post(PBX, json={"result": "ok"})
    account.requests.clear()
    assert click(account)[0] == 202
    asked = Counter(account.requests)
    # who may dial · the token · how often of late · the claim, the count and the call to follow · the outcome
    assert asked == {
        "dynamodb.Scan": 1,
        "secrets-manager.GetSecretValue": 1,
        "dynamodb.GetItem": 1,
        "dynamodb.PutItem": 3,
        "dynamodb.UpdateItem": 1,
    }


def test_the_extension_of_who_was_switched_off_is_a_number_like_any_other(
    account: Account, pbx: responses.RequestsMock
) -> None:
    pbx.post(PBX, json={"result": "ok"})
    assert click(account, phone="101")[0] == 202
    denis = {"name": "Денис", "extension": "101", "login": "denis", "pbx_login": None, "active": False}
    assert account.admin("PUT", "/operators/operator-101", denis)[0] == 200
    assert click(account, "click-0002", phone="101")[0] == 403
