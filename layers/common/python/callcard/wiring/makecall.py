"""What click-to-call is made of."""

import os
from functools import cache

from callcard.adapters.clicks_table import ClicksTable
from callcard.adapters.dials_table import DialsTable
from callcard.adapters.pbx_client import PbxClient
from callcard.adapters.secrets import SecretStore
from callcard.cache import Cached
from callcard.domain.setup import Setup
from callcard.makecall import MakeCall, Tolls
from callcard.wiring.shared import dynamodb, now, secrets_manager, setup_tables


@cache
def use_case() -> MakeCall:
    """Build the use case; who may dial is read anew for every click."""
    store = SecretStore(secrets_manager(), os.environ["PBX_TOKEN_SECRET"])
    # as short as the settings' time: an administrator who replaced a wrong token tries it at once
    token = Cached(lambda: (store.read() or {}).get("token", ""), float(os.environ["SETTINGS_TTL"]))
    return MakeCall(
        clicks=ClicksTable(dynamodb(), os.environ["STATE_TABLE"]),
        dials=DialsTable(dynamodb(), os.environ["STATE_TABLE"]),
        dialler=PbxClient(os.environ["PBX_URL"]),
        tolls=Tolls(
            region=os.environ["PHONE_REGION"],
            countries=frozenset(os.environ["DIAL_COUNTRIES"].split(",")),
            limit=int(os.environ["DIALS_PER_MINUTE"]),
        ),
        token=token.get,
        setup=lambda: Setup(operators=tuple(setup_tables().operators())),
        clock=now,
    )
