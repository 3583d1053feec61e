"""The page tells the server that a card is on the screen, so that the server can say why another was not."""

import time

from tests.e2e.browser.desk import Desk
from tests.e2e.browser.test_cards import KNOWN, RING, play
from tests.e2e.test_check import why
from tests.e2e.world import World


def test_a_card_on_the_screen_is_confirmed_by_the_page_and_by_nobody_else(
    world: World, olga: Desk, denis: Desk
) -> None:
    callid = play(world, olga, RING.format(KNOWN), world.new_call())
    deadline = time.monotonic() + 20
    while not (found := why(world.olga, f"{callid}#100#0"))["shown"] and time.monotonic() < deadline:
        time.sleep(0.2)
    assert (found["reason"], found["steps"][-1]["state"]) == ("shown", "ok")
    assert found["shown_at"] is not None
    assert denis.frames == []
