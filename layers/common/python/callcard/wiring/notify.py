"""What the sockets' events and their authorizer are made of."""

import os
from functools import cache

from callcard.adapters.tickets_table import TicketsTable
from callcard.notify import Notify
from callcard.wiring.shared import cached_setup, calls, connections, dynamodb, now, numbers, sockets

__all__ = ["now", "tickets", "use_case"]


@cache
def tickets() -> TicketsTable:
    """Reach the tickets issued."""
    return TicketsTable(dynamodb(), os.environ["STATE_TABLE"])


@cache
def use_case() -> Notify:
    """Build the use case."""
    return Notify(
        tabs=connections(),
        calls=calls(),
        index=numbers(),
        setup=cached_setup().get,
        pushes=sockets(),
        clock=now,
    )
