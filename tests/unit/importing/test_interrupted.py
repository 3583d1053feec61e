"""An import that dies at any moment and goes on later ends as one that does not: the same book, counts and problems."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from callcard.domain.contacts import Change, Contact, Kind
from callcard.importing.guessing import guess
from callcard.importing.planning import OnDuplicate
from callcard.importing.progress import Checkpoint, Options
from callcard.importing.sheets import Problem
from callcard.imports import Importer
from tests.unit.books import Book
from tests.unit.importing.importing import OPERATORS, import_text, opened


class DeathError(Exception):
    """The process is gone."""


@dataclass
class Mortal(Book):
    """A book whose reader dies after so many requests; of a write that kills, a part is done."""

    lives: list[tuple[int, int]] = field(default_factory=list)
    left: int = 10**9

    def revive(self) -> None:
        self.left, self.done = self.lives.pop() if self.lives else (10**9, 0)

    def get_many(self, contact_ids: Iterable[str]) -> dict[str, Contact]:
        self._spend()
        return super().get_many(contact_ids)

    def write_many(self, changes: Sequence[Change]) -> list[Change]:
        # a real book writes parts of many at once: any of them may be done, hence from the end
        if self.left == 0 and self.done:
            super().write_many(changes[::-1][: self.done])
        self._spend()
        return super().write_many(changes)

    def maybe_die(self) -> None:
        """Die in between two requests, when the last life is nearly over."""
        if self.left == 1:
            self.left = 0
            self._spend()

    def _spend(self) -> None:
        if self.left == 0:
            raise DeathError
        self.left -= 1


@dataclass
class Kept:
    """What outlives a death: the checkpoint, and the problems by step."""

    checkpoint: dict[str, Any] | None = None
    problems: dict[int, tuple[Problem, ...]] = field(default_factory=dict)


def import_through_deaths(
    text: str, book: Mortal, on_duplicate: OnDuplicate, window: int, *, saving_dies: bool
) -> Kept:
    """Import again and again, each time from the checkpoint, until a run comes to the end."""
    kept = Kept()
    while True:
        book.revive()
        sheet = opened(text)
        importer = Importer(book, lambda: OPERATORS, "RU", window)
        start = Checkpoint.unpack(kept.checkpoint)
        try:
            for step in importer.run(sheet, guess(sheet, "RU"), Options("import-1", on_duplicate), start):
                kept.problems[step.checkpoint.step] = step.problems
                if saving_dies:
                    book.maybe_die()  # between the problems and the checkpoint
                kept.checkpoint = step.checkpoint.pack()
        except DeathError:
            continue
        return kept


NAMES = st.sampled_from(["Анна", "Борис", "Вера", "анна", "Глеб"])
NUMBERS = st.sampled_from([f"8900000000{number}" for number in range(6)] + ["", "нет"])
IDS = st.sampled_from(["", "", "1", "2", "3", "4"])
NAMED = st.one_of(NAMES, st.just(""))
COMPANIES = st.sampled_from(["", "Альфа", "Бета"])
ROWS = st.lists(st.tuples(IDS, NAMED, COMPANIES, NUMBERS, NUMBERS).filter(any), min_size=1, max_size=30)
HEADER = "Внешний код;Имя;Компания;Телефон;Телефон 2\n"
BOOKS = st.lists(
    st.builds(
        Contact,
        st.sampled_from(["a", "b", "c"]),
        st.just(Kind.PERSON),
        NAMES,
        COMPANIES,
        st.lists(st.sampled_from([f"7900000000{number}" for number in range(6)]), max_size=2, unique=True).map(tuple),
        external_id=IDS,
    ),
    max_size=3,
    unique_by=lambda contact: contact.contact_id,
)
DEATHS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 5)), max_size=8)


@settings(max_examples=300)
@given(
    rows=ROWS,
    before=BOOKS,
    on_duplicate=st.sampled_from(OnDuplicate),
    window=st.integers(1, 9),
    deaths=DEATHS,
    saving_dies=st.booleans(),
)
def test_the_same_book_counts_and_problems_whenever_it_dies(
    rows: list[tuple[str, ...]],
    before: list[Contact],
    on_duplicate: OnDuplicate,
    window: int,
    deaths: list[tuple[int, int]],
    *,
    saving_dies: bool,
) -> None:
    text = HEADER + "".join(";".join(row) + "\n" for row in rows)
    known = {contact.contact_id: contact for contact in before}
    clean = import_text(text, Book(dict(known)), on_duplicate, window=window)
    mortal = Mortal(dict(known), lives=list(deaths))
    kept = import_through_deaths(text, mortal, on_duplicate, window, saving_dies=saving_dies)
    assert mortal.contacts == clean.book.contacts
    last = Checkpoint.unpack(kept.checkpoint)
    assert {outcome.value: count for outcome, count in last.counts.items() if count} == clean.counts
    told = [problem for step in sorted(kept.problems) for problem in kept.problems[step]]
    assert told == clean.problems


@given(rows=ROWS, before=BOOKS, on_duplicate=st.sampled_from(OnDuplicate), window=st.integers(1, 9))
def test_a_dry_run_tells_what_an_import_would_do_and_writes_nothing(
    rows: list[tuple[str, ...]], before: list[Contact], on_duplicate: OnDuplicate, window: int
) -> None:
    text = HEADER + "".join(";".join(row) + "\n" for row in rows)
    known = {contact.contact_id: contact for contact in before}
    book = Book(dict(known))
    dry = import_text(text, book, on_duplicate, dry_run=True, window=window)
    assert (book.contacts, book.written) == (known, 0)
    real = import_text(text, book, on_duplicate, window=window)
    assert (dry.counts, dry.problems) == (real.counts, real.problems)


@given(rows=ROWS, before=BOOKS, on_duplicate=st.sampled_from(OnDuplicate), windows=st.tuples(*[st.integers(1, 9)] * 2))
def test_how_many_rows_go_at_once_makes_no_difference(
    rows: list[tuple[str, ...]], before: list[Contact], on_duplicate: OnDuplicate, windows: tuple[int, int]
) -> None:
    text = HEADER + "".join(";".join(row) + "\n" for row in rows)
    known = {contact.contact_id: contact for contact in before}
    one, other = (import_text(text, Book(dict(known)), on_duplicate, window=window) for window in windows)
    assert one.counts == other.counts
    assert one.problems == other.problems
    assert [replace_version(contact) for contact in one.contacts] == [replace_version(c) for c in other.contacts]


def replace_version(contact: Contact) -> Contact:
    """Leave the version out: rows about one contact in one window are one change."""
    return replace(contact, version=0)
