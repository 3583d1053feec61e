"""Jobs: one worker at a time, from where the last one came, until done, cancelled or given up."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcard.adapters.jobs_table import JobsTable
from callcard.domain.jobs import LEASE, PATIENCE, TRIES, Job, Kind, State
from callcard.errors import ConflictError, InvalidInputError, UnavailableError
from callcard.jobs.asked import new_job, revive
from callcard.jobs.runner import PAUSES, RESERVE, Runner, Tell
from callcard.wiring import background
from tests.integration.conftest import Account
from tests.integration.faults import Killed
from tests.unit.making import NOON

WINDOWS = 4
DELIVERED_AGAIN = timedelta(seconds=960)  # the queue's visibility timeout


@dataclass
class Counting:
    """A job that counts to WINDOWS; `trouble` comes before the window of its number, once each."""

    trouble: dict[int, list[Callable[[], None]]] = field(default_factory=dict)
    leads_to: State = State.DONE
    resumes: bool = True
    done: list[int] = field(default_factory=list)
    closed: int = 0

    def do(self, job: Job, tell: Tell) -> None:
        start = job.progress.get("next", 0) if self.resumes else 0
        for window in range(start, WINDOWS):
            self.done.append(window)
            if self.trouble.get(window):
                self.trouble[window].pop()()
            tell({"next": window + 1})

    def close(self, job: Job) -> dict[str, Any]:
        self.closed += 1
        return job.progress | {"closed": True}


@dataclass
class Office:
    """A runner with its clock, its queue and its table."""

    table: JobsTable
    work: Counting
    now: datetime = NOON
    queue: list[tuple[Kind, str]] = field(default_factory=list)
    pauses: list[int] = field(default_factory=list)
    seconds_left: float = 900

    def put(self, kind: Kind, job_id: str, delay: int = 0) -> None:
        self.queue.append((kind, job_id))
        self.pauses.append(delay)

    def begin(self) -> Job:
        job = new_job(Kind.EXPORT, State.RUNNING, "boss", self.now, {"format": "csv"})
        assert self.table.create(job)
        self.put(job.kind, job.job_id)
        return job

    def cancel(self, job: Job) -> None:
        assert self.table.cancel(job, self.now)

    def take(self, job: Job) -> str:
        works = {(job.kind, state): self.work for state in (State.RUNNING, State.CHECKING)}
        runner = Runner(self.table, self, works, lambda: self.now)
        return runner.take(job.kind, job.job_id, lambda: self.seconds_left)

    def deliver(self, job: Job) -> None:
        """Let a worker have the next message; the message of one who was killed comes again after a while."""
        if self.queue:
            self.queue.pop()
        else:
            self.now += DELIVERED_AGAIN
        self.seconds_left = 900
        try:
            self.take(job)
        except Killed:
            assert self.take(job) == "JobNotFree"  # the lease outlives its holder

    def stored(self, job: Job) -> Job:
        return self.table.get(job.kind, job.job_id)


@pytest.fixture
def table(account: Account) -> JobsTable:
    """Give the real table's adapter."""
    return background.jobs()


def fail(error: BaseException) -> Callable[[], None]:
    """Make something that raises."""

    def raising() -> None:
        raise error

    return raising


def test_a_job_is_done_window_by_window_and_closed_once(table: JobsTable) -> None:
    office = Office(table, Counting())
    job = office.begin()
    assert office.take(job) == "JobDone"
    stored = office.stored(job)
    assert (stored.state, stored.progress, office.work.done) == (State.DONE, {"next": 4, "closed": True}, [0, 1, 2, 3])
    assert (stored.ended_at, stored.lease_until, stored.by, stored.task) == (NOON, None, "boss", {"format": "csv"})
    assert office.take(job) == "JobNotFree"
    assert office.work.closed == 1


