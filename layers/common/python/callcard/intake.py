"""Taking an event in: into DynamoDB, else into the spool; a 2xx means that one of them has it (design, invariant 1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from callcard.adapters.pbx_events import Ignored, understand
from callcard.domain.events import CallEvent
from callcard.errors import UnavailableError
from callcard.observability import logger
from callcard.turns import soon

# A table that hangs costs four time-outs for each request; the function ends after 10 s, and the spool comes after
# this. What is written later all the same is a repetition for the spool, or the spool's for it.
RECORD_SECONDS = 5


class Recorder(Protocol):
    """Writes events down."""

    def receive(self, told: CallEvent, received_at: datetime) -> bool: ...


class Spool(Protocol):
    """Keeps what could not be written."""

    def put(self, fields: dict[str, Any], received_at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes the PBX's messages, whose token is good; without a spool it raises instead."""

    recorder: Recorder
    region: str
    spool: Spool | None = None

    def take(self, fields: dict[str, Any], received_at: datetime) -> str:
        """Take a message and say what became of it, as a metric's name; raises InvalidInputError, UnavailableError."""
        told = understand(fields, received_at, self.region)
        if isinstance(told, Ignored):
            logger.info("Event ignored", extra={"cmd": told.cmd})
            return "EventIgnored"
        if self.spool is None:
            return _outcome(self.recorder.receive(told, received_at))
        recording = soon(lambda: self.recorder.receive(told, received_at))
        try:
            return _outcome(recording.result(timeout=RECORD_SECONDS))
        except (UnavailableError, TimeoutError):
            logger.warning("Event spooled")
            self.spool.put(fields, received_at)
            return "EventSpooled"


def _outcome(recorded: bool) -> str:
    return "EventRecorded" if recorded else "EventRepeated"
