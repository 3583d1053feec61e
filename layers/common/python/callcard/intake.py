"""Taking an event in: into DynamoDB, else into the spool; a 2xx means that one of them has it (design, invariant 1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from callcard.adapters.pbx_events import Ignored, understand
from callcard.domain.events import CallEvent
from callcard.errors import UnavailableError
from callcard.observability import logger


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
        try:
            return "EventRecorded" if self.recorder.receive(told, received_at) else "EventRepeated"
        except UnavailableError:
            if self.spool is None:
                raise
            logger.warning("Event spooled")
            self.spool.put(fields, received_at)
            return "EventSpooled"
