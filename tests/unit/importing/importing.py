"""Short ways to import a text in a test."""

from io import BytesIO

from callcard.domain.contacts import Contact
from callcard.domain.setup import Operator
from callcard.importing.files import open_table
from callcard.importing.guessing import guess
from callcard.importing.planning import OnDuplicate
from callcard.importing.progress import Checkpoint, Options, Step
from callcard.importing.sheets import Problem, Sheet
from callcard.imports import Importer
from tests.unit.books import Book

OPERATORS = (
    Operator("operator-100", "Ольга Миронова", "100", "olga", "omironova"),
    Operator("operator-101", "Денис Карпов", "101", "denis"),
)


def opened(text: str | bytes) -> Sheet:
    """Open a file that holds this."""
    return open_table(BytesIO(text.encode() if isinstance(text, str) else text), "RU")


def import_text(
    text: str | bytes,
    book: Book | None = None,
    on_duplicate: OnDuplicate = OnDuplicate.SKIP,
    *,
    dry_run: bool = False,
    window: int = 1000,
) -> "Done":
    """Import a whole text with the mapping that is guessed."""
    book = book if book is not None else Book()
    sheet = opened(text)
    importer = Importer(book, lambda: OPERATORS, "RU", window)
    options = Options("import-1", on_duplicate, dry_run)
    return Done(book, list(importer.run(sheet, guess(sheet, "RU"), options)))


class Done:
    """What an import came to."""

    def __init__(self, book: Book, steps: list[Step]) -> None:
        self.book, self.steps = book, steps
        last = steps[-1].checkpoint if steps else Checkpoint()
        self.counts = {outcome.value: count for outcome, count in last.counts.items() if count}
        self.problems: list[Problem] = [problem for step in steps for problem in step.problems]

    @property
    def reasons(self) -> list[tuple[int, str, str]]:
        """List line, field and reason of each problem."""
        return [(one.line, str(one.field), one.reason) for one in self.problems]

    @property
    def contacts(self) -> list[Contact]:
        """List the book by name."""
        return self.book.by_name()
