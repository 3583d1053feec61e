"""The clients and adapters that several functions use, each made once per sandbox."""

import os
from datetime import UTC, datetime
from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from callcard.adapters.book.tables import BookTables
from callcard.adapters.calls_table import CallsTable
from callcard.adapters.connections_table import ConnectionsTable
from callcard.adapters.numbers_table import NumbersTable
from callcard.adapters.setup_tables import SetupTables
from callcard.adapters.sockets import Sockets
from callcard.adapters.traces_table import TracesTable
from callcard.cache import Cached
from callcard.domain.setup import Setup

# The PBX waits for an answer, a caller hears ringing: fail fast and try again rather than hang.
CONFIG = Config(
    connect_timeout=1,
    read_timeout=1.5,
    retries={"mode": "standard", "total_max_attempts": 4},
    max_pool_connections=40,
    tcp_keepalive=True,
)
KEPT_DAYS_TTL = 30  # seconds


def now() -> datetime:
    """Tell the time, in UTC, to the millisecond that is stored."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@cache
def session() -> boto3.Session:
    """Share one session: each costs as much as a client (design, budgets)."""
    return boto3.Session()


@cache
def dynamodb() -> Any:
    """Make the DynamoDB client."""
    return session().client("dynamodb", config=CONFIG)


@cache
def secrets_manager() -> Any:
    """Make the Secrets Manager client."""
    # two attempts: a hanging Secrets Manager must leave time to answer 503, or to go on with the last known token
    config = CONFIG.merge(Config(read_timeout=1, retries={"mode": "standard", "total_max_attempts": 2}))
    return session().client("secretsmanager", config=config)


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


def book_tables() -> BookTables:
    """Name the tables of the address book."""
    return BookTables(os.environ["CONTACTS_TABLE"], os.environ["NUMBERS_TABLE"], os.environ["TERMS_TABLE"])


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
    endpoint = os.environ["SOCKETS_ENDPOINT"]
    # one attempt: a push has 800 ms in all, and `sync` repairs what is lost
    config = CONFIG.merge(
        Config(connect_timeout=0.5, read_timeout=0.7, retries={"mode": "standard", "total_max_attempts": 1})
    )
    return Sockets(session().client("apigatewaymanagementapi", endpoint_url=endpoint, config=config))


def region() -> str:
    """Name the country whose numbers come without a country code."""
    return os.environ["PHONE_REGION"]
