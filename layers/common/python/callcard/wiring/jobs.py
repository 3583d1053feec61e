"""What the jobs are made of."""

import os
from functools import cache
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from botocore.config import Config

from callcard.adapters.book import BulkBook, ContactsTable
from callcard.adapters.book.bulk import PATIENCE
from callcard.adapters.book.sending import Sender
from callcard.adapters.call_ages import CallAges
from callcard.adapters.numbers_order import NumbersInOrder
from callcard.adapters.person_items import PersonItems
from callcard.changes import Changes
from callcard.domain.jobs import Kind, State
from callcard.imports import Importer
from callcard.jobs.advising import Advising
from callcard.jobs.checking import Checking
from callcard.jobs.erasing import Erasing
from callcard.jobs.exporting import Exporting
from callcard.jobs.keeping import Keeping
from callcard.jobs.loading import Loading
from callcard.jobs.runner import Runner, Work
from callcard.jobs.trails import CallsTrail, ContactTrail, FilesTrail, RowsTrail, TermsTrail, Trail
from callcard.wiring import background
from callcard.wiring.address_book import book_tables
from callcard.wiring.boto_clients import CONFIG, session
from callcard.wiring.shared import now, region, setup_tables

WINDOW = 250  # rows: a cancel waits for no more, and progress is seen to go on


@cache
def runner() -> Runner:
    """Build the worker."""
    files, folder = background.files(), Path(gettempdir())
    importer = Importer(book(), setup_tables().operators, region(), WINDOW)
    works: dict[tuple[Kind, State], Work] = {
        (Kind.IMPORT, State.CHECKING): Checking(files, folder, region()),
        (Kind.IMPORT, State.RUNNING): Loading(files, importer, folder, region()),
        (Kind.EXPORT, State.RUNNING): Exporting(files, book(), setup_tables().operators, folder, region()),
        (Kind.ADVICE, State.RUNNING): Advising(NumbersInOrder(patient_dynamodb(), os.environ["NUMBERS_TABLE"])),
        (Kind.RETENTION, State.RUNNING): Keeping(CallAges(patient_dynamodb(), os.environ["CALLS_TABLE"])),
        (Kind.ERASURE, State.RUNNING): Erasing(_trails(), Changes(setup_tables(), now), setup_tables()),
    }
    return Runner(background.jobs(), background.queue(), works, now)


def _trails() -> dict[str, Trail]:
    client, tables = patient_dynamodb(), book_tables()
    items = PersonItems(
        client,
        Sender(client, PATIENCE),
        calls=os.environ["CALLS_TABLE"],
        callbacks=os.environ["CALLBACKS_TABLE"],
        state=os.environ["STATE_TABLE"],
        terms=tables.terms,
    )
    return {
        "contact": ContactTrail(book(), ContactsTable(client, tables)),
        "terms": TermsTrail(items),
        "calls": CallsTrail(items),
        "callbacks": RowsTrail("callbacks", items.callbacks, items.erase_callback),
        "clicks": RowsTrail("clicks", items.clicks, items.erase_click),
        "files": FilesTrail(background.files(), Path(gettempdir()), region()),
    }


@cache
def patient_dynamodb() -> Any:
    """Make a client for a hundred writes at once: nobody waits at a screen."""
    config = CONFIG.merge(Config(read_timeout=20, retries={"mode": "standard", "total_max_attempts": 8}))
    return session().client("dynamodb", config=config)


@cache
def book() -> BulkBook:
    """Reach the address book by the hundred."""
    return BulkBook(patient_dynamodb(), book_tables())
