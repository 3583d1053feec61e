"""Following the setting for how long calls are kept, through all the calls that are there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from callcard.adapters.call_ages import Aged
from callcard.domain.jobs import Job, State
from callcard.domain.retention import expires
from callcard.jobs.runner import REST, Progress, Tell
from callcard.threads import spread

WINDOW = 500  # items
AT_ONCE = 16
# Who wrote a call with the setting of before had read it 30 s ago at most, and no function lives longer than 30 s.
PAUSE = 60
LOOKS = 2


class Ages(Protocol):
    """The table of calls, as far as time goes."""

    def page(self, start: dict[str, str] | None, limit: int) -> tuple[list[Aged], bool]: ...
    def keep(self, one: Aged, until: int | None) -> None: ...


@dataclass(frozen=True, slots=True)
class Keeping:
    """Walks through all calls twice; the second look finds what was written meanwhile with the setting of before."""

    ages: Ages
    leads_to = State.DONE
    resumes = True

    def do(self, job: Job, tell: Tell) -> None:
        """Go on from the window that is written down."""
        progress = job.progress or {"look": 1, "done_rows": 0}
        while progress["look"] <= LOOKS:
            progress = self._window(progress, job)
            tell(progress)

    def close(self, job: Job) -> Progress:
        """Nothing is left to do."""
        return job.progress

    def _window(self, progress: Progress, job: Job) -> Progress:
        page, more = self.ages.page(progress.get("start"), WINDOW)
        calls = _whole(page) if more else page
        wanted = zip(calls, _times(calls, job.started_at or job.created_at), strict=True)
        untils = [(one, expires(came_at, job.task["days"])) for one, came_at in wanted]
        spread([partial(self.ages.keep, one, until) for one, until in untils if until != one.until], AT_ONCE)
        look, rows = progress["look"], progress["done_rows"] + len(calls)
        if more:
            return {"look": look, "done_rows": rows, "start": {"callid": calls[-1].callid, "leg": calls[-1].leg}}
        return {"look": look + 1, "done_rows": 0} | ({REST: PAUSE, "done_rows": rows} if look < LOOKS else {})


def _whole(page: Sequence[Aged]) -> list[Aged]:
    """Leave the last call of a page to the next, which has all of it, unless it is the only one."""
    return [one for one in page if one.callid != page[-1].callid] or list(page)


def _times(calls: Sequence[Aged], unknown: datetime) -> list[datetime]:
    """Say when each came; what stands beside the legs of a call lasts as long as the last of them."""
    newest: dict[str, datetime] = {}
    for one in calls:
        if one.came_at:
            newest[one.callid] = max(one.came_at, newest.get(one.callid, one.came_at))
    return [one.came_at or newest.get(one.callid, unknown) for one in calls]
