"""What browsers may ask for on their sockets, word by word."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from callcard.adapters.tickets_table import Holder
from callcard.confirmations import Confirmations
from callcard.notify import Notify
from callcard.self_call import SelfCall

type Action = Callable[[Holder, str, Mapping[str, Any]], object]


def socket_actions(
    notify: Callable[[], Notify], confirmations: Callable[[], Confirmations], self_call: Callable[[], SelfCall]
) -> dict[str, Action]:
    """Name what the door does for a tab and its holder; a word that is not here asks nothing."""
    return {
        "sync": lambda holder, tab, _: notify().sync(holder, tab),
        "ping": lambda _, tab, __: notify().pong(tab),
        "shown": lambda holder, tab, said: confirmations().take(holder, tab, said),
        "test": lambda holder, *_: self_call().ring(holder),
        "test_answer": lambda holder, *_: self_call().answer(holder),
        "test_end": lambda holder, *_: self_call().end(holder),
    }


def said_in(body: str | None) -> Mapping[str, Any]:
    """Read what a browser says, its word in `action`; anything unreadable says nothing."""
    try:
        said = json.loads(body or "{}")
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) and isinstance(said.get("action"), str) else {}
