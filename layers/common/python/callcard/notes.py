"""Notes: what an operator writes down about a call, while it goes on or afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from callcard.domain.calls import Call
from callcard.domain.groups import Group
from callcard.domain.legs import callid_of
from callcard.domain.masking import restored
from callcard.errors import NotFoundError, UnavailableError

ATTEMPTS = 10


class Legs(Protocol):
    """The calls known so far."""

    def group(self, callid: str) -> Group: ...
    def save(self, call: Call, over: Call | None) -> bool: ...


@dataclass(frozen=True, slots=True)
class Notes:
    """Keeps the notes; operators share the journal, so anyone may note any call that is still `kept` and not erased."""

    legs: Legs
    kept: Callable[[Call], bool] = lambda _: True

    def write(self, call_id: str, note: str) -> dict[str, Any]:
        """Write a call's note anew, over no event that comes meanwhile; raises NotFoundError."""
        for _ in range(ATTEMPTS):
            leg = self._known(call_id)
            whole = restored(note, leg.note)
            noted = leg if leg.note == whole else replace(leg, note=whole, version=leg.version + 1)
            if noted is leg or self.legs.save(noted, leg):
                return {"call_id": noted.call_id, "note": noted.note, "version": noted.version}
        raise UnavailableError("unavailable")

    def _known(self, call_id: str) -> Call:
        callid = callid_of(call_id)
        leg = self.legs.group(callid).named(call_id) if callid else None
        if leg is None or leg.erased or not self.kept(leg):
            raise NotFoundError("no_such_call")
        return leg
