"""Import: a sheet's rows become contacts of the book, window by window; it may die at any moment and go on later."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched, islice
from typing import Protocol

from callcard.domain.contacts import Change, Contact
from callcard.domain.setup import Operator
from callcard.import_reads import Readable, Reads
from callcard.importing import sheets
from callcard.importing.drafts import SKIPPED, Draft, Identity, Reader
from callcard.importing.people import People
from callcard.importing.planning import Action, Outcome, Plan, Planner, changes
from callcard.importing.progress import Checkpoint, Options, Step
from callcard.importing.sheets import Problem, Row, Sheet
from callcard.importing.twins import Shelf

WINDOW = 1000  # rows: the plan of so many fits into an item of DynamoDB
WRITTEN_AT_ONCE = 200  # contacts
ATTEMPTS = 10  # at contacts that others change at the same time
REMEMBERED = 200_000  # contacts a dry run compares its rows with, beside those of the book


class Book(Readable, Protocol):
    """The address book by the hundred."""

    def write_many(self, changes: Sequence[Change]) -> list[Change]: ...


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports; `region` is where a number without a country code is from, `window` how many rows go at once."""

    book: Book
    operators: Callable[[], Iterable[Operator]]
    region: str
    window: int = WINDOW

    def run(
        self,
        sheet: Sheet,
        mapping: sheets.Mapping,
        options: Options,
        start: Checkpoint | None = None,
        until: Callable[[], bool] = lambda: False,
    ) -> Iterator[Step]:
        """Import from `start` on, step by step, until the rows end or `until` says so between two windows.

        Raises InvalidInputError when the file breaks off, UnavailableError when the book does not answer.
        """
        mapping.check()
        reader = Reader(mapping, People(self.operators()), self.region)
        run = _Run(self, reader, options, Reads(self.book), Planner(options.on_duplicate, options.import_id))
        return run.steps(sheet, start or Checkpoint(), until)


@dataclass(frozen=True, slots=True)
class _Window:
    """Some rows: what they say, what is wrong with them, and how many of them say nothing usable."""

    lines: list[int]
    drafts: list[Draft]
    problems: list[Problem]
    unusable: Counter[Outcome]


@dataclass(slots=True)
class _Run:
    """One run through the rows of a sheet."""

    importer: Importer
    reader: Reader
    options: Options
    reads: Reads
    planner: Planner
    seen: set[int] = field(default_factory=set)
    shelf: Shelf = field(default_factory=Shelf)

    def steps(self, sheet: Sheet, at: Checkpoint, until: Callable[[], bool]) -> Iterator[Step]:
        """Make the steps."""
        rows = self._from(sheet.rows, at)
        if at.pending:
            window = self._window(islice(rows, at.pending["rows"]))
            self.seen |= {hash(one.contact_id) for one in window.drafts if one.identity is not Identity.CONTENT}
            at = yield from self._carry_out(window, Plan.unpack(at.pending), {}, at, sheet)
        for part in batched(rows, self.importer.window, strict=False):
            at = yield from self._import(self._window(part), at, sheet)
            if until():
                return

    def _import(self, window: _Window, at: Checkpoint, sheet: Sheet) -> Generator[Step, None, Checkpoint]:
        stored = self.reads.around(window.drafts)
        plan = self._plan(window.drafts, stored)
        problems = sorted((*window.problems, *plan.problems), key=lambda problem: problem.line)
        at = at.counting(window.unusable + plan.counts)
        if self.options.dry_run or not changes(window.drafts, plan, stored, self.options.import_id):
            at = _done(at, window)
            yield Step(at, tuple(problems), sheet.share())
            return at
        at = replace(at, pending=plan.pack() | {"rows": len(window.lines)})
        yield Step(at, tuple(problems), sheet.share())
        return (yield from self._carry_out(window, plan, stored, at, sheet))

    def _plan(self, drafts: Sequence[Draft], stored: Mapping[str, Contact]) -> Plan:
        """Plan a window; a dry run remembers the windows before, which the book does not show."""
        if not self.options.dry_run or len(self.shelf) > REMEMBERED:
            self.shelf = Shelf()
        for contact in stored.values():
            if not self.shelf.get(contact.contact_id):
                self.shelf.put(contact)
        return self.planner.plan(drafts, self.shelf, self.seen)

    def _carry_out(
        self, window: _Window, plan: Plan, stored: Mapping[str, Contact], at: Checkpoint, sheet: Sheet
    ) -> Generator[Step, None, Checkpoint]:
        """Write a window; who loses against other writers is read and tried again, in the end given up and told."""
        lost = self._write(window.drafts, plan, stored or self._targets(plan))
        at = _done(at.counting({Outcome.UPDATED: -len(lost), Outcome.BAD: len(lost)}), window)
        yield Step(at, tuple(Problem(line, "", "changed_meanwhile") for line in lost), sheet.share())
        return at

    def _write(self, drafts: Sequence[Draft], plan: Plan, stored: Mapping[str, Contact]) -> list[int]:
        """Write what the plan makes of the contacts; give the lines of the rows that could not be written."""
        lost: set[str] = set()
        for _ in range(ATTEMPTS):
            wanted = changes(drafts, plan, stored, self.options.import_id)
            # in parts: who dies leaves behind no more than the search terms of the part at hand
            parts = [self.importer.book.write_many(part) for part in batched(wanted, WRITTEN_AT_ONCE, strict=False)]
            lost = {change.after.contact_id for part in parts for change in part}
            self.reads.made(change.after for change in wanted)
            if not lost:
                break
            stored = self._targets(plan)
        moves = zip(drafts, plan.moves, strict=True)
        return [draft.line for draft, move in moves if move.action is not Action.NOTHING and move.contact_id in lost]

    def _targets(self, plan: Plan) -> dict[str, Contact]:
        return self.importer.book.get_many(move.contact_id for move in plan.moves)

    def _from(self, rows: Iterator[Row], at: Checkpoint) -> Iterator[Row]:
        """Leave out the rows that are done, but for the ids they named."""
        for row in rows:
            if row.line > at.line:
                yield row
            elif identity := self.reader.identity(row):
                self.seen.add(hash(identity))

    def _window(self, rows: Iterable[Row]) -> _Window:
        window = _Window([], [], [], Counter())
        for row in rows:
            window.lines.append(row.line)
            draft, problems = self.reader.read(row)
            window.problems.extend(problems)
            if draft:
                window.drafts.append(draft)
            else:
                window.unusable[Outcome.SKIPPED if problems[0].reason in SKIPPED else Outcome.BAD] += 1
        return window


def _done(at: Checkpoint, window: _Window) -> Checkpoint:
    done = at.done_rows + len(window.lines)
    return replace(at, line=window.lines[-1] if window.lines else at.line, done_rows=done, pending=None)
