"""Search against the plain rule: every contact that contains every word, each once, whatever happens beside it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from callcard.book_items import contact_of
from callcard.domain.contacts import Change, Contact, Kind
from callcard.domain.words import folded, words, words_of
from callcard.errors import ConflictError, NotFoundError
from tests.integration.memory import CrashError, Memory, Turns

# few letters, so that words are parts of each other; a point, so that no name is empty
NAMES = st.text("аабиё ё-Я1«", min_size=1, max_size=12).map(lambda name: f"{name}.")
PHONES = st.lists(st.sampled_from(["79991234567", "79991234560", "100", "8", "74951234567"]), max_size=2, unique=True)
QUERIES = st.one_of(
    st.text("аабиё Я1-«", max_size=5),
    st.sampled_from(["99", "999", "4567", "8999", "79991234567", "10", "аб 999", "а 4567", "аа б", "аб аи"]),
)
ROWS = st.tuples(NAMES, NAMES, PHONES)
FEW = st.sampled_from([("аб бв", "", list[str]()), ("аби бв", "", []), ("бв", "", [])])  # the same words come back
SIZES = st.integers(1, 7)


def contact(number: int, row: tuple[str, str, list[str]]) -> Contact:
    """Make a contact of a random book."""
    return Contact(f"c-{number:02}", Kind.PERSON, row[0], row[1], tuple(row[2]))


BOOKS = st.lists(ROWS, max_size=30).map(lambda rows: [contact(number, row) for number, row in enumerate(rows)])
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
@given(BOOKS, QUERIES, SIZES)
def test_the_pages_list_exactly_what_contains_every_word_each_once(book: list[Contact], query: str, size: int) -> None:
    assert sorted(seen(filled(book), query, size)) == [one.contact_id for one in book if fits(one, query)]


@settings(max_examples=60)
@given(BOOKS, QUERIES, st.integers(1, 3), EDITS)
def test_whom_no_write_touches_is_listed_once_also_while_others_are_written(
    book: list[Contact], query: str, size: int, edits: list[Edit]
) -> None:
    memory, touched = filled(book), set[str]()
    left = iter(edits)

    def between() -> None:
        if change := next(left, None):
            touched.add(edit(memory, change))

    listed = [each for each in seen(memory, query, size, between) if each not in touched]
    assert sorted(listed) == [one.contact_id for one in book if fits(one, query) and one.contact_id not in touched]


@settings(max_examples=60)
@given(BOOKS, EDITS.filter(bool), st.integers(0, 12), st.booleans(), QUERIES)
def test_a_writer_that_dies_at_any_request_leaves_search_right(
    book: list[Contact], edits: list[Edit], dies_at: int, done: bool, query: str
) -> None:
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
    st.lists(st.integers(0, 2), max_size=60),
    st.sampled_from(["аб", "аби", "бв"]),
)
def test_editors_of_one_contact_in_any_order_of_requests_leave_search_right(
    edits: list[Edit], order: list[int], query: str
) -> None:
    memory = filled([contact(0, ("аб бв", "", []))])
    turns = Turns(iter(order))

    def work(writer: int) -> None:
        for change in edits[writer::3]:
            with suppress(ConflictError):
                edit(memory, change, writer)

    memory.before = turns.before
    turns.run([partial(work, writer) for writer in range(3)])
    memory.before = lambda *_: None
    assert sorted(seen(memory, query, 5)) == sorted(one.contact_id for one in stored(memory) if fits(one, query))
