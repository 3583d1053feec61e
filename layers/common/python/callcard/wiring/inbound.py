"""What POST /pbx is made of."""

import os
from datetime import timedelta
from functools import cache

from callcard.adapters.secrets import CrmTokens, SecretStore
from callcard.inbound import Inbound
from callcard.wiring.shared import cached_setup, calls, connections, now, numbers, region, secrets_manager, sockets

__all__ = ["crm_tokens", "now", "region", "use_case"]

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
        tabs=connections(),
        pushes=sockets(),
        clock=now,
        window=timedelta(seconds=float(os.environ["REPEAT_WINDOW"])),
    )
