"""The PBX's messages of a run, each with the answer and the cards that are right; from one seed, without our code."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from local.bench.world import LINE, SUFFIX, TOKEN, extensions, owners, tabs
from local.places import ROOT

EVENT = json.loads((ROOT / "events" / "pbx_contact.json").read_text(encoding="utf-8"))
SHARES = {"contact": 30, "INCOMING": 30, "ACCEPTED": 20, "HISTORY": 20, "repeat": 2, "bad token": 1}
KINDS = tuple(SHARES)
STRANGERS = 0.2
RECENT = 4  # messages back to which a repetition may reach


@dataclass(frozen=True, slots=True)
class Job:
    """A message, the status and body it is answered with (body None: whatever it is), and what each tab is shown."""

    kind: str
    message: dict[str, Any]
    status: int = 200
    body: dict[str, Any] | None = None
    cards: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def event(self) -> dict[str, Any]:
        """Give it as API Gateway hands it to Lambda."""
        return {**EVENT, "body": json.dumps(self.message, ensure_ascii=False)}


@dataclass(slots=True)
class Ongoing:
    """A call that goes on."""

    callid: str
    phone: str
    extension: str
    version: int = 0
    answered: bool = False


class Day:
    """Makes messages, so that what is answered has rung and what ends was there."""

    def __init__(self, seed: int) -> None:
        self._random, self._seed, self._made = Random(seed), seed, 0
        self._calls: list[Ongoing] = []
        self._sent: list[Job] = []

    def jobs(self, count: int) -> Iterator[Job]:
        """Give so many messages of the mix."""
        kinds = self._random.choices(KINDS, list(SHARES.values()), k=count)
        for kind in kinds:
            yield self.job(kind)

    def job(self, kind: str) -> Job:
        """Make a message of a kind; what it needs to follow is looked for among the calls that go on."""
        makes = {
            "contact": self._contact,
            "INCOMING": self._incoming,
            "ACCEPTED": lambda: self._accepted(self._ringing()),
            "HISTORY": self._history,
            "repeat": self._repeat,
            "bad token": self._bad_token,
        }
        made = makes[kind]()
        if made.kind in ("INCOMING", "ACCEPTED", "HISTORY"):
            self._sent.append(made)
        return made

    def _contact(self) -> Job:
        phone = self._phone()
        whose = {contact["responsible"] for contact in owners().get(phone, [])}
        operator = whose.pop() if len(whose) == 1 else None
        extension = operator.removeprefix("operator-") if operator else ""
        return Job("contact", _message("contact", phone=_spelled(phone)), body={"responsible": extension})

    def _incoming(self) -> Job:
        self._made += 1
        # as long as the PBX's: its callids exceed 2⁵³
        call = Ongoing(f"{1659685427407 + self._seed}{self._made:06}", self._phone(), self._random.choice(extensions()))
        self._calls.append(call)
        return self._event(call, "INCOMING", "ringing")

    def _accepted(self, call: Ongoing | None) -> Job:
        if call is None:
            return self._incoming()
        call.answered = True
        return self._event(call, "ACCEPTED", "talking")

    def _history(self) -> Job:
        talking = [call for call in self._calls if call.answered] or self._calls
        if not talking:
            return self._incoming()
        call = self._random.choice(talking)
        self._calls.remove(call)
        duration, status = self._random.randrange(5, 600), "success" if call.answered else "missed"
        message = _message(
            "history",
            type="in",
            start="20261124T015640Z",
            end="20261124T015730Z",
            duration=duration,
            link=f"https://records.example.com/{call.callid}.mp3",
            status=status,
            **_leg(call),
        )
        return Job("HISTORY", message, body={}, cards=self._cards(call, "ended", duration))

    def _repeat(self) -> Job:
        if not self._sent:
            return self._incoming()
        again = self._random.choice(self._sent[-RECENT:])
        return Job("repeat", again.message, body={})

    def _bad_token(self) -> Job:
        message = _message("contact", phone=_spelled(self._phone())) | {"crm_token": "not-this-one"}
        return Job("bad token", message, status=401)

    def _event(self, call: Ongoing, kind: str, state: str) -> Job:
        message = _message("event", type=kind, direction="in", **_leg(call))
        return Job(kind, message, body={}, cards=self._cards(call, state))

    def _cards(self, call: Ongoing, state: str, duration: int | None = None) -> list[tuple[str, dict[str, Any]]]:
        call.version += 1
        found = sorted(owners().get(call.phone, []), key=lambda contact: (contact["name"], contact["contact_id"]))
        shown = {
            "version": call.version,
            "state": state,
            "direction": "in",
            "extension": call.extension,
            "phone": call.phone,
            "line": {"number": LINE, "name": "Отдел продаж"},
            "contacts": [contact["contact_id"] for contact in found],
            "card": True,
            "toast": state == "ringing",
            "missed": state == "ended" and not call.answered,
            "duration": duration,
        }
        return [(tab, shown) for tab in tabs(call.extension)]

    def _ringing(self) -> Ongoing | None:
        ringing = [call for call in self._calls if not call.answered]
        return self._random.choice(ringing) if ringing else None

    def _phone(self) -> str:
        if self._random.random() >= STRANGERS:
            return self._random.choice(list(owners()))
        stranger = f"7495{self._random.randrange(10**7):07}"
        return stranger if f"7999{stranger[-SUFFIX:]}" not in owners() else self._phone()


def card_of(frame: dict[str, Any]) -> dict[str, Any]:
    """Give of a frame what every contender has to show alike."""
    call = frame["call"]
    alike = ("version", "state", "direction", "extension", "phone", "line", "card", "toast", "missed", "duration")
    return {name: call[name] for name in alike} | {"contacts": [each["contact_id"] for each in call["contacts"]]}


def _leg(call: Ongoing) -> dict[str, str]:
    leg = {"user": call.extension, "ext": call.extension, "phone": _spelled(call.phone)}
    return leg | {"diversion": LINE, "callid": call.callid}


def _message(cmd: str, **fields: Any) -> dict[str, Any]:
    return {"cmd": cmd} | fields | {"crm_token": TOKEN}


def _spelled(phone: str) -> str:
    """Write a number as the PBX does."""
    return "8" + phone[1:]
