"""Search against the plain rule: every contact that contains every word, each once, whatever happens beside it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from callcard.book_items import contact_of
from callcard.domain.contacts import Change, Contact, Kind
from callcard.domain.words import folded, words, words_of
from callcard.errors import ConflictError, NotFoundError
from tests.integration.memory import CrashError, Memory, Turns

# few words, parts of each other, so that most queries fill pages
NAMES = st.lists(st.sampled_from(["аб", "Аби", "баб", "ёаб", "«аба-аб»", "1аб"]), min_size=1, max_size=3).map(" ".join)
PHONES = st.lists(st.sampled_from(["79991234567", "79991234560", "100", "8", "74951234567"]), max_size=2, unique=True)
ROWS = st.tuples(NAMES, NAMES, PHONES)
FEW = st.sampled_from([("аб бв", "", list[str]()), ("аби бв", "", []), ("бв", "", [])])  # the same words come back
SIZES = st.integers(1, 5)


def contact(number: int, row: tuple[str, str, list[str]]) -> Contact:
    """Make a contact of a random book."""
    return Contact(f"c-{number:02}", Kind.PERSON, row[0], row[1], tuple(row[2]))


BOOKS = st.lists(ROWS, min_size=5, max_size=30).map(lambda rows: [contact(*row) for row in enumerate(rows)])


@st.composite
def books_and_queries(draw: st.DrawFn) -> tuple[list[Contact], str]:
    """Make a book and a query for parts of its words, or for anything."""
    book = draw(BOOKS)
    own = sorted({word for contact in book for word in words_of(contact)})
    asked = draw(st.lists(st.sampled_from(own), min_size=1, max_size=2))
    parts = [word[(start := draw(st.integers(0, 2))) : start + draw(st.integers(1, 4))] for word in asked]
    return book, draw(st.one_of(st.just(" ".join(parts)), st.just(parts[0]), st.text("аб 1-«", max_size=4)))


EDITS = st.lists(st.tuples(st.integers(0, 30), ROWS, st.sampled_from(["write", "bulk", "delete"])), max_size=6)
Edit = tuple[int, tuple[str, str, list[str]], str]


def fits(contact: Contact, query: str) -> bool:
    """Say plainly whether a contact is to be found."""
    asked = words(query)
    if max(map(len, asked), default=0) < 2:
        return folded(contact.name).startswith(folded(query))
    return all(any(word in own for own in words_of(contact)) for word in asked)


def seen(memory: Memory, query: str, size: int, between: Callable[[], None] = lambda: None) -> list[str]:
    """List what a reader sees from page to page; `between` happens between them."""
    listed: list[str] = []
    cursor: str | None = None
    for _ in range(500):
        found = memory.contacts().search(query, cursor, size)
        assert len(found.rows) <= size
        listed += [row.contact_id for row in found.rows]
        cursor = found.cursor
        if cursor is None:
            return listed
        between()
    raise AssertionError("the pages do not end")


def stored(memory: Memory) -> list[Contact]:
    """Read the contacts that are there."""
    return [contact_of(item) for item in memory.tables.all("ContactsTable")]


def filled(book: list[Contact]) -> Memory:
    """Make an address book."""
    memory = Memory()
    assert memory.bulk().write_many([Change(None, contact) for contact in book]) == []
    return memory


def edit(memory: Memory, change: Edit, writer: int = 0) -> str:
    """Create, change or remove one contact, as it is now; whose."""
    number, row, how = change
    after = contact(number, row)
    table = memory.contacts(writer)
    try:
        before = table.get(after.contact_id)
    except NotFoundError:
        memory.bulk(writer).write_many([Change(None, after)]) if how == "bulk" else table.create(after)
        return after.contact_id
    after = replace(before, name=row[0], company=row[1], phones=tuple(row[2]), version=before.version + 1)
    if how == "delete":
        table.delete(before)
    elif how == "bulk":
        memory.bulk(writer).write_many([Change(before, after)])
    else:
        table.replace(after, before)
    return after.contact_id


@settings(max_examples=60)
@given(books_and_queries(), SIZES)
def test_the_pages_list_exactly_what_contains_every_word_each_once(asked: tuple[list[Contact], str], size: int) -> None:
    book, query = asked
    assert sorted(seen(filled(book), query, size)) == [one.contact_id for one in book if fits(one, query)]


@settings(max_examples=60)
@given(books_and_queries(), st.integers(1, 3), EDITS)
def test_whom_no_write_touches_is_listed_once_also_while_others_are_written(
    asked: tuple[list[Contact], str], size: int, edits: list[Edit]
) -> None:
    book, query = asked
    memory, touched = filled(book), set[str]()
    left = iter(edits)

    def between() -> None:
        if change := next(left, None):
            touched.add(edit(memory, change))

    listed = [each for each in seen(memory, query, size, between) if each not in touched]
    assert sorted(listed) == [one.contact_id for one in book if fits(one, query) and one.contact_id not in touched]


@settings(max_examples=60)
@given(books_and_queries(), EDITS.filter(bool), st.integers(0, 12), st.booleans())
def test_a_writer_that_dies_at_any_request_leaves_search_right(
    asked: tuple[list[Contact], str], edits: list[Edit], dies_at: int, done: bool
) -> None:
    book, query = asked
    memory, requests = filled(book), count()

    def crash(*_: object) -> None:
        if next(requests) == dies_at:
            raise CrashError

    def go_on(*_: object) -> None:
        """The next process lives."""

    setattr(memory, "after" if done else "before", crash)
    for change in edits:
        with suppress(CrashError):
            edit(memory, change)
    memory.before = memory.after = go_on
    assert sorted(seen(memory, query, 5)) == sorted(one.contact_id for one in stored(memory) if fits(one, query))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.just(0), FEW, st.sampled_from(["write", "bulk", "delete"])), min_size=2, max_size=9),
    st.integers(0, 2**32).map(Random),
    st.sampled_from(["аб", "аби", "бв"]),
)
def test_editors_of_one_contact_in_any_order_of_requests_leave_search_right(
    edits: list[Edit], order: Random, query: str
) -> None:
    memory = filled([contact(0, ("аб бв", "", []))])
    turns = Turns(partial(order.randrange, 3))

    def work(writer: int) -> None:
        for change in edits[writer::3]:
            with suppress(ConflictError):
                edit(memory, change, writer)

    memory.before = turns.before
    turns.run([partial(work, writer) for writer in range(3)])
    memory.before = lambda *_: None
    assert sorted(seen(memory, query, 5)) == sorted(one.contact_id for one in stored(memory) if fits(one, query))


def test_hits_of_one_contact_that_fill_a_reading_hide_no_other() -> None:
    names = ["аба абб абв абг абд я", "абэ я", "абю я"]
    memory = filled([contact(number, (name, "", [])) for number, name in enumerate(names)])
    for size in (1, 2, 3):
        assert seen(memory, "аб я", size) == seen(memory, "аб", size) == ["c-00", "c-01", "c-02"]
