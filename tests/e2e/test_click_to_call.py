"""One click asks the PBX for one call; a failing PBX is told in the specification's two lines."""

import time
from typing import Any

import pytest

from tests.e2e.world import Screen, World

TEXT = (
    "При выполнении запроса к Простым звонкам произошла ошибка: {}.\n"
    "Пожалуйста, обратитесь в поддержку Простых звонков."
)


def test_one_click_asks_for_one_call_from_the_operators_own_extension(world: World) -> None:
    before, click = len(world.makecalls()), {"phone": "89991234567", "request_id": f"click-{time.time_ns()}"}
    answers = [world.olga.call("POST", "/makecall", click) for _ in range(3)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"accepted": True})] * 3
    asked = world.makecalls()[before:]
    assert [(each["user"], each["phone"][-10:]) for each in asked] == [("100", "9991234567")]


@pytest.mark.parametrize(
    ("mode", "error"),
    [("400", "Неверно указан номер телефона"), ("500", "Внутренняя ошибка сервера")],
)
def test_the_pbxs_error_is_told_byte_for_byte(world: World, mode: str, error: str) -> None:
    world.switch(makecall=mode)
    answer = click(world)
    assert (answer[0], answer[1]) == (502, TEXT.format(error))


@pytest.mark.parametrize("mode", ["garbage", "nothing"])
def test_every_other_failure_is_told_in_the_same_words_and_dials_once(world: World, mode: str) -> None:
    world.switch(makecall=mode)
    before, started = len(world.makecalls()), time.monotonic()
    status, message = click(world)
    first, _, second = message.partition("\n")
    assert status == 502
    assert first.startswith("При выполнении запроса к Простым звонкам произошла ошибка: ")
    assert second == "Пожалуйста, обратитесь в поддержку Простых звонков."
    assert len(world.makecalls()) - before == 1
    assert time.monotonic() - started < 10


def test_an_accepted_click_can_become_a_call_on_the_screen_which_names_the_click(world: World) -> None:
    world.switch(follow=True)
    body = {"phone": "89991234567", "request_id": f"click-{time.time_ns()}"}
    with world.screen(world.olga) as olga:
        assert world.olga.call("POST", "/makecall", body).status_code == 202
        calls = [begun(olga)]
        while calls[-1]["state"] != "ended":
            calls.append(olga.next(calls[0]["call_id"].split("#")[0]))
    assert [call["state"] for call in calls] == ["ringing", "talking", "ended"]
    assert [call["click"] for call in calls] == [body["request_id"], None, None]


def begun(screen: Screen) -> dict[str, Any]:
    """The next call that begins; an older one may still be ending."""
    while (frame := screen.read())["type"] != "call" or frame["call"]["state"] != "ringing":
        pass
    told: dict[str, Any] = frame["call"]
    return told


def test_who_is_no_operator_cannot_call(world: World) -> None:
    body = {"phone": "89991234567", "request_id": f"click-{time.time_ns()}"}
    assert world.admin.call("POST", "/makecall", body).status_code == 403


def click(world: World) -> tuple[int, str]:
    """One click on a number; status and message."""
    answer = world.olga.call("POST", "/makecall", {"phone": "89991234567", "request_id": f"click-{time.time_ns()}"})
    return answer.status_code, answer.json().get("message", "")
