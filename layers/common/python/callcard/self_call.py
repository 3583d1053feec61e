"""A test call: the own screen rings as if the PBX had told of a call; no telephone does, and no journal keeps it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from callcard.adapters.tickets_table import Holder
from callcard.domain.calls import Call
from callcard.domain.events import CallEvent, Direction, EventKind
from callcard.domain.legs import TEST_CALLS


class OpenCalls(Protocol):
    """The calls that have not ended."""

    def open_at(self, extension: str) -> list[Call]: ...


class Recorder(Protocol):
    """What takes the PBX's events."""

    def receive(self, told: CallEvent, received_at: datetime) -> bool: ...


@dataclass(frozen=True, slots=True)
class SelfCall:
    """Rings at the extension of who asks, and there alone; the caller's number is withheld, so nobody is rung back."""

    calls: OpenCalls
    recorder: Recorder
    clock: Callable[[], datetime]

    def ring(self, holder: Holder) -> None:
        """Let a new test call ring; the one before is over."""
        self.end(holder)
        self._tell(f"{TEST_CALLS}{uuid4()}", holder, EventKind.STARTED)

    def answer(self, holder: Holder) -> None:
        """Pick up the test calls that ring."""
        self._tell_all(holder, EventKind.ANSWERED)

    def end(self, holder: Holder) -> None:
        """End the test calls that are open."""
        self._tell_all(holder, EventKind.ENDED)

    def _tell_all(self, holder: Holder, kind: EventKind) -> None:
        for call in self.calls.open_at(holder.extension):
            if call.test:
                self._tell(call.callid, holder, kind)

    def _tell(self, callid: str, holder: Holder, kind: EventKind) -> None:
        self.recorder.receive(CallEvent(kind, callid, holder.extension, Direction.IN), self.clock())
