"""Imports while they run: progress, a cancel, the end of an invocation, and a worker that dies anywhere."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from callcard.domain.jobs import LEASE, Kind, State
from callcard.jobs.loading import Loading
from callcard.wiring import background, jobs, shared
from tests.integration.conftest import Account
from tests.integration.faults import Killed
from tests.integration.transfers import HEADER, ORDER, book, checked, downloaded, names, run, shown


@pytest.fixture
def small_windows(account: Account) -> Loading:
    """Let imports go three rows at a time."""
    works: Any = jobs.runner().works
    loading: Loading = works[Kind.IMPORT, State.RUNNING]
    works[Kind.IMPORT, State.RUNNING] = replace(loading, importer=replace(loading.importer, window=3))
    return loading


def test_progress_is_seen_while_it_runs_and_a_cancel_stops_it_within_one_window(
    account: Account, small_windows: Loading, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = checked(account, (book(30) + ";нет номера;;\n").encode())
    seen: list[Any] = []
    write = jobs.book().write_many

    def watched(changes: Any) -> Any:
        seen.append(shown(account, import_id))
        if len(seen) == 4:
            account.admin("DELETE", f"/imports/{import_id}")
        return write(changes)

    monkeypatch.setattr(jobs.book(), "write_many", watched)
    account.admin("PUT", f"/imports/{import_id}", ORDER)
    account.work()
    assert [each["done_rows"] for each in seen] == [0, 3, 6, 9]
    assert [each["state"] for each in seen] == ["running"] * 4
    assert all(0 <= each["share"] <= 1 for each in seen)
    assert seen[-1]["share"] > 0
    ended = shown(account, import_id)
    assert (ended["state"], ended["done_rows"], ended["counts"]["created"]) == ("cancelled", 12, 12)
    assert len(names(account)) == 13
    status, begun = account.admin("PUT", f"/imports/{import_id}", ORDER)  # and may be begun again
    assert (status, begun["done_rows"]) == (202, 0)
    account.work()
    assert (
        shown(account, import_id)["counts"] | {"created": 18, "unchanged": 12, "bad": 1}
        == shown(account, import_id)["counts"]
    )


def test_an_import_longer_than_an_invocation_goes_on_in_the_next(account: Account, small_windows: Loading) -> None:
    import_id = checked(account, (book(10) + ";нет имени;;\n").encode())
    account.admin("PUT", f"/imports/{import_id}", ORDER)
    assert account.work(seconds_left=1) > 4
    done = shown(account, import_id)
    assert (done["state"], done["counts"]["created"], done["counts"]["bad"]) == ("done", 10, 1)
    assert [each["line"] for each in done["problems"]] == [12]


ROWS = (
    HEADER
    + "".join(f"Клиент {n};8495000{n:04};;\n" for n in range(5))
    + ";без имени;;\nПётр;не номер;;\nСоколова Ирина;8 999 123-45-67;;\nКлиент 1;84950000001;;Дважды\n"
    + "".join(f"Клиент {n};8495000{n:04};никто;\n" for n in range(5, 9))
)


HARMS = ("before the write", "after the write", "before the checkpoint", "at the report")
ENDS: dict[str, BaseException] = {"killed": Killed(), "error": ValueError("Ирина")}


@dataclass
class Dying:
    """Workers that die where they are told to: `waits` says after how many more times, and how."""

    waits: list[tuple[str, int, BaseException]]
    late: timedelta = timedelta()

    def work(self, import_id: str) -> None:
        """Send one worker after another until the import has ended."""
        book, files, table = jobs.book(), background.files(), background.jobs()
        runner = replace(jobs.runner(), clock=lambda: shared.now() + self.late)
        with pytest.MonkeyPatch.context() as patches:
            for thing, name, before, after in (
                (book, "write_many", "before the write", "after the write"),
                (table, "keep", "before the checkpoint", ""),
                (files, "store", "at the report", ""),
            ):
                patches.setattr(thing, name, self._wrapped(getattr(thing, name), before, after))
            for _ in range(20):
                if table.get(Kind.IMPORT, import_id).state is not State.RUNNING:
                    return
                try:
                    runner.take(Kind.IMPORT, import_id, lambda: 900)
                except Killed:
                    self.late += LEASE + timedelta(milliseconds=1)
        pytest.fail("work that never ends")

    def _wrapped(self, work: Any, before: str, after: str) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            self._pass(before)
            result = work(*args, **more)
            self._pass(after)
            return result

        return call

    def _pass(self, place: str) -> None:
        for harm in self.waits:
            if harm[0] == place:
                self.waits.remove(harm)
                if harm[1] == 0:
                    raise harm[2]
                self.waits.append((place, harm[1] - 1, harm[2]))
                return


def outcome(account: Account, import_id: str) -> Any:
    """Tell all that an import came to: the book but for what is random, the counts, the problems, the report."""
    done = shown(account, import_id)
    rows = [
        {name: value for name, value in item.items() if name not in ("import_id", "contact_id", "terms")}
        for item in account.scan("ContactsTable")
    ]
    report = downloaded(done["report_url"]).decode()
    return sorted(map(str, rows)), done["state"], done["counts"], done["problem_count"], done["problems"], report


def emptied(account: Account) -> None:
    """Take out of the book all that imports have put in."""
    for table, key in (("ContactsTable", ("contact_id",)), ("NumbersTable", ("last_digit", "number_key"))):
        for item in account.scan(table):
            if item["contact_id"]["S"] != "c-irina":
                shared.dynamodb().delete_item(TableName=table, Key={name: item[name] for name in key})


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([(harm, times, end) for harm, times, end in zip(HARMS, (1, 1, 4, 0), [*ENDS] * 2, strict=True)])
@given(st.lists(st.tuples(st.sampled_from(HARMS), st.integers(0, 5), st.sampled_from([*ENDS])), min_size=1, max_size=4))
def test_an_import_that_dies_anywhere_ends_like_one_that_did_not(
    account: Account, small_windows: Loading, harms: list[tuple[str, int, str]]
) -> None:
    emptied(account)
    clean = outcome(account, run(account, ROWS)["import_id"])
    emptied(account)
    import_id = checked(account, ROWS.encode())
    account.admin("PUT", f"/imports/{import_id}", ORDER)
    Dying([(harm, times, ENDS[end]) for harm, times, end in harms]).work(import_id)
    assert outcome(account, import_id) == clean
