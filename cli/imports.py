"""`callcard contacts import FILE`: it may be interrupted at any moment; the same command goes on."""

import argparse
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from callcard.importing.files import open_table
from callcard.importing.guessing import guess
from callcard.importing.planning import OnDuplicate, Outcome
from callcard.importing.progress import Checkpoint, Options, Step
from callcard.importing.sheets import Mapping, Sheet
from callcard.wiring import command_line as wiring
from callcard.wiring.shared import region
from cli.mapping import corrected
from cli.reports import Report
from cli.screen import Screen, told

KEPT = timedelta(days=7)
ID_LENGTH = 16


def import_contacts(asked: argparse.Namespace, screen: Screen) -> bool:
    """Import, and say what came of it; whether some rows are bad."""
    with asked.file.open("rb") as stream:
        content = hashlib.file_digest(stream, "sha256").hexdigest()
        sheet = open_table(stream, region(), asked.encoding)
        mapping = corrected(guess(sheet, region()), sheet, asked.mapping, asked.kind)
        screen.show_mapping(asked.file.name, sheet, mapping)
        options = Options(_import_id(content, mapping, asked), OnDuplicate(asked.on_duplicate), asked.dry_run)
        job = _Import(sheet, mapping, options, asked.report or asked.file.with_name(f"{asked.file.name}.problems.csv"))
        return job.run(screen, restart=asked.restart)


@dataclass(frozen=True, slots=True)
class _Import:
    """One file, one way to import it."""

    sheet: Sheet
    mapping: Mapping
    options: Options
    report: Path

    def run(self, screen: Screen, *, restart: bool) -> bool:
        """Import from where an interrupted run of the same command ended."""
        kept = None if restart or self.options.dry_run else wiring.checkpoints().read(self.options.import_id)
        start = Checkpoint.unpack(kept["checkpoint"] if kept else None)
        if start.step:
            screen.say(f"Going on after line {start.line}, where this import was interrupted.")
        with Report(self.report, kept["reported"] if kept else 0, screen.language) as report:
            last = self._steps(screen, start, report)
            _conclude(screen, last, report, dry_run=self.options.dry_run)
        wiring.checkpoints().forget(self.options.import_id)
        return last.counts[Outcome.BAD] > 0

    def _steps(self, screen: Screen, start: Checkpoint, report: Report) -> Checkpoint:
        last = start
        with screen.progress("dry run" if self.options.dry_run else "import") as bar:
            try:
                for step in wiring.importer().run(self.sheet, self.mapping, self.options, start):
                    self._keep(step, report)
                    last = step.checkpoint
                    bar.show(step)
            except KeyboardInterrupt:
                if not self.options.dry_run:
                    screen.say(f"Interrupted after {last.done_rows} rows. The same command goes on from there.")
                raise
        return last

    def _keep(self, step: Step, report: Report) -> None:
        """Report first: what is reported and not kept is reported again, in its own place."""
        report.add(step.problems)
        if not self.options.dry_run:
            value = {"checkpoint": step.checkpoint.pack(), "reported": report.size}
            wiring.checkpoints().save(self.options.import_id, value, datetime.now(UTC) + KEPT)


def _import_id(content: str, mapping: Mapping, asked: argparse.Namespace) -> str:
    """Name an import by the file's content and the way it is read: the same command goes on with it."""
    way = (content, mapping.shown(), mapping.kind, asked.on_duplicate, asked.encoding)
    return "cli-" + hashlib.sha256(repr(way).encode()).hexdigest()[:ID_LENGTH]


def _conclude(screen: Screen, last: Checkpoint, report: Report, *, dry_run: bool) -> None:
    screen.say(("Dry run, nothing is written: " if dry_run else "Done: ") + told(last))
    screen.show_problems(report.first)
    if report.told:
        screen.say(f"All problems: {report.path}")
