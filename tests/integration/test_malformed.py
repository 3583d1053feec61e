"""Bad input to POST /pbx: a clear refusal, nothing written, never a 5xx."""

import json
from base64 import b64encode
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.conftest import TOKEN, Account

EVENT = {"cmd": "event", "type": "INCOMING", "callid": "1", "ext": "100", "phone": "89991234567"}
HISTORY = {"cmd": "history", "type": "in", "callid": "1", "ext": "100", "phone": "89991234567"}
SECRETS = ("89991234567", TOKEN)

UNREADABLE = {
    "empty": "",
    "blank": "  \n",
    "no json": "{",
    "half": '{"cmd": "event"',
    "a list": "[]",
    "a string": '"event"',
    "a number": "1",
    "null": "null",
    "too large": json.dumps(EVENT | {"crm_token": TOKEN, "note": "x" * 16384}),
    "deep": '{"a":' * 2500 + "1" + "}" * 2500,
    "deep list": '{"crm_token": "x", "a":' + "[" * 7000 + "]" * 7000 + "}",
    "huge number": '{"crm_token":' + "9" * 6000 + "}",
    "not utf-8": {"body": b64encode(b'{"cmd": "\xff"}').decode(), "isBase64Encoded": True},
    "a lone surrogate in the body": "\ud800",
    "not base64": {"body": "*", "isBase64Encoded": True},
}
WRONG_FIELDS = [
    (EVENT | {"callid": ""}, "callid"),
    ({"cmd": "event", "type": "INCOMING"}, "callid"),
    (EVENT | {"callid": None}, "callid"),
    (EVENT | {"callid": " "}, "callid"),
    ({"cmd": "rating", "callid": "1", "rating": " "}, "rating"),
    (EVENT | {"callid": "x" * 129}, "callid"),
    (EVENT | {"callid": "a\x00b"}, "callid"),
    (EVENT | {"callid": {"a": 1}}, "callid"),
    (EVENT | {"callid": 1.5}, "callid"),
    (EVENT | {"phone": ["89991234567"]}, "phone"),
    (EVENT | {"phone": "9" * 201}, "phone"),
    (EVENT | {"phone": True}, "phone"),
    (EVENT | {"phone": "\ud800"}, "phone"),
    (EVENT | {"ext": "1#2"}, "ext"),
    (EVENT | {"ext": "1" * 65}, "ext"),
    (EVENT | {"user": {}}, "user"),
    (EVENT | {"direction": "sideways"}, "direction"),
    (EVENT | {"type": 5}, "type"),
    (EVENT | {"type": ""}, "type"),
    ({name: value for name, value in EVENT.items() if name != "type"}, "type"),
    (HISTORY | {"type": "sideways"}, "type"),
    (HISTORY | {"duration": "soon"}, "duration"),
    (HISTORY | {"duration": -1}, "duration"),
    (HISTORY | {"duration": 1e99}, "duration"),
    (HISTORY | {"duration": float("nan")}, "duration"),
    (HISTORY | {"duration": True}, "duration"),
    (HISTORY | {"link": 5.5}, "link"),
    (HISTORY | {"start": ["x"]}, "start"),
    ({"cmd": "contact", "phone": {"$ne": ""}}, "phone"),
    ({"cmd": None}, "cmd"),
    ({"cmd": ["event"]}, "cmd"),
    ({"cmd": ""}, "cmd"),
    ({"callid": "1"}, "cmd"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [*HISTORY, "direction", "user", "diversion", "start", "end", "duration", "link", "status", "call_id"]
)
WORDS = st.sampled_from(
    ["event", "history", "contact", "INCOMING", "ACCEPTED", "in", "out", "success", "100", "50", ""]
)


def assert_refused(account: Account, answer: tuple[int, Any], status: int) -> None:
    assert answer[0] == status
    assert list(answer[1]) == ["message"]
    assert not any(secret in answer[1]["message"] for secret in SECRETS)
    assert account.scan("CallsTable") == []


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_body_answers_400(account: Account, name: str) -> None:
    body = UNREADABLE[name]
    answer = account.post(body["body"], isBase64Encoded=True) if isinstance(body, dict) else account.post(body)
    assert_refused(account, answer, 400)


@pytest.mark.parametrize(("body", "field"), WRONG_FIELDS)
def test_a_wrong_field_answers_400_and_is_named_without_its_value(
    account: Account, body: dict[str, Any], field: str
) -> None:
    answer = account.post(body)
    assert_refused(account, answer, 400)
    assert field in answer[1]["message"]


@pytest.mark.parametrize("duration", [None, "", " "], ids=["null", "empty", "blank"])
def test_a_history_that_names_no_duration_is_taken(account: Account, duration: Any) -> None:
    assert account.post(HISTORY | {"duration": duration}) == (200, {})
    assert len(account.legs()) == 1


def test_a_body_of_exactly_16_kib_is_read(account: Account) -> None:
    padded = {"crm_token": TOKEN, **EVENT, "note": ""}
    padded["note"] = "x" * (16384 - len(json.dumps(padded)))
    assert account.post(json.dumps(padded)) == (200, {})


def test_refusals_speak_the_readers_language(account: Account) -> None:
    body = account.post("{", headers={"Accept-Language": "en-GB,en;q=0.9"})[1]
    assert body == {"message": "The request body cannot be read: not JSON."}


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES | st.text(max_size=8), JSON | WORDS, max_size=10), st.booleans())
def test_no_body_at_all_makes_a_5xx(account: Account, body: dict[str, Any], honest: bool) -> None:
    fields = body | ({"crm_token": TOKEN} if honest else {})
    before = len(account.scan("CallsTable"))
    status, answer = account.post(json.dumps(fields))
    assert status in ((200, 400) if honest else (400, 401))
    assert status == 200 or list(answer) == ["message"]
    assert status == 200 or len(account.scan("CallsTable")) == before


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_bytes_at_all_make_a_5xx(account: Account, body: str | bytes) -> None:
    if isinstance(body, bytes):
        answer = account.post(b64encode(body).decode(), isBase64Encoded=True)
    else:
        answer = account.post(body)
    assert_refused(account, answer, answer[0])
    assert answer[0] in (400, 401)
