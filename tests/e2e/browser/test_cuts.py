"""Twenty cuts of the network in thirty calls: after each, the screen shows the calls that the server says go on."""

import random
import time
from collections.abc import Iterator
from typing import Any

from tests.e2e.browser.desk import Desk
from tests.e2e.browser.test_cards import ANSWER, KNOWN, RING
from tests.e2e.browser.test_tabs import END
from tests.e2e.world import World

CALLS, CUTS, AT_ONCE, SECONDS = 30, 20, 3, 30
SEED = 20261124
CALLERS = (KNOWN, "89990011666", "89035550799")  # one contact, several, nobody
# the browser has no way to cut a connection that is open: the socket is closed, and no new one can be had
WATCH = """
window.links = [];
window.WebSocket = class extends window.WebSocket {
  constructor(...place) { super(...place); window.links.push(this); }
};
"""
SHOWN = """() => Object.fromEntries([...document.querySelectorAll("cc-card")]
  .map((card) => [card.dataset.call, card.querySelector(".card").className.match(/card-(ringing|talking)/)?.[1]])
  .filter(([, state]) => state))"""


def script(chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """Thirty calls, some at once: moment, caller and number of each step, in an order the telephone could have."""
    left = [(str(number), chance.choice(CALLERS)) for number in range(CALLS)]
    going: list[tuple[str, str, list[str]]] = []
    while left or going:
        if left and (len(going) < AT_ONCE and (not going or chance.random() < 0.5)):
            number, caller = left.pop()
            going.append(
                (number, caller, chance.choice([[RING, ANSWER, END], [RING, END], [RING, ANSWER, END]]).copy())
            )
        number, caller, steps = chance.choice(going)
        yield steps.pop(0), caller, number
        going = [each for each in going if each[2]]


def test_after_every_cut_the_screen_equals_the_server(world: World, olga: Desk) -> None:
    chance, page, run = random.Random(SEED), olga.page, world.new_call()
    page.add_init_script(WATCH)
    olga.refresh()
    steps = list(script(chance))
    cuts, slowest = set(chance.sample(range(2, len(steps) - 2), CUTS)), 0.0
    for index, (moment, caller, number) in enumerate(steps):
        if index in cuts:
            page.context.set_offline(True)
            page.evaluate("window.links.forEach((link) => link.close())")
        world.play(moment.format(caller), f"{run}-{number}")
        if index in cuts:
            back = time.monotonic()
            page.context.set_offline(False)
            assert_same(world, olga, f"after the cut at step {index}")
            slowest = max(slowest, time.monotonic() - back)
    assert_same(world, olga, "at the end")
    assert shown(olga) == {}
    assert page.evaluate("window.links.length") >= CUTS + 1
    told = f"{CALLS} calls, {len(steps)} events, {CUTS} cuts: screen and server agree, {slowest:.1f} s at the latest"
    print(told)  # noqa: T201 - a figure for docs/reliability.md


def assert_same(world: World, desk: Desk, when: str) -> None:
    """Wait until the screen shows what goes on by the server's word, no card more and none less."""
    until, server = time.monotonic() + SECONDS, going_on(world)
    while shown(desk) != server and time.monotonic() < until:
        desk.page.wait_for_timeout(50)
    assert (when, shown(desk)) == (when, server)


def shown(desk: Desk) -> dict[str, str]:
    """The calls that live on the screen, and how."""
    found: dict[str, str] = desk.page.evaluate(SHOWN)
    return found


def going_on(world: World) -> dict[str, str]:
    """The calls that go on at Olga's extension, asked for by a tab of our own."""
    with world.screen(world.olga) as screen:
        calls: list[dict[str, Any]] = screen.say("sync")["calls"]
    return {call["call_id"]: call["state"] for call in calls}
