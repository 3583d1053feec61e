"""Pins under operators who all write at once, in any order of their requests."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from callcard.book_items import contact_of
from callcard.domain.contacts import Change, Contact, Kind, with_phones
from callcard.errors import ConflictError, NotFoundError
from callcard.pins import Pins
from tests.integration.memory import Memory, Turns

NUMBERS = ["79990011666", "79990011667"]
BOOK = [Contact(f"c-{n}", Kind.PERSON, f"Клиент {n}", phones=tuple(NUMBERS[:1])) for n in range(3)]


def pin(memory: Memory, writer: int, number: str, contact_id: str) -> None:
    """Pin a number, as an operator does."""
    Pins(memory.contacts(writer)).pin(number, contact_id)


def unpin(memory: Memory, writer: int, number: str, _: str) -> None:
    """Unpin a number."""
    Pins(memory.contacts(writer)).unpin(number)


def rename(memory: Memory, writer: int, number: str, contact_id: str) -> None:
    """Give a contact another name."""
    before = memory.contacts(writer).get(contact_id)
    after = replace(before, name=f"{before.name} {writer}", version=before.version + 1)
    memory.contacts(writer).replace(after, before)


def take(memory: Memory, writer: int, number: str, contact_id: str) -> None:
    """Take a number from a contact, by the hundred."""
    before = memory.bulk(writer).get_many([contact_id]).get(contact_id)
    if before:
        phones = tuple(phone for phone in before.phones if phone != number)
        after = replace(with_phones(before, phones), version=before.version + 1)
        memory.bulk(writer).write_many([Change(before, after)])


def remove(memory: Memory, writer: int, _: str, contact_id: str) -> None:
    """Remove a contact."""
    memory.contacts(writer).delete(memory.contacts(writer).get(contact_id))


Act = Callable[[Memory, int, str, str], None]
WORK = st.tuples(
    st.sampled_from([pin, pin, pin, unpin, rename, take, remove]),
    st.sampled_from(NUMBERS),
    st.sampled_from([one.contact_id for one in BOOK]),
)


def agree(memory: Memory) -> dict[str, str]:
    """Check that index and contacts say the same; the pins."""
    contacts = {one.contact_id: one for one in map(contact_of, memory.tables.all("ContactsTable"))}
    rows = {row["number_key"]["S"]: row for row in memory.tables.all("NumbersTable")}
    pins = [(number, one) for one in contacts.values() for number in one.pinned]
    numbers = [(number, one) for one in contacts.values() for number in one.phones]
    expected = {f"{number[::-1]}#!": one for number, one in pins}
    assert len(expected) == len(pins), "a number is pinned to two contacts"
    expected |= {f"{number[::-1]}#{one.contact_id}": one for number, one in numbers}
    found = {key: (row["contact_id"]["S"], row["name"]["S"]) for key, row in rows.items()}
    assert found == {key: (one.contact_id, one.name) for key, one in expected.items()}
    assert all(set(one.pinned) <= set(one.phones) for one in contacts.values())
    return {number: one.contact_id for number, one in pins}


def at_once(works: list[tuple[Act, str, str]], order: Random, *, patient: bool) -> Memory:
    """Let three operators work; index and contacts agree after each request."""
    memory = Memory()
    memory.bulk().write_many([Change(None, contact) for contact in BOOK])
    turns = Turns(partial(order.randrange, 3))

    def before(writer: int, operation: str) -> None:
        # terms are written in threads of their own, and are no part of a pin
        if operation != "BatchWriteItem":
            turns.before(writer, operation)

    def work(writer: int) -> None:
        for act, number, contact_id in works[writer::3]:
            with suppress(*(() if patient else (ConflictError, NotFoundError))):
                act(memory, writer, number, contact_id)

    def after(*_: object) -> None:
        agree(memory)

    memory.before, memory.after = before, after
    turns.run([partial(work, writer) for writer in range(3)])
    memory.before = memory.after = lambda *_: None
    return memory


@settings(max_examples=60)
@given(st.lists(WORK, min_size=2, max_size=9), st.integers(0, 2**32).map(Random))
def test_index_and_contacts_agree_on_every_pin_at_every_moment(
    works: list[tuple[Act, str, str]], order: Random
) -> None:
    agree(at_once(works, order, patient=False))


@settings(max_examples=60)
@given(st.permutations([one.contact_id for one in BOOK]), st.integers(0, 2**32).map(Random))
def test_of_three_who_pin_a_number_at_once_one_has_it_in_the_end(whom: list[str], order: Random) -> None:
    works: list[tuple[Act, str, str]] = [(pin, NUMBERS[0], contact_id) for contact_id in whom]
    memory = at_once(works, order, patient=True)
    [(number, holder)] = agree(memory).items()
    assert (number, memory.contacts().pinned(number)) == (NUMBERS[0], holder)
    assert [one.pinned for one in map(contact_of, memory.tables.all("ContactsTable"))].count((number,)) == 1


def test_a_pin_that_moves_while_it_is_taken_away_is_taken_from_whoever_has_it_then() -> None:
    memory = Memory()
    memory.bulk().write_many([Change(None, contact) for contact in BOOK])
    pin(memory, 0, NUMBERS[0], "c-0")
    requests = count()

    def move(writer: int, operation: str) -> None:
        if writer == 0 and next(requests) == 1:  # the pin is read, its holder is not yet
            pin(memory, 1, NUMBERS[0], "c-1")

    memory.before = move
    unpin(memory, 0, NUMBERS[0], "")
    assert agree(memory) == {}
    assert [memory.contacts(2).get(one.contact_id).version for one in BOOK] == [3, 3, 1]
