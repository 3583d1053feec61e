"""What POST /pbx is made of."""

import gc
import os
from datetime import timedelta
from functools import cache
from typing import Any

from callcard.adapters.clicks_table import ClicksTable
from callcard.adapters.secrets import CrmTokens, SecretStore
from callcard.adapters.spool_queue import SpoolQueue
from callcard.domain.phone import canonical, display
from callcard.inbound import Inbound
from callcard.intake import Intake
from callcard.responsible import SmartTransfer
from callcard.screens import Screens
from callcard.turns import Pending, soon, take_turns, undone
from callcard.wiring.shared import (
    WAITED_FOR,
    cached_setup,
    calls,
    connections,
    dynamodb,
    now,
    numbers,
    queues,
    region,
    secrets_manager,
    sockets,
    traces,
)

__all__ = ["crm_tokens", "intake", "now", "prepare", "region", "smart_transfer", "use_case"]

LAST_KNOWN_TOKEN = 3600  # seconds it serves while Secrets Manager is down
EXAMPLE = "8 900 000-00-00"
PREPARE_SECONDS = 2  # Lambda waits ten for a sandbox to start, a caller does not


@cache
def crm_tokens() -> CrmTokens:
    """Check what the PBX shows; keep it in memory for TOKEN_TTL seconds."""
    store = SecretStore(secrets_manager(), os.environ["CRM_TOKEN_SECRET"])
    return CrmTokens(store, float(os.environ["TOKEN_TTL"]), LAST_KNOWN_TOKEN, now)


def prepare() -> None:
    """Do at a sandbox's start what its first call would wait for; what fails now, the call tries again."""
    if not WAITED_FOR:
        return
    from callcard.strands import Strands

    take_turns(Strands())
    reading: list[Pending[Any]] = [soon(cached_setup().get), soon(crm_tokens().ready)]
    intake(), smart_transfer()
    display(canonical(EXAMPLE, region()))  # numbering plans are loaded when they are asked for
    undone(reading, PREPARE_SECONDS)
    gc.freeze()  # what is here now stays: nobody need look through it for what may go


@cache
def use_case() -> Inbound:
    """Build the use case."""
    return Inbound(
        setup=cached_setup().get,
        legs=calls(),
        index=numbers(),
        screens=Screens(connections(), sockets(), now, traces().keep),
        window=timedelta(seconds=float(os.environ["REPEAT_WINDOW"])),
        followed=ClicksTable(dynamodb(), os.environ["STATE_TABLE"]).followed,
    )


@cache
def smart_transfer() -> SmartTransfer:
    """Build the answer to `contact`."""
    return SmartTransfer(cached_setup().get, numbers(), names=os.environ["CONTACT_NAME"] == "on")


@cache
def intake() -> Intake:
    """Build the taking in of events, with the spool behind it."""
    return Intake(use_case(), region(), SpoolQueue(queues(), os.environ["SPOOL_URL"]))
