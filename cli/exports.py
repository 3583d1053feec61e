"""`callcard contacts export FILE`."""

import argparse
from collections.abc import Iterable, Iterator
from contextlib import suppress

from callcard.domain.contacts import Contact
from callcard.exporting import Exporter
from callcard.wiring import command_line as wiring
from callcard.wiring.jobs import book
from callcard.wiring.shared import region
from cli.screen import Bar, Screen

TOLD_EVERY = 1000


def export_contacts(asked: argparse.Namespace, screen: Screen) -> bool:
    """Write the whole book; the file appears when it is complete."""
    form = asked.format or ("xlsx" if asked.file.suffix.lower() == ".xlsx" else "csv")
    exporter = Exporter(tuple(wiring.operators()), region(), asked.language)
    unfinished = asked.file.with_name(f"{asked.file.name}.part")
    try:
        with unfinished.open("wb") as out, screen.progress("export") as bar:
            contacts = _counted(book().all_by_name(), bar)
            count = exporter.xlsx(contacts, out) if form == "xlsx" else exporter.csv(contacts, out)
        unfinished.replace(asked.file)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    screen.say(f"{count} contacts in {asked.file}")
    return False


def _counted(contacts: Iterable[Contact], bar: Bar) -> Iterator[Contact]:
    for count, contact in enumerate(contacts, 1):
        if count % TOLD_EVERY == 0:
            bar.move(None, f"{count} contacts")
        yield contact
