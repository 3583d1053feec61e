"""The missed-call desk on the deployed stack: the calls' stream, the roles as they are, and everybody's socket."""

import time
from typing import Any
from urllib.parse import quote

from tests.e2e.world import Screen, World

RINGS = "event=1&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num={phone}"
GIVES_UP = (
    "event=2&src_type=1&call_id=32323&line=3333333&dst_num=100&src_num={phone}&status=NOANSWER"
    "&call_start_timestamp={start}&timestamp={end}"
)
CALLS_BACK = "event=1&src_type=2&call_id=32323&line=3333333&src_num=101&dst_num={phone}"
PICKS_UP = "event=3&src_type=2&call_id=32323&line=3333333&src_num=101&dst_num={phone}"


def test_a_missed_client_is_everybodys_until_somebody_has_talked_with_them(world: World) -> None:
    phone = fresh_number()
    with world.screen(world.olga) as olga, world.screen(world.denis) as denis:
        call_id = miss(world, phone)
        opened = told(denis, phone)
        assert (opened["state"], opened["count"], opened["attempts"][0]["extensions"]) == ("open", 1, ["100"])
        assert told(olga, phone) == opened
        taken = world.denis.must("PUT", f"/callbacks/{opened['phone']}/taken")
        assert (taken["taken_by"]["name"], told(olga, phone)) == ("Денис Карпов", taken)
        assert world.olga.call("PUT", f"/callbacks/{opened['phone']}/taken").status_code == 409
        back = world.new_call()
        for query in (CALLS_BACK, PICKS_UP):
            world.play(query.format(phone=phone), back)
        closed = until(olga, phone, "closed")
        assert (closed["closed"]["how"], closed["closed"]["by"]["name"]) == ("reached", "Денис Карпов")
    rows = world.olga.must("GET", "/callbacks", params={"state": "closed"})["callbacks"]
    assert closed in rows
    note = world.olga.must("PUT", f"/calls/{quote(call_id, safe='')}/note", {"note": "Перезвонили"})
    assert (note["call_id"], note["note"]) == (call_id, "Перезвонили")


def test_done_and_put_back_and_all_at_once(world: World) -> None:
    phone = fresh_number()
    with world.screen(world.denis) as denis:
        miss(world, phone)
        row = told(denis, phone)
        done = world.olga.must(
            "PUT", f"/callbacks/{row['phone']}/done", {"version": row["version"], "reason": "Ошибся"}
        )
        assert (done["closed"]["reason"], told(denis, phone)) == ("Ошибся", done)
        back = world.olga.must("DELETE", f"/callbacks/{row['phone']}/done")
        assert (back["state"], told(denis, phone)) == ("open", back)
        seen = {"phones": [{"phone": back["phone"], "version": back["version"]}]}
        assert world.olga.must("POST", "/callbacks/done", seen)["callbacks"][0]["state"] == "closed"
        assert denis.read()["type"] == "callbacks"
        assert world.olga.must("DELETE", f"/callbacks/{row['phone']}/done")["state"] == "open"
        assert world.olga.must("PUT", f"/callbacks/{row['phone']}/taken")["taken_by"]["name"] == "Ольга Миронова"
        assert world.olga.must("DELETE", f"/callbacks/{row['phone']}/taken")["taken_by"] is None


def test_the_wall_and_the_figures_show_the_call(world: World) -> None:
    before = figures(world)
    with world.screen(world.olga):
        waiting = world.denis.must("GET", "/wallboard")["waiting"]
        phone, call = fresh_number(), world.new_call()
        world.play(RINGS.format(phone=phone), call)
        wall = world.denis.must("GET", "/wallboard")
        states = {one["extension"]: one["state"] for one in wall["operators"]}
        assert (states["100"], wall["ringing"]) == ("ringing", 1)
        hang_up(world, phone, call)
        deadline = time.monotonic() + 10
        while world.denis.must("GET", "/wallboard")["waiting"] == waiting and time.monotonic() < deadline:
            time.sleep(0.2)
        after = world.denis.must("GET", "/wallboard")
        assert after["waiting"] == waiting + 1
        assert {one["extension"]: one["state"] for one in after["operators"]}["100"] == "free"
    assert figures(world)["totals"]["missed"] == before["totals"]["missed"] + 1


def figures(world: World) -> Any:
    """The statistics of today."""
    return world.olga.must("GET", "/statistics", params={"zone": "+00:00"})


def fresh_number() -> str:
    """A number that no test has used."""
    return f"8999{time.time_ns() // 1000 % 10**7:07}"


def miss(world: World, phone: str) -> str:
    """Let a client ring at Olga's and give up; the leg's call_id."""
    call = world.new_call()
    sent = world.play(RINGS.format(phone=phone), call)["sent"]
    hang_up(world, phone, call)
    return f"{sent['callid']}#100#0"


def hang_up(world: World, phone: str, call: str) -> None:
    """Let the client give up."""
    now = int(time.time())
    world.play(GIVES_UP.format(phone=phone, start=now - 20, end=now), call)


def told(screen: Screen, phone: str) -> Any:
    """What the next frame about a client's callback says."""
    while True:
        frame = screen.read()
        if frame["type"] == "callback" and frame["callback"]["phone"] == f"7{phone[1:]}":
            return frame["callback"]


def until(screen: Screen, phone: str, state: str) -> Any:
    """What is said of it when it has come so far."""
    while (row := told(screen, phone))["state"] != state:
        pass
    return row
