"""The truth, from the acknowledged messages alone; it shares no line with the product's domain."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from local.storm.calls import Message

ANSWERS = {"ACCEPTED", "TRANSFERRED", "COMPLETED"}


@dataclass(slots=True)
class Leg:
    """What was said of a leg."""

    extension: str
    said: set[str] = field(default_factory=set)
    duration: str = ""
    link: str = ""

    @property
    def answered(self) -> bool:
        """Say whether somebody talked here."""
        return bool(self.said & (ANSWERS | {"success"}))

    @property
    def final(self) -> bool:
        """Say whether the history came."""
        return "history" in self.said

    @property
    def transferred(self) -> bool:
        """Say whether this leg took the call over."""
        return "TRANSFERRED" in self.said


@dataclass(frozen=True, slots=True)
class Truth:
    """What the tables have to say of a leg; several states or takers where the messages leave it open."""

    states: frozenset[str]
    answered: bool
    answered_by: frozenset[str]
    recorded: bool
    final: bool
    duration: str
    link: str


@dataclass(slots=True)
class Told:
    """All that was acknowledged: legs by call, and ratings."""

    legs: dict[str, dict[str, Leg]] = field(default_factory=lambda: defaultdict(dict))
    ratings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def read(messages: Iterable[Message]) -> Told:
    """Sort messages by call and leg."""
    told = Told()
    for message in messages:
        if message["cmd"] == "rating":
            told.ratings[message["callid"]].add(message["rating"])
            continue
        leg = told.legs[message["callid"]].setdefault(message["ext"], Leg(message["ext"]))
        _hear(leg, message)
    return told


def _hear(leg: Leg, message: Message) -> None:
    if message["cmd"] == "event":
        leg.said.add(message["type"])
        return
    leg.said |= {"history"} | ({"success"} if message["status"] == "success" else set())
    leg.duration, leg.link = message["duration"], message["link"]


def truth(leg: Leg, call: dict[str, Leg]) -> Truth:
    """Say what a leg is, given all legs of its call."""
    others = [one for one in call.values() if one is not leg]
    takers = frozenset(one.extension for one in others if one.answered)
    elsewhere = bool(takers) and not leg.answered
    return Truth(
        states=_states(leg, others, elsewhere=elsewhere),
        answered=leg.answered,
        answered_by=takers if elsewhere else frozenset(),
        recorded=leg.final and not elsewhere,
        final=leg.final,
        duration=leg.duration,
        link=leg.link or _shared_link(leg, call),
    )


def _states(leg: Leg, others: list[Leg], *, elsewhere: bool) -> frozenset[str]:
    over = any(one.final for one in others)
    if leg.final or leg.said & {"COMPLETED", "CANCELLED"} or elsewhere:
        return frozenset({"ended"})
    if not leg.answered:
        return frozenset({"ended" if over else "ringing"})
    if not leg.transferred and any(one.transferred for one in others):
        return frozenset({"ended"})
    if any(one.final and (one.transferred or leg.transferred) for one in others):
        return frozenset({"ended"})
    # two took the call over and both ends were lost: who was the last of them hangs on the order
    several = leg.transferred and any(one.transferred for one in others)
    return frozenset({"talking", "ended"}) if several else frozenset({"talking"})


def _shared_link(leg: Leg, call: dict[str, Leg]) -> str:
    """Follow a transferred call's recording from leg to leg."""
    reached, links = {leg.extension} if leg.answered else set[str](), set[str]()
    while True:
        near = {
            one.extension
            for one in call.values()
            for known in (call[extension] for extension in reached)
            if one.answered and (one.transferred or known.transferred)
        }
        if near <= reached:
            break
        reached |= near
    links = {call[extension].link for extension in reached if call[extension].link}
    return min(links, default="")