RAISED: dict[str, BaseException] = {
    "killed": Killed(),
    "error": ValueError("Ирина"),
    "unavailable": UnavailableError("unavailable"),
}
TROUBLES = st.tuples(st.integers(0, WINDOWS - 1), st.sampled_from([*RAISED, "late", "asked twice"]))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TROUBLES, max_size=TRIES - 1))
def test_whatever_ends_a_worker_another_goes_on_and_does_at_most_one_window_again(
    table: JobsTable, troubles: list[tuple[int, str]]
) -> None:
    office = Office(table, Counting())
    interrupted: list[int] = []

    def hurt(window: int, kind: str) -> None:
        if kind in RAISED:
            interrupted.append(window)
            raise RAISED[kind]
        meanwhile(office, job, kind)

    for window, kind in troubles:
        office.work.trouble.setdefault(window, []).append(partial(hurt, window, kind))
    job = office.begin()
    while office.stored(job).state is State.RUNNING:
        office.deliver(job)
    assert office.stored(job).progress == {"next": WINDOWS, "closed": True}
    assert sorted(office.work.done) == sorted([*range(WINDOWS), *interrupted])
    assert office.work.closed == 1


def meanwhile(office: Office, job: Job, kind: str) -> None:
    """Let time become short, or let somebody ask once more for a job that is being worked on."""
    if kind == "late":
        office.seconds_left = RESERVE - 1
    else:
        before = len(office.work.done)
        assert office.take(job) == "JobNotFree"
        assert len(office.work.done) == before


def test_two_workers_never_work_on_one_job(table: JobsTable) -> None:
    office = Office(table, Counting())
    job = office.begin()
    others = []

    def another() -> None:
        office.now += LEASE  # to the last moment of the lease
        others.append(office.take(job))

    office.work.trouble = {window: [another] for window in range(WINDOWS)}
    assert office.take(job) == "JobDone"
    assert (others, office.work.done) == (["JobNotFree"] * WINDOWS, [0, 1, 2, 3])


def test_a_worker_that_lost_its_lease_writes_nothing_more(table: JobsTable) -> None:
    office = Office(table, Counting())
    job = office.begin()
    outcomes = []

    def overtaken() -> None:
        office.now += LEASE + timedelta(milliseconds=1)
        outcomes.append(office.take(job))

    office.work.trouble = {1: [overtaken]}
    assert office.take(job) == "JobLost"
    assert outcomes == ["JobDone"]
    assert office.stored(job).progress == {"next": WINDOWS, "closed": True}
    assert office.stored(job).state is State.DONE


def test_a_cancelled_job_stops_after_the_window_in_hand(table: JobsTable) -> None:
    office = Office(table, Counting())
    job = office.begin()
    office.work.trouble = {1: [lambda: office.cancel(job)]}
    assert office.take(job) == "JobCancelled"
    stored = office.stored(job)
    assert (office.work.done, stored.state) == ([0, 1], State.CANCELLED)
    assert stored.progress == {"next": 2, "closed": True}  # the window is done and is counted
    assert (stored.ended_at, stored.lease_until) == (NOON, None)
    assert office.take(job) == "JobNotFree"


def test_a_cancelled_job_that_nobody_has_taken_is_never_begun(table: JobsTable) -> None:
    office = Office(table, Counting())
    job = office.begin()
    assert table.cancel(job, NOON)
    assert office.take(job) == "JobNotFree"
    assert office.work.done == []


def test_what_has_ended_cannot_be_cancelled(table: JobsTable) -> None:
    office = Office(table, Counting())
    job = office.begin()
    office.take(job)
    assert not table.cancel(job, NOON)
    assert office.stored(job).state is State.DONE


def test_an_invocation_that_runs_short_of_time_hands_over(table: JobsTable) -> None:
    office = Office(table, Counting(), seconds_left=RESERVE - 1)
    job = office.begin()
    office.queue.clear()
    assert office.take(job) == "JobContinues"
    assert (office.work.done, office.queue) == ([0], [(Kind.EXPORT, job.job_id)])
    assert office.stored(job).lease_until is None
    office.seconds_left = RESERVE
    assert office.take(job) == "JobDone"


def test_what_cannot_resume_is_not_stopped_for_time(table: JobsTable) -> None:
    office = Office(table, Counting(resumes=False), seconds_left=1)
    job = office.begin()
    assert office.take(job) == "JobDone"


@pytest.mark.parametrize("resumes", [True, False])
def test_a_job_that_does_not_get_on_is_given_up(table: JobsTable, resumes: bool) -> None:
    office = Office(table, Counting(resumes=resumes))
    office.work.trouble = {2: [fail(ValueError("Ирина"))] * 99}
    job = office.begin()
    outcomes = [office.take(job) for _ in range(TRIES + 2)]
    # the first try of one that resumes gets two windows further, so it has one more
    tries = TRIES + 1 if resumes else TRIES
    assert outcomes == [*["JobBrokenOff"] * tries, "JobFailed", "JobNotFree"][: TRIES + 2]
    assert office.pauses[1:] == [*PAUSES[:1] * (tries - TRIES), *PAUSES]
    stored = office.stored(job)
    assert (stored.state, stored.message) == (State.FAILED, {"code": "job_given_up"})


