"""A contact is made while a stranger calls: the card and the past calls learn of it, from the deployed template."""

import time
from typing import Any

from tests.e2e.world import Screen, World

HISTORY = {"cmd": "history", "type": "in", "start": "", "end": "", "duration": "20", "status": "missed", "link": ""}


def tell(world: World, callid: str, phone: str, extension: str, **message: str) -> None:
    """Post what the PBX says of a call."""
    known = {"user": extension, "ext": extension, "phone": phone, "diversion": "3333333", "callid": callid}
    assert world.post(known | message | {"crm_token": world.crm_token}).ok


def relinked(screen: Screen, callid: str) -> dict[str, Any]:
    """The next frame that says that a call is with other people."""
    while not (told := screen.next(callid))["relinked"]:
        pass
    return told


def names(world: World, phone: str) -> list[str | None]:
    """Whom the journal names for the calls of a number, newest first."""
    rows = world.olga.must("GET", "/calls", params={"query": phone})["calls"]
    return [row["contact"] and row["contact"]["name"] for row in rows]


def until(world: World, phone: str, wanted: list[str | None]) -> None:
    """Wait until the journal names whom it should."""
    started = time.monotonic()
    while (found := names(world, phone)) != wanted:
        assert time.monotonic() - started < 15, found
        time.sleep(0.05)


def test_a_contact_one_operator_makes_reaches_the_others_card_and_the_past_calls(world: World) -> None:
    check_late_linking(world)


def check_late_linking(world: World) -> None:
    """Two calls of the past, one that rings, and a contact that is made, renamed and removed."""
    phone = f"8905{time.time_ns() // 1_000_000 % 10_000_000:07}"
    for extension in ("100", "101"):
        tell(world, world.new_call(), phone, extension, **HISTORY)
    until(world, phone, [None, None])
    with world.screen(world.olga) as olga, world.screen(world.denis) as denis:
        callid = world.new_call()
        tell(world, callid, phone, "100", cmd="event", type="INCOMING", direction="in")
        before = olga.next(callid)
        assert (before["card"], before["contacts"]) == (True, [])

        contact = world.denis.must("POST", "/contacts", {"kind": "person", "name": "Новый клиент", "phones": [phone]})
        told = relinked(olga, callid)
        assert [one["name"] for one in told["contacts"]] == ["Новый клиент"]
        assert (told["card"], told["toast"], told["state"]) == (True, False, "ringing")
        assert told["version"] > before["version"]
        until(world, phone, ["Новый клиент"] * 2)

        changed = {name: contact[name] for name in ("kind", "company", "phones", "responsible", "note", "version")}
        world.olga.must("PUT", f"/contacts/{contact['contact_id']}", changed | {"name": "Постоянный клиент"})
        assert [one["name"] for one in relinked(olga, callid)["contacts"]] == ["Постоянный клиент"]
        until(world, phone, ["Постоянный клиент"] * 2)

        tell(world, callid, phone, "100", **HISTORY)
        until(world, phone, ["Постоянный клиент"] * 3)
        world.olga.must("DELETE", f"/contacts/{contact['contact_id']}")
        gone = relinked(olga, callid)
        assert (gone["contacts"], gone["state"], gone["missed"]) == ([], "ended", True)
        until(world, phone, [None] * 3)
        assert denis.say("ping")["type"] == "pong"  # the first thing Denis hears at all
