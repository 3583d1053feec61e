"""Notes about calls: who writes one down loses no event, and no event loses the note."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.cards import Moment, Settings
from callcard.domain.events import EventKind
from callcard.errors import NotFoundError
from callcard.frames import thin
from callcard.notes import Notes
from tests.integration.conftest import Account
from tests.integration.test_journal import journal, told
from tests.integration.world import Legs, World
from tests.unit.making import answered, ended, started

START = {"cmd": "event", "type": "INCOMING", "direction": "in", "user": "100", "ext": "100", "phone": "89991234567"}
RECORDING = Settings(incoming_record=Moment.END)


def note(account: Account, call_id: str, text: str) -> tuple[int, Any]:
    """Write a note down as the page does."""
    return account.desk("PUT", f"/calls/{quote(call_id, safe='')}/note", {"note": text})


def test_a_note_written_while_the_phone_rings_stays_with_the_call(account: Account) -> None:
    account.socket("$connect", "tab")
    account.post(START | {"callid": "7"})
    assert note(account, "7#100#0", "Просит счёт") == (200, {"call_id": "7#100#0", "note": "Просит счёт", "version": 2})
    account.socket("$default", "tab", body={"action": "sync"})
    account.post(START | {"callid": "7", "type": "ACCEPTED"})
    [ringing, talking] = account.browser.calls("tab")
    [synced] = account.browser.frames["tab"][1]["calls"]
    assert (ringing["note"], synced["note"], talking["note"]) == ("", "Просит счёт", "Просит счёт")
    assert (synced["version"], talking["version"]) == (2, 3)


def test_a_record_carries_its_note_and_is_found_by_it(account: Account) -> None:
    told(account, 1)
    told(account, 2)
    _, noted = note(account, "call-1#100#0", "Спросить про доставку\nв Химки")
    [row] = account.desk("GET", "/calls", queryStringParameters={"query": "ДОСТАВКУ"})[1]["calls"]
    assert (row["call_id"], row["note"]) == ("call-1#100#0", "Спросить про доставку\nв Химки")
    assert row["version"] == noted["version"]
    note(account, "call-1#100#0", "")
    assert journal(account, query="доставку") == []


def test_a_colleague_may_note_the_call_too(account: Account) -> None:
    told(account, 1)
    assert account.desk("PUT", "/calls/call-1#100#0/note", {"note": "От Дениса"}, login="denis")[0] == 200


@pytest.mark.parametrize("callid", ["a#b", "a/b", "a b", "50%", "%23", "ё"])
def test_whatever_the_pbx_calls_a_call_its_note_is_found(account: Account, callid: str) -> None:
    account.post(START | {"callid": callid})
    call_id = f"{callid}#100#0"
    for path in (call_id, quote(call_id, safe="")):
        status, written = account.desk("PUT", f"/calls/{path}/note", {"note": path})
        assert (status, written) == (200, {"call_id": call_id, "note": path, "version": written["version"]})


@pytest.mark.parametrize("call_id", ["7#100#1", "7#101#0", "8#100#0", "7", "#100#0", "nonsense", "x" * 300 + "#1#0"])
def test_an_unknown_call_has_no_note(account: Account, call_id: str) -> None:
    account.post(START | {"callid": "7"})
    assert note(account, call_id, "x") == (404, {"message": "Такого звонка нет."})


@pytest.mark.parametrize("body", [{}, {"note": 5}, {"note": "x" * 5001}, {"note": "\x00"}, {"note": "", "b": 1}, None])
def test_a_bad_note_is_refused_and_changes_nothing(account: Account, body: Any) -> None:
    account.post(START | {"callid": "7"})
    before = account.legs()
    assert account.desk("PUT", "/calls/7#100#0/note", body)[0] == 400
    assert account.legs() == before


def test_the_same_note_again_changes_nothing(account: Account) -> None:
    account.post(START | {"callid": "7"})
    assert note(account, "7#100#0", "x")[1]["version"] == note(account, "7#100#0", "x")[1]["version"] == 2


def test_a_thin_frame_leaves_a_long_note_out_rather_than_half_of_it() -> None:
    frame: dict[str, Any] = {"call": {"call_id": "1", "contacts": [], "note": "x" * 513, "record": None}}
    assert thin(frame)["call"]["note"] is None
    short = {"call": frame["call"] | {"note": "x" * 512}}
    assert thin(short)["call"]["note"] == "x" * 512


# ---- at the same time


@pytest.fixture
def world() -> World:
    """Make a world in memory whose table lets others in between a read and its write."""
    return World(Legs(), settings=RECORDING)


def test_an_event_between_the_notes_read_and_its_write_is_not_lost(world: World) -> None:
    world.inbound().receive(started(), world.now)
    world.legs.meanwhile.append(lambda: _receive(world, EventKind.ANSWERED))
    Notes(world.legs).write("1#100#0", "x")
    [leg] = world.legs.rows.values()
    assert (leg.state.value, leg.note, leg.version) == ("talking", "x", 3)


def test_a_note_between_the_events_read_and_its_write_is_not_lost(world: World) -> None:
    world.inbound().receive(started(), world.now)
    world.legs.meanwhile.append(lambda: _write(world, "x"))
    world.inbound().receive(answered(), world.now + timedelta(seconds=3))
    [leg] = world.legs.rows.values()
    assert (leg.state.value, leg.note, leg.version) == ("talking", "x", 3)


STEPS = st.lists(st.sampled_from(["answer", "end", "note", "note during answer", "answer during note"]), max_size=8)


@given(STEPS)
def test_events_and_notes_in_any_order_lose_neither(steps: list[str]) -> None:
    world = World(Legs(), settings=RECORDING)
    world.inbound().receive(started(), world.now)
    last = ""
    acts: dict[str, Callable[[str], None]] = {
        "answer": lambda _: _receive(world, EventKind.ANSWERED),
        "end": lambda _: _receive(world, EventKind.ENDED),
        "note": lambda text: _write(world, text),
        "note during answer": lambda text: _during(
            world, lambda: _write(world, text), lambda: _receive(world, EventKind.ANSWERED)
        ),
        "answer during note": lambda text: _during(
            world, lambda: _receive(world, EventKind.ANSWERED), lambda: _write(world, text)
        ),
    }
    for number, step in enumerate(steps):
        acts[step](f"note {number}")
        last = f"note {number}" if "note" in step else last
    [leg] = world.legs.rows.values()
    assert leg.note == last
    assert leg.answered == any("answer" in step or step == "end" for step in steps)
    assert leg.final == ("end" in steps)


def _during(world: World, meanwhile: Callable[[], None], act: Callable[[], None]) -> None:
    """Let one thing happen between another's read and its write, or after it if it writes nothing."""
    world.legs.meanwhile.append(meanwhile)
    act()
    while world.legs.meanwhile:
        world.legs.meanwhile.pop()()


def _receive(world: World, kind: EventKind) -> None:
    world.now += timedelta(seconds=1)
    world.inbound().receive(ended() if kind is EventKind.ENDED else answered(), world.now)


def _write(world: World, text: str) -> None:
    Notes(world.legs).write("1#100#0", text)


def test_a_note_of_a_call_that_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(NotFoundError):
        Notes(world.legs).write("1#100#0", "x")