def test_a_bad_file_fails_at_once_and_says_why(table: JobsTable) -> None:
    office = Office(table, Counting(trouble={0: [fail(InvalidInputError("file_too_big", limit="100"))]}))
    job = office.begin()
    assert office.take(job) == "JobFailed"
    stored = office.stored(job)
    assert (stored.state, stored.message) == (State.FAILED, {"code": "file_too_big", "limit": "100"})


def test_what_broke_a_job_is_logged_without_what_the_error_says(
    table: JobsTable, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(table, Counting(trouble={0: [fail(ValueError("Ирина Соколова, 79991234567"))]}))
    assert office.take(office.begin()) == "JobBrokenOff"
    logged = str([vars(record) for record in caplog.records])
    assert "ValueError" in logged
    assert "test_jobs.py:" in logged
    assert "Ирина" not in logged
    assert "7999" not in logged


def test_a_refusal_by_aws_is_logged_by_its_name(table: JobsTable, caplog: pytest.LogCaptureFixture) -> None:
    denied = UnavailableError("unavailable")
    denied.__cause__ = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "Ирина"}}, "Scan")
    office = Office(table, Counting(trouble={0: [fail(denied)]}))
    assert office.take(office.begin()) == "JobBrokenOff"
    logged = str([vars(record) for record in caplog.records])
    assert "AccessDeniedException" in logged
    assert "Ирина" not in logged


def test_a_forsaken_job_is_asked_for_again_once(table: JobsTable) -> None:
    office = Office(table, Counting(trouble={1: [fail(Killed())]}))
    job = office.begin()
    office.queue.clear()
    with pytest.raises(Killed):
        office.take(job)
    for moment, asked in ((LEASE, 0), (LEASE + PATIENCE, 1), (LEASE + PATIENCE, 0)):
        office.queue.clear()
        revive(table, office, office.stored(job), NOON + moment)
        assert len(office.queue) == asked, moment
    office.now = NOON + LEASE + PATIENCE
    assert office.take(job) == "JobDone"
    assert office.work.done == [0, 1, 1, 2, 3]


def test_two_who_look_at_once_ask_once(table: JobsTable) -> None:
    office = Office(table, Counting())
    job = office.begin()
    seen = office.stored(job)
    later = NOON + PATIENCE + timedelta(seconds=1)
    assert [table.ask_again(seen, later), table.ask_again(seen, later)] == [True, False]


def test_a_job_begins_again_only_from_the_states_it_may(table: JobsTable) -> None:
    office = Office(table, Counting())
    job = office.begin()
    with pytest.raises(ConflictError):
        table.begin(job, State.RUNNING, {}, NOON, after={State.READY, State.DONE})
    office.take(job)
    begun = table.begin(job, State.RUNNING, {"format": "xlsx"}, NOON, after={State.DONE})
    assert (begun.state, begun.progress, begun.ended_at, begun.task) == (State.RUNNING, {}, None, {"format": "xlsx"})


def test_jobs_are_listed_newest_first_in_pages_and_end_with_their_files(account: Account, table: JobsTable) -> None:
    made = [new_job(Kind.IMPORT, State.WAITING, "boss", NOON + timedelta(seconds=n), {}) for n in range(60)]
    for job in made:
        table.create(job)
    first = table.newest(Kind.IMPORT, None)
    second = table.newest(Kind.IMPORT, first.cursor)
    assert [job.job_id for job in first.rows + second.rows] == [job.job_id for job in reversed(made)]
    assert (len(first.rows), second.cursor) == (50, None)
    week = {item["ttl"]["N"] for item in account.scan("JobsTable")}
    assert week == {str(int((job.created_at + timedelta(days=7)).timestamp())) for job in made}


def test_a_job_is_made_once(table: JobsTable) -> None:
    job = new_job(Kind.EXPORT, State.RUNNING, "boss", NOON, {})
    assert [table.create(job), table.create(job)] == [True, False]
