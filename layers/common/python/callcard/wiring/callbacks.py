"""What following the calls is made of, and the missed-call desk."""

import os
from functools import cache

from callcard.adapters.callbacks_table import CallbacksTable
from callcard.adapters.phone_legs import PhoneLegs
from callcard.callback_news import CallbackNews
from callcard.callbacks import Callbacks
from callcard.crowd import Crowd
from callcard.missed import Missed
from callcard.wiring.shared import cached_setup, connections, dynamodb, now, numbers, sockets


@cache
def missed() -> Missed:
    """Build what follows the calls."""
    legs = PhoneLegs(dynamodb(), os.environ["CALLS_TABLE"])
    return Missed(kept(), legs, numbers(), cached_setup().get, _news(), now)


@cache
def callbacks() -> Callbacks:
    """Build the missed-call desk."""
    return Callbacks(kept(), numbers(), cached_setup().get, _news(), now)


@cache
def kept() -> CallbacksTable:
    """Reach the callbacks."""
    return CallbacksTable(dynamodb(), os.environ["CALLBACKS_TABLE"])


def _news() -> CallbackNews:
    return CallbackNews(kept(), Crowd(connections(), sockets(), now), cached_setup().get, now)
