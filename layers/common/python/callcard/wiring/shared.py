"""The clients and adapters that several functions use, each made once per sandbox."""

import os
from datetime import UTC, datetime
from functools import cache

from callcard.adapters.calls_table import CallsTable
from callcard.adapters.connections_table import ConnectionsTable
from callcard.adapters.numbers_table import NumbersTable
from callcard.adapters.setup_tables import SetupTables
from callcard.adapters.sockets import Sockets
from callcard.adapters.traces_table import TracesTable
from callcard.cache import Cached
from callcard.domain.setup import Setup

# the functions that somebody waits for, says the template; the tests strike below boto3's retries
WAITED_FOR = os.environ.get("AWS_CLIENTS") == "own"
if WAITED_FOR:
    from callcard.wiring.own_clients import dynamodb, queues, secrets_manager, sockets_api
else:
    from callcard.wiring.boto_clients import dynamodb, queues, secrets_manager, sockets_api

__all__ = [
    "WAITED_FOR",
    "cached_setup", "calls", "connections", "dynamodb", "now", "numbers", "queues", "region",
    "secrets_manager", "setup_tables", "sockets", "sockets_api", "traces",
]  # fmt: skip

KEPT_DAYS_TTL = 30  # seconds


def now() -> datetime:
    """Tell the time, in UTC, to the millisecond that is stored."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@cache
def setup_tables() -> SetupTables:
    """Reach settings, lines and operators."""
    return SetupTables(dynamodb(), os.environ["STATE_TABLE"], os.environ["OPERATORS_TABLE"])


@cache
def cached_setup() -> Cached[Setup]:
    """Keep the setup in memory for SETTINGS_TTL seconds."""
    return Cached(setup_tables().read, float(os.environ["SETTINGS_TTL"]))


@cache
def connections() -> ConnectionsTable:
    """Reach the table of open tabs."""
    return ConnectionsTable(dynamodb(), os.environ["CONNECTIONS_TABLE"])


def kept_days() -> int | None:
    """Say for how long calls are kept; who follows a change of it looks again a minute later (jobs/keeping.py)."""
    return cached_setup().younger_than(KEPT_DAYS_TTL).settings.calls_kept_days


@cache
def calls() -> CallsTable:
    """Reach the table of calls."""
    return CallsTable(dynamodb(), os.environ["CALLS_TABLE"], kept_days)


@cache
def traces() -> TracesTable:
    """Reach the traces of cards, beside the calls."""
    return TracesTable(dynamodb(), os.environ["CALLS_TABLE"], kept_days)


@cache
def numbers() -> NumbersTable:
    """Reach the phone index."""
    return NumbersTable(dynamodb(), os.environ["NUMBERS_TABLE"])


@cache
def sockets() -> Sockets:
    """Reach the browsers."""
    return Sockets(sockets_api())


def region() -> str:
    """Name the country whose numbers come without a country code."""
    return os.environ["PHONE_REGION"]
