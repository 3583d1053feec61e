"""The advisor: how many last digits the administrator should compare, from the real book."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from callcard.domain.advice import GOOD_SHARE, Advice
from callcard.domain.jobs import ENDED, Job, Kind, State
from callcard.domain.setup import Setup
from callcard.errors import ConflictError, NotFoundError
from callcard.jobs.asked import Jobs, Queue, revive
from callcard.texts import counted, number, text

BOOK = "book"  # there is one book, so there is one count of it, done again and again
FRESH = timedelta(days=1)
SURE, PERCENT = 0.995, 0.0095  # what rounds to 100 and to 1 case in 100
RAREST = 1_000_000


@dataclass(frozen=True, slots=True)
class Advisor:
    """Shows the last count, and has the book counted again when that is old or the book was loaded since."""

    jobs: Jobs
    queue: Queue
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]

    def advice(self, accept: str) -> dict[str, Any]:
        """Show what is known; `computing` says that a newer count is on its way."""
        job = self._counted(self.clock())
        shares = tuple(float(share) for share in job.progress.get("shares", ()))
        advice = Advice(job.progress.get("numbers", 0), shares)
        return {
            "numbers": advice.numbers,
            "computed_at": job.progress.get("at"),
            "computing": job.state is State.RUNNING,
            "risks": [{"digits": digits, "share": share} for digits, share in enumerate(shares, 1)],
            "recommended": advice.recommended,
            "sentence": sentence(advice, self.setup().settings.suffix_digits, accept) if shares else "",
        }

    def _counted(self, now: datetime) -> Job:
        job = self._known(now)
        if job.state in ENDED and self._old(job, now):
            with suppress(ConflictError):  # somebody else who looks at it just did the same
                job = self.jobs.begin(job, State.RUNNING, {}, now, after=ENDED, progress=job.progress)
                self.queue.put(Kind.ADVICE, BOOK)
        revive(self.jobs, self.queue, job, now)
        return job

    def _known(self, now: datetime) -> Job:
        with suppress(NotFoundError):
            return self.jobs.get(Kind.ADVICE, BOOK)
        job = Job(Kind.ADVICE, BOOK, State.RUNNING, "", now, asked_at=now, started_at=now)
        if self.jobs.create(job):
            self.queue.put(Kind.ADVICE, BOOK)
        return job

    def _old(self, job: Job, now: datetime) -> bool:
        if "at" not in job.progress:
            return True
        counted_at = datetime.fromisoformat(job.progress["at"])
        loads = self.jobs.newest(Kind.IMPORT, None).rows
        since = [one for one in loads if one.ended_at and one.ended_at > counted_at and not one.task.get("dry_run")]
        return bool(since) or counted_at + FRESH < now


def sentence(advice: Advice, digits: int, accept: str) -> str:
    """Say what the digits in force cost, and what the recommended ones would."""
    if not advice.numbers:
        return text("advice_empty", accept)
    now, better = advice.shares[digits - 1], advice.recommended
    if now < GOOD_SHARE or better is None:
        return text("advice_good", accept, now=_odds(now, accept))
    then = _odds(advice.shares[better - 1], accept)
    with_digits = counted("with_digits", better, accept)
    return text("advice_better", accept, now=_odds(now, accept), digits=with_digits, then=then)


def _odds(share: float, accept: str) -> str:
    if share >= SURE:
        return text("odds_always", accept)
    if share >= PERCENT:
        return counted("odds_hundred", round(share * 100), accept)
    if share * RAREST < 1:
        return text("odds_never" if share == 0 else "odds_rarely", accept, n=number(RAREST, accept))
    cases = int(float(f"{1 / share:.2g}"))  # two digits say enough
    return text("odds_one", accept, n=number(cases, accept))
