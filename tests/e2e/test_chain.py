"""The whole chain without a browser: the stand's GET, the deployed template, the frame at the right socket."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.world import Screen, World

SCENARIOS = {
    scenario["name"]: [step["stand"] for step in scenario["steps"]]
    for scenario in json.loads((Path(__file__).parents[1] / "fixtures" / "scenarios.json").read_text(encoding="utf-8"))[
        "scenarios"
    ]
    if scenario["name"].startswith(("incoming", "outgoing"))
}
# setting → after which step of the scenario there is a card: begin, answer, end (specification's table)
INCOMING = {"never": None, "ring": "begin", "answer": "answer", "end": "end"}
OUTGOING = {"never": None, "start": "begin", "answer": "answer", "end": "end"}
MOMENTS = {"event=1": "begin", "event=3": "answer", "event=2": "end"}
STATES = {"begin": "ringing", "answer": "talking", "end": "ended"}


def cases(direction: str, settings: dict[str, str | None]) -> list[Any]:
    """Every scenario of a direction under every setting; one setting after another, each is put in force once."""
    names = [name for name in SCENARIOS if name.startswith(direction)]
    return [
        pytest.param(name, setting, moment, id=f"{name}, {setting}")
        for setting, moment in settings.items()
        for name in names
    ]


@pytest.mark.parametrize(("name", "setting", "moment"), cases("incoming", INCOMING) + cases("outgoing", OUTGOING))
def test_the_card_comes_at_the_settings_moment_to_the_right_operator_only(
    world: World, name: str, setting: str, moment: str | None
) -> None:
    incoming = name.startswith("incoming")
    world.settings(**{"incoming_card" if incoming else "outgoing_card": setting})
    with world.screen(world.olga) as olga, world.screen(world.denis) as denis:
        call_id, shown = world.new_call(), False
        for query in SCENARIOS[name]:
            now = MOMENTS[query[:7]]
            told = play(world, olga, query, call_id)
            toast, shown = now == moment, shown or now == moment
            assert (told["state"], told["card"], told["toast"]) == (STATES[now], shown, toast)
            assert told["direction"] == ("in" if incoming else "out")
            assert told["contacts"][0]["name"] == "Ирина Соколова"
        assert told["missed"] == name.endswith("missed")
        assert denis.say("ping")["type"] == "pong"  # the first thing Denis hears at all


def play(world: World, screen: Screen, query: str, call_id: str) -> dict[str, Any]:
    """Let the stand say one step and read its frame."""
    sent = world.play(query, call_id)["sent"]
    return screen.next(sent.get("callid") or sent["call_id"])


@pytest.mark.parametrize(("record", "show"), [("end", "incoming"), ("end", "outgoing"), ("never", "both")])
def test_the_record_is_written_and_shown_as_the_settings_say(world: World, record: str, show: str) -> None:
    world.settings(incoming_card="never", incoming_record=record, show_record=show)
    before = len(journal(world))
    with world.screen(world.olga) as olga:
        call_id = world.new_call()
        told = [play(world, olga, query, call_id) for query in SCENARIOS["incoming answered"]]
    assert [bool(each["record"]) for each in told] == [False, False, record == "end" and show == "incoming"]
    assert len(journal(world)) - before == (1 if record == "end" else 0)


def journal(world: World) -> list[dict[str, Any]]:
    """The whole journal; the scenarios' calls are of 2023."""
    calls: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = world.olga.must("GET", "/calls", params={"from": "2023-01-01"} | ({"cursor": cursor} if cursor else {}))
        calls, cursor = calls + page["calls"], page["cursor"]
        if not cursor:
            return calls


def test_an_unknown_caller_gives_a_card_without_a_contact(world: World) -> None:
    with world.screen(world.olga) as olga:
        query = SCENARIOS["incoming answered"][0].replace("89991234567", "84957770000")
        told = play(world, olga, query, world.new_call())
    assert told["card"] is True
    assert told["contacts"] == []
    assert told["line"] == {"number": "3333333", "name": "Сайт"}


def test_a_repeated_event_tells_the_screen_nothing_new(world: World) -> None:
    with world.screen(world.olga) as olga:
        call_id = world.new_call()
        play(world, olga, SCENARIOS["incoming answered"][0], call_id)
        world.play(SCENARIOS["incoming answered"][0], call_id)
        assert olga.say("ping")["type"] == "pong"


def test_a_tab_opened_late_learns_of_the_open_calls(world: World) -> None:
    call_id = world.new_call()
    sent = world.play(SCENARIOS["incoming answered"][0], call_id)["sent"]
    with world.screen(world.olga) as olga, world.screen(world.denis) as denis:
        mine = [call["call_id"] for call in olga.say("sync")["calls"]]
        others = [call["call_id"] for call in denis.say("sync", extension="100")["calls"]]
    assert f"{sent['callid']}#100#0" in mine
    assert not [each for each in others if "#100#" in each]
    world.play(SCENARIOS["incoming answered"][2], call_id)


@pytest.mark.parametrize(
    ("settings", "phone", "responsible"),
    [
        ({}, "89991234567", "100"),
        ({}, "84957770000", ""),
        ({}, "89990012232", ""),
        ({"auto_transfer": False}, "89991234567", ""),
    ],
    ids=["responsible found", "unknown", "no responsible", "option off"],
)
def test_a_waiting_caller_is_sent_to_the_responsible_operator(
    world: World, settings: dict[str, object], phone: str, responsible: str
) -> None:
    world.settings(**settings)
    query = f"event=1&smart_transfer_is_required=1&call_id=32323&line=3333333&src_num={phone}"
    assert json.loads(world.play(query)["body"]) == {"responsible": responsible}
