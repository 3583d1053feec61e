"""A world in memory for the state machine: tables with the adapters' conditions, tabs that keep the newest frame."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from callcard.call_items import call_item, phone_range
from callcard.domain.calls import Call
from callcard.domain.cards import Settings
from callcard.domain.groups import Group
from callcard.domain.linking import Changed, Ending
from callcard.domain.matching import Candidate
from callcard.domain.setup import Operator, Setup
from callcard.domain.trace import Fate
from callcard.inbound import Inbound
from callcard.notify import Notify
from callcard.relink import Relink
from callcard.screens import Screens
from tests.unit.making import NOON

WINDOW = timedelta(hours=1)
EXTENSIONS = ("100", "101", "102")


@dataclass
class Legs:
    """The table of calls: the same conditions as adapters/calls_table.py, and a moment between read and write."""

    rows: dict[tuple[str, str, int], Call] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    ratings: dict[str, str] = field(default_factory=dict)
    meanwhile: list[Callable[[], None]] = field(default_factory=list)

    def group(self, callid: str) -> Group:
        legs = tuple(leg for key, leg in self.rows.items() if key[0] == callid)
        return Group(legs, self.ratings.get(callid, ""))

    def start(self, call: Call) -> bool:
        self._let_others_in()
        if call.callid in self.taken or _key(call) in self.rows:
            return False
        self.rows[_key(call)] = call
        return True

    def save(self, call: Call, over: Call | None) -> bool:
        self._let_others_in()
        if not self.unchanged(call, over):
            return False
        self.rows[_key(call)] = call
        if call.answered or call.final:
            self.taken.add(call.callid)
        return True

    def unchanged(self, call: Call, over: Call | None) -> bool:
        stored = self.rows.get(_key(call))
        if over is None or over.generation != call.generation:
            return stored is None
        return stored is not None and stored.version == over.version

    def keep_rating(self, callid: str, rating: str, _: datetime) -> None:
        self.ratings[callid] = rating
        self.taken.add(callid)

    def ending_in(self, ending: Ending) -> list[Call]:
        end, begin = phone_range(ending)
        keys = [(call_item(leg), leg) for leg in self.rows.values()]
        return [
            leg for key, leg in keys if key.get("phone_end") == {"S": end} and key["phone_key"]["S"].startswith(begin)
        ]

    def recorded_with(self, contact_id: str) -> list[Call]:
        return [
            leg for leg in self.rows.values() if leg.in_journal and leg.contact and leg.contact.contact_id == contact_id
        ]

    def open_at(self, extension: str) -> list[Call]:
        return [leg for leg in self.rows.values() if leg.extension == extension and leg.state.value != "ended"]

    def _let_others_in(self) -> None:
        if self.meanwhile:
            self.meanwhile.pop()()


@dataclass
class Book:
    """The phone index."""

    numbers: dict[str, Candidate] = field(default_factory=dict)
    changes: list[Changed] = field(default_factory=list)

    def near(self, number: str) -> list[Candidate]:
        return [entry for entry in self.numbers.values() if number]

    def put(self, changes: Sequence[Changed]) -> None:
        self.changes += changes


@dataclass
class Browser:
    """One tab: newest version wins; a sync is all there is. `deaf` loses what is pushed, `missed` remembers that."""

    calls: dict[str, dict[str, Any]] = field(default_factory=dict)
    deaf: bool = False
    missed: bool = False

    def take(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "sync":
            self.calls = {call["call_id"]: call for call in frame["calls"]}
            self.missed = False
        elif self.deaf:
            self.missed = True
        elif frame["call"]["version"] > self.calls.get(frame["call"]["call_id"], {"version": 0})["version"]:
            self.calls[frame["call"]["call_id"]] = frame["call"]


@dataclass
class Tabs:
    """The open tabs by extension and the way to them."""

    open: dict[str, dict[str, Browser]] = field(default_factory=lambda: {ext: {} for ext in EXTENSIONS})

    def at(self, extension: str) -> list[str]:
        return list(self.open.get(extension, {}))

    def remove(self, extension: str, connection_id: str) -> None:
        self.open[extension].pop(connection_id, None)

    def add(self, extension: str, connection_id: str, operator_id: str, now: datetime) -> None:
        self.open[extension][connection_id] = Browser()

    def send(self, connection_id: str, frame: dict[str, Any]) -> Fate:
        extension = connection_id.split("/")[0]
        tab = self.open[extension].get(connection_id)
        if tab is None:
            return Fate.GONE
        assert frame["type"] != "call" or frame["call"]["extension"] == extension, "a card for somebody else"
        tab.take(frame)
        return Fate.SENT


@dataclass
class World:
    """Everything the use cases work with."""

    legs: Legs
    book: Book = field(default_factory=Book)
    tabs: Tabs = field(default_factory=Tabs)
    settings: Settings = field(default_factory=Settings)
    people: dict[str, str] = field(default_factory=lambda: {ext: f"operator-{ext}" for ext in EXTENSIONS})
    now: datetime = NOON

    def setup(self) -> Setup:
        operators = tuple(Operator(who, who, ext) for ext, who in self.people.items())
        return Setup(self.settings, operators)

    def inbound(self) -> Inbound:
        screens = Screens(self.tabs, self.tabs, lambda: self.now)
        return Inbound(self.setup, self.legs, self.book, screens, WINDOW)

    def relink(self) -> Relink:
        screens = Screens(self.tabs, self.tabs, lambda: self.now)
        return Relink(self.setup, self.legs, self.book, screens, self.book)

    def notify(self) -> Notify:
        return Notify(self.tabs, self.legs, self.book, self.setup, self.tabs, lambda: self.now)


def _key(call: Call) -> tuple[str, str, int]:
    return call.callid, call.extension, call.generation
