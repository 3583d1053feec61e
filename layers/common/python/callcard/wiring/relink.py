"""What late linking is made of."""

import os
from functools import cache

from callcard.adapters.book_changes import ChangesQueue
from callcard.adapters.numbers_table import NumbersTable
from callcard.relink import Relink
from callcard.screens import Screens
from callcard.wiring.shared import cached_setup, calls, connections, dynamodb, now, queues, sockets


@cache
def use_case() -> Relink:
    """Build the use case; it reads the phone index as it is, not as it was a moment ago."""
    return Relink(
        setup=cached_setup().get,
        legs=calls(),
        index=NumbersTable(dynamodb(), os.environ["NUMBERS_TABLE"], consistent=True),
        screens=Screens(connections(), sockets(), now),
        later=ChangesQueue(queues(), os.environ["RELINK_URL"]),
    )
