"""What the sockets' events and their authorizer are made of."""

import os
from datetime import timedelta
from functools import cache

from callcard.adapters.tickets_table import TicketsTable
from callcard.admission import Admission
from callcard.confirmations import Confirmations
from callcard.inbound import Inbound
from callcard.notify import Notify
from callcard.screens import Screens
from callcard.self_call import SelfCall
from callcard.wiring.shared import (
    cached_setup,
    calls,
    connections,
    dynamodb,
    now,
    numbers,
    setup_tables,
    sockets,
    traces,
)

__all__ = ["admission", "confirmations", "self_call", "tickets", "use_case"]


@cache
def tickets() -> TicketsTable:
    """Reach the tickets issued."""
    return TicketsTable(dynamodb(), os.environ["STATE_TABLE"])


@cache
def admission() -> Admission:
    """Build the authorizer's decision."""
    return Admission(tickets(), setup_tables().operator, now)


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


@cache
def confirmations() -> Confirmations:
    """Build the taking of what browsers say they show."""
    return Confirmations(calls(), traces(), now)


@cache
def self_call() -> SelfCall:
    """Build test calls: they come as the PBX's do, past the door."""
    screens = Screens(connections(), sockets(), now, traces().keep)
    window = timedelta(seconds=float(os.environ["REPEAT_WINDOW"]))
    return SelfCall(calls(), Inbound(cached_setup().get, calls(), numbers(), screens, window), now)
