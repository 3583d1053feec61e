"""What a person sees: tables and a moving bar at a terminal, plain lines in a pipe or a log."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from callcard.importing.planning import Outcome
from callcard.importing.progress import Checkpoint, Step
from callcard.importing.sheets import Mapping, Problem, Sheet

WHOLE = 1000


def interface_language() -> str:
    """Give the language of the terminal: Russian or English."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ru" if named.startswith("ru") else "en"


@dataclass(frozen=True, slots=True)
class Screen:
    """Writes progress to the error stream, results to the output."""

    language: str
    out: Console = field(default_factory=lambda: Console(highlight=False, soft_wrap=True))
    err: Console = field(default_factory=lambda: Console(stderr=True, highlight=False, soft_wrap=True))

    def say(self, line: str) -> None:
        """Write a line of result."""
        self.out.print(escape(line))

    def fail(self, line: str) -> None:
        """Say why it did not work."""
        self.err.print(f"[red]{escape(line)}[/red]")

    def show_mapping(self, name: str, sheet: Sheet, mapping: Mapping) -> None:
        """Show how the file was understood."""
        how = ", ".join(filter(None, [sheet.format.upper(), sheet.encoding, repr(sheet.delimiter).strip("'")]))
        self.say(f"{name}: {how}" + (f" · {sheet.heading}" if sheet.heading else ""))
        table = Table("#", "column", "field", "for example", box=None, pad_edge=False)
        for column in sheet.columns:
            one = mapping.fields.get(column.index)
            samples = " · ".join(" ".join(sample.split()) for sample in column.samples[:2])
            table.add_row(str(column.index + 1), escape(column.title), one.value if one else "-", escape(samples))
        self.out.print(table)
        if mapping.kind:
            self.say(f"kind of rows that name none: {mapping.kind.value}")

    @contextmanager
    def progress(self, title: str) -> Iterator["Bar"]:
        """Show how far it is, while it runs."""
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[told]}"),
        )
        times = (TimeElapsedColumn(), TimeRemainingColumn())
        with Progress(*columns, *times, console=self.err, disable=not self.err.is_terminal) as progress:
            yield Bar(self, progress, title, progress.add_task(title, total=WHOLE, told=""))

    def show_problems(self, problems: list[Problem]) -> None:
        """Show rows with problems."""
        for problem in problems:
            where = f" ({problem.field})" if problem.field else ""
            self.say(f"  line {problem.line}{where}: {problem.message(self.language)}")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that moves, or lines where nobody could see it move."""

    screen: Screen
    progress: Progress
    title: str
    task: TaskID

    def show(self, step: Step) -> None:
        """Show a step of an import."""
        self.move(step.share, f"{step.checkpoint.done_rows} rows · {told(step.checkpoint)}")

    def move(self, share: float | None, text: str) -> None:
        """Show how far it is; no share is known of an export."""
        total = None if share is None else WHOLE
        self.progress.update(self.task, total=total, completed=int((share or 0) * WHOLE), told=text)
        if not self.screen.err.is_terminal:
            self.screen.err.print(f"{self.title}: {text}")


def told(checkpoint: Checkpoint) -> str:
    """Say what the rows came to."""
    counts = checkpoint.counts
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome]) or "no rows"
