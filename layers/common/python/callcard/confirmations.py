"""A browser says that a card has become visible: the last step of its trace."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from callcard.adapters.tickets_table import Holder
from callcard.domain.calls import Call
from callcard.domain.groups import Group
from callcard.domain.legs import callid_of
from callcard.domain.trace import Shown
from callcard.observability import count


class Legs(Protocol):
    """The calls known so far."""

    def group(self, callid: str) -> Group: ...


class Traces(Protocol):
    """The traces of cards."""

    def confirm(self, call: Call, shown: Shown) -> bool: ...


@dataclass(frozen=True, slots=True)
class Confirmations:
    """Takes what browsers say they show."""

    legs: Legs
    traces: Traces
    clock: Callable[[], datetime]

    def take(self, holder: Holder, connection_id: str, said: Mapping[str, Any]) -> bool:
        """Note that a tab shows a card; False for what is no card of its extension, or was said before."""
        match said:
            case {"call_id": str(call_id), "version": int(version)} if callid := callid_of(call_id):
                leg = self.legs.group(callid).named(call_id)
                if leg is None or leg.extension != holder.extension or not leg.carded or not 0 < version <= leg.version:
                    return False
                confirmed = self.traces.confirm(leg, Shown(self.clock(), version, connection_id))
                count("CardConfirmed" if confirmed else "CardConfirmedAgain")
                return confirmed
        return False
