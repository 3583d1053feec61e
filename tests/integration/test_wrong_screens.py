"""No frame of a call ever reaches an extension it is not for (design, invariant 3)."""

import random
from typing import Any

from callcard.domain.cards import Moment, Settings
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.trace import Fate
from tests.integration.world import EXTENSIONS, Legs, Tabs, World
from tests.unit.making import at

PAIRS = 10_000
STRANGERS = ("", "999", "1000", "10", "100 ", "100#101")  # nobody's extensions, and some that look like somebody's
SHOW_ALL = Settings(incoming_card=Moment.RING, outgoing_card=Moment.START)


class Witness(Tabs):
    """Notes at which extension each frame arrived, and for which it was."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, str]] = []

    def send(self, connection_id: str, frame: dict[str, Any]) -> Fate:
        """Take a frame, whoever it is for."""
        self.seen.append((connection_id.split("/")[0], frame["call"]["call_id"].split("#")[1]))
        return Fate.SENT


def made(rng: random.Random) -> CallEvent:
    """Make one event of one of a few calls, addressed to anybody."""
    kind = rng.choice(list(EventKind))
    times: dict[str, Any] = {"started_at": at(0), "ended_at": at(9), "duration": 9} if kind is EventKind.ENDED else {}
    return CallEvent(
        kind=kind,
        callid=str(rng.randrange(400)),
        extension=rng.choice([*EXTENSIONS, *STRANGERS]),
        direction=rng.choice(list(Direction)),
        phone=rng.choice(["", "79991234567", "101", "79035550188"]),
        user=rng.choice(["", "100", "101", "olga"]),
        success=rng.random() < 0.5,
        **times,
    )


def test_of_ten_thousand_events_none_is_shown_at_a_wrong_extension() -> None:
    rng, tabs = random.Random(7), Witness()
    world = World(Legs(), tabs=tabs, settings=SHOW_ALL)
    for number, extension in enumerate(EXTENSIONS * 2):
        tabs.add(extension, f"{extension}/{number}", f"operator-{extension}", at(0))
    for number in range(PAIRS):
        world.now = at(number / 10)
        world.inbound().receive(made(rng), world.now)
    assert [pair for pair in tabs.seen if pair[0] != pair[1]] == []
    assert {arrived for arrived, _ in tabs.seen} == set(EXTENSIONS)
    assert len(tabs.seen) > PAIRS / 10
