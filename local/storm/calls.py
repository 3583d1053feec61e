"""The PBX's calls: what it says of each, in the order in which it happens."""

from collections.abc import Callable
from random import Random
from typing import Any

Message = dict[str, Any]
FIRST = 1659685427407907141  # a callid of the specification
EXTENSIONS = [str(number) for number in range(100, 116)]
KNOWN = [f"7999123{number:04}" for number in range(200)]


class Script:
    """Writes down one call."""

    def __init__(self, number: int, random: Random) -> None:
        self.random, self.said = random, list[Message]()
        self.callid = str(number)
        self.phone = random.choice(KNOWN) if random.random() < 0.6 else f"8495{random.randrange(10**7):07}"
        self.direction = "in"
        self.link = f"https://records.example.com/{self.callid}.mp3"

    def event(self, kind: str, extension: str, **more: str) -> None:
        """Say something of a leg."""
        self._say(extension, cmd="event", type=kind, direction=self.direction, **more)

    def history(self, extension: str, status: str, link: str = "") -> None:
        """Say the last word on a leg."""
        duration = str(self.random.randrange(1, 600))
        self._say(extension, cmd="history", type=self.direction, status=status, duration=duration, link=link)

    def rating(self) -> None:
        """Say what the client thought of it."""
        self.said.append({"cmd": "rating", "callid": self.callid, "rating": str(self.random.randrange(1, 6))})

    def people(self, count: int) -> list[str]:
        """Choose some operators."""
        return self.random.sample(EXTENSIONS, count)

    def _say(self, extension: str, **message: str) -> None:
        leg = {"callid": self.callid, "ext": extension, "user": extension, "phone": self.phone}
        self.said.append(message | leg | {"diversion": "3333333" if self.direction == "in" else ""})


def answered(call: Script) -> None:
    """Ring, answer, hang up."""
    [extension] = call.people(1)
    call.event("INCOMING", extension)
    call.event("ACCEPTED", extension)
    if call.random.random() < 0.3:
        call.event("COMPLETED", extension)
    call.history(extension, "success", call.link)


def missed(call: Script) -> None:
    """Ring until the caller gives up."""
    [extension] = call.people(1)
    call.event("INCOMING", extension)
    if call.random.random() < 0.3:
        call.event("CANCELLED", extension)
    call.history(extension, call.random.choice(["missed", "Cancel", "Busy"]))


def outgoing(call: Script) -> None:
    """Dial out; it may be answered."""
    [extension] = call.people(1)
    call.direction = "out"
    call.event("OUTGOING", extension)
    if call.random.random() < 0.7:
        call.event("ACCEPTED", extension)
        call.history(extension, "success", call.link)
    else:
        call.history(extension, "missed")


def ring_group(call: Script) -> None:
    """Ring several; one answers, or none."""
    group = call.people(call.random.randrange(2, 5))
    for extension in group:
        call.event("INCOMING", extension)
    if call.random.random() < 0.25:
        for extension in group:
            call.history(extension, "missed")
        return
    call.event("ACCEPTED", group[0])
    for extension in group[1:]:
        if call.random.random() < 0.5:
            call.event("CANCELLED", extension)
    call.history(group[0], "success", call.link)
    if call.random.random() < 0.3:
        call.history(group[1], "NotAvailable")


def transfer(call: Script) -> None:
    """One answers and hands the call over, perhaps twice."""
    chain = call.people(2 if call.random.random() < 0.8 else 3)
    call.event("INCOMING", chain[0])
    call.event("ACCEPTED", chain[0])
    for extension in chain[1:]:
        call.event("TRANSFERRED", extension, second_callid=call.callid + "1")
    for number, extension in enumerate(chain):
        call.history(extension, "success", "" if number else call.link)


def history_only(call: Script) -> None:
    """Say nothing before the end."""
    call.history(call.people(1)[0], call.random.choice(["success", "missed"]))


def contradicted(call: Script) -> None:
    """Ring, answer, and then claim that it was missed: answered beats missed."""
    [extension] = call.people(1)
    call.event("INCOMING", extension)
    call.event("ACCEPTED", extension)
    call.history(extension, "missed")


KINDS: list[tuple[Callable[[Script], None], int]] = [
    (answered, 36),
    (missed, 20),
    (outgoing, 20),
    (ring_group, 10),
    (transfer, 8),
    (history_only, 4),
    (contradicted, 2),
]


def script(number: int, random: Random) -> list[Message]:
    """Make one call of a random kind."""
    call = Script(number, random)
    [kind] = random.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])
    kind(call)
    if random.random() < 0.1:
        call.rating()
    return call.said


def deliveries(
    calls: int, random: Random, *, first: int = FIRST, dropped: float = 0.05, repeated: float = 0.2
) -> list[Message]:
    """Make all calls' messages in the order in which they are sent: some never, some twice, most out of order.

    Some thirty calls are under way at a time. Of a third of them the messages come in their order.
    """
    placed: list[tuple[float, int, Message]] = []
    for number in range(calls):
        said = [message for message in script(first + number, random) if random.random() >= dropped]
        at = [number + random.uniform(0, 30) for _ in said]
        moments = sorted(at) if random.random() < 0.33 else at
        for moment, message in zip(moments, said, strict=True):
            placed.append((moment, len(placed), message))
            if random.random() < repeated:
                placed.append((moment + random.uniform(0, 40), len(placed), message))
    return [message for *_, message in sorted(placed, key=lambda one: one[:2])]
