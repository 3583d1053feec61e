"""What POST /pbx is made of."""

import os
from datetime import timedelta
from functools import cache

from callcard.adapters.clicks_table import ClicksTable
from callcard.adapters.secrets import CrmTokens, SecretStore
from callcard.adapters.spool_queue import SpoolQueue
from callcard.inbound import Inbound
from callcard.intake import Intake
from callcard.responsible import SmartTransfer
from callcard.screens import Screens
from callcard.wiring.shared import (
    CONFIG,
    cached_setup,
    calls,
    connections,
    dynamodb,
    now,
    numbers,
    region,
    secrets_manager,
    session,
    sockets,
    traces,
)

__all__ = ["crm_tokens", "intake", "now", "region", "smart_transfer", "use_case"]

LAST_KNOWN_TOKEN = 3600  # seconds it serves while Secrets Manager is down


@cache
def crm_tokens() -> CrmTokens:
    """Check what the PBX shows; keep it in memory for TOKEN_TTL seconds."""
    store = SecretStore(secrets_manager(), os.environ["CRM_TOKEN_SECRET"])
    return CrmTokens(store, float(os.environ["TOKEN_TTL"]), LAST_KNOWN_TOKEN, now)


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
    return Intake(use_case(), region(), SpoolQueue(session().client("sqs", config=CONFIG), os.environ["SPOOL_URL"]))
