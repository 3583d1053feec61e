"""«Почему не показана карточка?», self-check and test call on the deployed template, with the roles as they are."""

import json
import time
from typing import Any
from urllib.parse import quote

from local.api import Login
from tests.e2e.test_chain import SCENARIOS, journal
from tests.e2e.world import Screen, World

BEGIN, END = SCENARIOS["incoming answered"][0], SCENARIOS["incoming answered"][2]


def ring(world: World, extension: str = "100") -> str:
    """Let a call ring and end; its leg's name."""
    call_id = world.new_call()
    for query in (BEGIN, END):
        sent = world.play(query.replace("dst_num=100", f"dst_num={extension}"), call_id)["sent"]
    return f"{sent['callid']}#{extension}#0"


def why(reader: Login, call_id: str) -> dict[str, Any]:
    """Ask why a call has no card."""
    found: dict[str, Any] = reader.must("GET", f"/calls/{quote(call_id, safe='')}/trace")
    return found


def step(found: dict[str, Any], name: str) -> str:
    """Give the state of a step."""
    return next(str(one["state"]) for one in found["steps"] if one["step"] == name)


def say_shown(screen: Screen, call: dict[str, Any]) -> None:
    """Say what the page says when a card has become visible; a ping after it, so that it has been heard."""
    said = {"action": "shown", "call_id": call["call_id"], "version": call["version"]}
    screen.socket.send(json.dumps(said))
    assert screen.say("ping")["type"] == "pong"


def confirmed(world: World, call_id: str) -> dict[str, Any]:
    """Ask about a call whose card was just confirmed: sockets' messages are handled beside each other."""
    deadline = time.monotonic() + 10
    while not (found := why(world.olga, call_id))["shown"] and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def test_the_setting_never_is_the_reason_and_an_administrator_can_change_it(world: World) -> None:
    world.settings(incoming_card="never")
    with world.screen(world.olga):
        call_id = ring(world)
    found = why(world.olga, call_id)
    assert (found["shown"], found["reason"], step(found, "setting")) == (False, "never", "fault")
    assert (found["remedy"]["code"], found["remedy"]["page"]) == ("ask_admin", None)
    assert why(world.admin, call_id)["remedy"]["page"] == "settings/calls"


def test_an_extension_without_an_operator_is_the_reason(world: World) -> None:
    call_id = ring(world, "105")
    found = why(world.admin, call_id)
    assert found["sentence"] == "Карточка не показана: у добавочного 105 нет оператора."
    assert (found["remedy"]["code"], step(found, "operator")) == ("assign_operator", "fault")
    assert world.olga.call("GET", f"/calls/{quote(call_id, safe='')}/trace").status_code == 404


def test_no_open_tab_is_the_reason(world: World) -> None:
    found = why(world.denis, ring(world, "101"))
    assert (found["reason"], step(found, "tab"), step(found, "push")) == ("no_tab", "fault", "unknown")
    assert found["remedy"]["code"] == "open_tab"


def test_a_card_the_browser_confirmed_was_shown_at_that_time(world: World) -> None:
    with world.screen(world.olga) as olga, world.screen(world.denis) as denis:
        call_id = world.new_call()
        sent = world.play(BEGIN, call_id)["sent"]
        call = olga.next(sent["callid"])
        assert why(world.olga, call["call_id"])["reason"] == "unconfirmed"
        say_shown(denis, call)  # nobody speaks for another extension
        assert why(world.olga, call["call_id"])["reason"] == "unconfirmed"
        say_shown(olga, call)
        found = confirmed(world, call["call_id"])
        world.play(END, call_id)
    assert (found["shown"], found["sentence"]) == (True, "Карточка показана.")
    assert {one["state"] for one in found["steps"]} == {"ok"}
    assert call["started_at"] < found["shown_at"] == found["steps"][-1]["at"]


def test_the_newest_calls_are_listed_with_their_reasons(world: World) -> None:
    world.settings(incoming_record="never")
    call_id = ring(world, "101")
    listed = world.denis.must("GET", "/check/calls")["calls"]
    assert (listed[0]["call_id"], listed[0]["recorded"], listed[0]["reason"]) == (call_id, False, "no_tab")
    assert listed[0]["contact"]["name"] == "Ирина Соколова"
    assert {row["extension"] for row in listed} == {"101"}
    everything = world.admin.must("GET", "/check/calls")["calls"]
    assert everything[0]["call_id"] == call_id
    assert world.olga.call("GET", "/check/calls?extension=101").status_code == 403


def test_the_overview_counts_the_own_tabs_and_names_the_last_event(world: World) -> None:
    with world.screen(world.olga):
        call_id = ring(world)
        found = world.olga.must("GET", "/check")
    assert found["tabs"] >= 1
    assert (found["extension"], found["settings"]["incoming_card"]) == ("100", "ring")
    assert why(world.olga, call_id)["at"] <= found["last_event_at"] <= found["server_time"]


def test_a_test_call_rings_the_own_operator_alone_and_leaves_no_record(world: World) -> None:
    before = len(journal(world))
    with world.screen(world.olga) as olga, world.screen(world.denis) as denis:
        olga.socket.send(json.dumps({"action": "test", "extension": "101"}))
        ringing = olga.read()["call"]
        say_shown(olga, ringing)
        for action in ("test_answer", "test_end"):
            olga.socket.send(json.dumps({"action": action}))
            told = olga.read()["call"]
            assert told["call_id"] == ringing["call_id"]
        assert denis.say("ping")["type"] == "pong"  # the first thing Denis hears at all
        found = confirmed(world, ringing["call_id"])
    assert (ringing["state"], ringing["card"], told["state"]) == ("ringing", True, "ended")
    assert ringing["call_id"].startswith("callcard-test-")
    assert (found["shown"], found["test"], found["recorded"]) == (True, True, False)
    assert len(journal(world)) == before


def test_who_changed_a_setting_is_told(world: World) -> None:
    world.settings(suffix_digits=9)
    change = world.admin.must("GET", "/settings/history")["changes"][0]
    assert (change["field"], change["to"], change["by"]) == ("suffix_digits", 9, world.stack["admin"]["login"])
    assert world.olga.call("GET", "/settings/history").status_code == 403
