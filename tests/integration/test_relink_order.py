"""However the address book changes, and however often and late that is told, the journal ends up right."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

import callcard.relink
from callcard.book_items import PIN
from callcard.domain.calls import Call
from callcard.domain.cards import Settings
from callcard.domain.linking import MISSED_STAYS, SHORTEST_ENDING, Changed, linked
from callcard.domain.matching import NEIGHBOURS, Candidate, Match, match
from tests.integration.world import Legs, World
from tests.unit.making import after, ended, started

# endings of 3, 4, 5, 7, 8 and 10 digits are shared, some numbers are shorter than some N
PHONES = (
    "79991234567", "74951234567", "78121234567", "79160034567", "79160004567", "71230000567",
    "89991234567", "1234567", "34567", "4567", "79991230000", "112", "74957777112", "74958888112",
)  # fmt: skip
CONTACTS = st.sampled_from(["a", "b", "c", "d"])


type Key = tuple[str, str]


@dataclass
class Index:
    """The phone index in the order of its keys; only the nearest neighbours are seen (adapters/numbers_table.py)."""

    items: dict[Key, Candidate] = field(default_factory=dict)

    def near(self, number: str) -> list[Candidate]:
        keys = sorted(self.items)
        at = bisect_left(keys, (number[::-1], ""))
        around = [*keys[at : at + NEIGHBOURS], *keys[max(0, at - NEIGHBOURS) : at][::-1]]
        return [self.items[key] for key in around if key[0][0] == number[-1]]


class Order(RuleBasedStateMachine):
    """Changes the book, records calls with the book as it is or was, and looks at changes now, later, again."""

    @initialize(n=st.integers(1, 4) | st.integers(5, 8) | st.integers(5, 20))
    def begin(self, n: int) -> None:
        self.world = World(Legs(), settings=Settings(suffix_digits=n))
        self.index, self.older = Index(), Index()
        self.changes: list[Changed] = []
        self.n = n

    @rule(contact=CONTACTS, phones=st.sets(st.sampled_from(PHONES), max_size=4), name=st.sampled_from("xyz"))
    def a_contact_is_written(self, contact: str, phones: set[str], name: str) -> None:
        self.older = Index(dict(self.index.items))
        owned = {key: one for key, one in self.index.items.items() if one.contact_id == contact}
        known = Candidate("", contact, name, "person", "", None)
        wanted = {(phone[::-1], contact): known._replace(number=phone) for phone in phones}
        # a pin follows its contact's name, and leaves with the number
        pins = {key: one._replace(name=name) for key, one in owned.items() if one.pinned and one.number in phones}
        self.write(owned, wanted | pins)

    @precondition(lambda self: self.index.items)
    @rule(data=st.data(), again=st.booleans())
    def a_number_is_pinned_or_no_more(self, data: st.DataObject, again: bool) -> None:
        self.older = Index(dict(self.index.items))
        owner = self.index.items[data.draw(st.sampled_from(sorted(self.index.items)))]
        key = (owner.number[::-1], PIN)
        self.write({key: owner}, {} if again else {key: owner._replace(pinned=True)})

    def write(self, before: dict[Key, Candidate], after: dict[Key, Candidate]) -> None:
        for key in before.keys() - after.keys():
            self.index.items.pop(key, None)
        self.index.items |= after
        self.changes += [Changed(reverse[::-1], contact) for reverse, contact in sorted(before.keys() | after.keys())]

    @rule(phone=st.sampled_from(PHONES), stale=st.booleans())
    def a_call_is_recorded(self, phone: str, stale: bool) -> None:
        """`stale`: its event was being handled while the book changed."""
        self.record(phone, self.older if stale else self.index)

    def record(self, phone: str, index: Index) -> None:
        leg = replace(after(started(callid=str(len(self.world.legs.rows)), phone=phone), ended()), recorded=True)
        assert self.world.legs.save(replace(leg, contact=linked(self.who(phone, index))), None)

    @precondition(lambda self: self.changes)
    @rule(data=st.data())
    def some_changes_are_looked_at(self, data: st.DataObject) -> None:
        self.look(data.draw(st.lists(st.sampled_from(self.changes), min_size=1)))

    @precondition(lambda self: self.changes)
    @rule(data=st.data(), contact=CONTACTS, phones=st.sets(st.sampled_from(PHONES), max_size=2))
    def the_book_changes_while_changes_are_looked_at(self, data: st.DataObject, contact: str, phones: set[str]) -> None:
        some = data.draw(st.lists(st.sampled_from(self.changes), min_size=1))

        def meanwhile() -> None:
            self.a_contact_is_written(contact, phones, "x")
            self.look(self.changes[-3:])

        self.world.legs.meanwhile.append(meanwhile)
        self.look(some)
        self.world.legs.meanwhile.clear()

    def look(self, changes: Sequence[Changed]) -> None:
        self.world.now += 2 * MISSED_STAYS  # no card is up: that is test_convergence's matter
        replace(self.world.relink(), index=self.seen()).look(changes)

    def seen(self) -> Index:
        return self.index

    def who(self, phone: str, index: Index) -> tuple[Match, ...]:
        return match(phone, index.near(phone), self.n)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        self.look(self.changes[::-1])  # the second look at each, whatever the first did
        before = dict(self.world.legs.rows)
        for leg in before.values():
            self.check(leg)
        self.look(self.changes * 2)
        assert self.world.legs.rows == before, "a repetition changes nothing"

    def check(self, leg: Call) -> None:
        matches = self.who(leg.phone, self.index)
        if self.n >= SHORTEST_ENDING:
            assert leg.contact == linked(matches)
        elif leg.contact:  # of what few digits linked only a name that holds no more is taken back
            assert leg.contact in {linked([found]) for found in matches}


class ForgetsRemovals(Order):
    """The bug: the numbers a contact has are looked at, those it had are not."""

    def look(self, changes: Sequence[Changed]) -> None:
        super().look([one for one in changes if (one.number[::-1], one.contact_id) in self.index.items])


class ReadsAnOlderBook(Order):
    """The bug: what the book says is read from before the change that is looked at."""

    def seen(self) -> Index:
        return self.older


@pytest.fixture(autouse=True)
def one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one leg be written at a time: the table in memory is not made for several writers at once."""
    monkeypatch.setattr(callcard.relink, "AT_ONCE", 1)


def run(machine: type[Order], number: int) -> None:
    """Run a machine from a seed."""
    steps = settings(
        max_examples=300,
        stateful_step_count=25,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        print_blob=False,
    )
    run_state_machine_as_test(seed(number)(machine), settings=steps)


def test_the_journal_says_in_the_end_what_a_recomputation_says() -> None:
    run(Order, 1)


@pytest.mark.parametrize("machine", [ForgetsRemovals, ReadsAnOlderBook])
def test_the_machine_finds_a_bug(machine: type[Order]) -> None:
    with pytest.raises((AssertionError, ExceptionGroup)):
        run(machine, 1)
