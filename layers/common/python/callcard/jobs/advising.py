"""Counting how often the last N digits of a number would show the wrong client."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from callcard.domain.advice import advise
from callcard.domain.jobs import Job, State
from callcard.frames import iso
from callcard.jobs.runner import Progress, Tell


class Numbers(Protocol):
    """The phone index."""

    def all(self) -> Iterator[tuple[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Advising:
    """Reads the whole phone index once: a million numbers in half a minute, so there is nothing to resume."""

    numbers: Numbers
    leads_to = State.DONE
    resumes = False

    def do(self, job: Job, tell: Tell) -> None:
        """Count."""
        advice = advise(self.numbers.all())
        # DynamoDB knows no binary fractions: as text they come back as they were
        shares = [repr(share) for share in advice.shares]
        tell({"numbers": advice.numbers, "shares": shares, "at": iso(job.started_at or job.created_at)})

    def close(self, job: Job) -> Progress:
        """Nothing is left to do."""
        return job.progress
