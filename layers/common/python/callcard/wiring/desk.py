"""What the operator's pages are made of."""

import os
from datetime import timedelta
from functools import cache

from botocore.config import Config

from callcard.adapters.book import ContactsTable
from callcard.adapters.dials_table import DialsTable
from callcard.adapters.journal_table import JournalTable
from callcard.adapters.reveals_table import RevealsTable
from callcard.adapters.tickets_table import TicketsTable
from callcard.adapters.time_index import TimeIndex
from callcard.book import Book
from callcard.check import Check
from callcard.desk import Desk
from callcard.domain.retention import is_kept
from callcard.figures import Figures
from callcard.journal import Journal
from callcard.notes import Notes
from callcard.pins import Pins
from callcard.readers import Readers
from callcard.reveals import Reveals
from callcard.wallboard import Wallboard
from callcard.wiring.address_book import book_tables
from callcard.wiring.boto_clients import CONFIG, session
from callcard.wiring.callbacks import kept
from callcard.wiring.shared import (
    cached_setup,
    calls,
    connections,
    dynamodb,
    now,
    numbers,
    region,
    traces,
)

HOUR = timedelta(hours=1)


@cache
def use_case() -> Desk:
    """Build the use case."""
    return Desk(
        tickets=TicketsTable(dynamodb(), os.environ["STATE_TABLE"]),
        setup=cached_setup().get,
        clock=now,
    )


@cache
def journal() -> Journal:
    """Build the journal."""
    return Journal(JournalTable(dynamodb(), os.environ["CALLS_TABLE"]), cached_setup().get, region(), now)


@cache
def figures() -> Figures:
    """Build the statistics."""
    # a slice of a quarter may be long in coming, and nobody waits on the phone
    config = CONFIG.merge(Config(read_timeout=8, retries={"mode": "standard", "total_max_attempts": 2}))
    records = JournalTable(session().client("dynamodb", config=config), os.environ["CALLS_TABLE"])
    return Figures(records, cached_setup().get, now)


@cache
def contacts() -> ContactsTable:
    """Reach the contacts."""
    return ContactsTable(dynamodb(), book_tables())


@cache
def pins() -> Pins:
    """Build the pins."""
    return Pins(contacts())


@cache
def wallboard() -> Wallboard:
    """Build the wallboard."""
    return Wallboard(figures(), calls(), connections(), kept(), now)


@cache
def book() -> Book:
    """Build the address book."""
    return Book(
        contacts=contacts(),
        setup=cached_setup().get,
        region=region(),
    )


@cache
def reveals() -> Reveals:
    """Build the showing of numbers on request."""
    return Reveals(
        setup=cached_setup().get,
        legs=calls(),
        contacts=contacts(),
        pace=DialsTable(dynamodb(), os.environ["STATE_TABLE"], "reveals", HOUR),
        notes=RevealsTable(dynamodb(), os.environ["REVEALS_TABLE"]),
        clock=now,
    )


@cache
def readers() -> Readers:
    """Build what stands between the door and those who may not see whole numbers."""
    return Readers(
        cached_setup().get, DialsTable(dynamodb(), os.environ["STATE_TABLE"], "guesses", HOUR), region(), now
    )


@cache
def notes() -> Notes:
    """Build the notes."""
    return Notes(calls(), lambda call: is_kept(call, cached_setup().get().settings.calls_kept_days, now()))


@cache
def check() -> Check:
    """Build the self-check."""
    return Check(
        legs=calls(),
        times=TimeIndex(dynamodb(), os.environ["CALLS_TABLE"]),
        traces=traces(),
        tabs=connections(),
        index=numbers(),
        setup=cached_setup().get,
        clock=now,
    )
