"""The journal filtered by everything at once, and read to its end while calls go on."""

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from callcard.wiring import shared
from tests.integration.conftest import Account
from tests.integration.test_journal import NOON, all_pages, journal, minute, told
from tests.unit.phones import history, legs_after

LINK = "https://records.example.com/1.mp3"
OTHER = "84950000000"


@dataclass(frozen=True)
class Told:
    """One call of the day; `phone` Irina's when it is hers."""

    number: int
    direction: str
    missed: bool
    operator: str
    irina: bool
    recording: bool


@pytest.fixture
def day(account: Account) -> list[Told]:
    """Record a call of every kind: direction, outcome, operator, known or not, with and without a recording."""
    body = {"name": "Пётр Ким", "extension": "102", "login": "petr", "pbx_login": None, "active": True}
    account.admin("PUT", "/operators/operator-102", body)
    flags = product(("in", "out"), (False, True), ("100", "101", "102"), (True, False), (True, False))
    calls = [
        Told(number, direction, missed, f"operator-{extension}", irina, recording)
        for number, (direction, missed, extension, irina, recording) in enumerate(flags)
        if not (missed and recording)  # nobody talked
    ]
    for call in calls:
        extension = call.operator.removeprefix("operator-")
        told(
            account,
            call.number,
            type=call.direction,
            status="missed" if call.missed else "success",
            phone="89991234567" if call.irina else OTHER,
            ext=extension,
            user=extension,
            link=LINK if call.recording else "",
        )
    return calls


CHOICES: dict[str, tuple[str, ...]] = {
    "from": ("", minute(7)),
    "to": ("", minute(30)),
    "direction": ("", "in", "out"),
    "missed": ("", "true", "false"),
    "recording": ("", "true", "false"),
    "operator": ("", "operator-101", "operator-100,operator-102", "operator-777"),
    "contact": ("", "c-irina"),
    "query": ("", "соколова", "999 123-45", "ничего такого"),
}


def test_any_filters_together_find_what_fits_them_all(account: Account, day: list[Told]) -> None:
    combinations = [dict(zip(CHOICES, values, strict=True)) for values in product(*CHOICES.values())]
    for asked in Random(5).sample(combinations, 150):
        chosen = {name: value for name, value in asked.items() if value}
        found = [f"call-{call.number}" for call in reversed(day) if fits(call, chosen)]
        assert journal(account, **chosen) == found, chosen


def fits(call: Told, asked: dict[str, str]) -> bool:
    """Say whether a call passes every filter."""
    tests: dict[str, Any] = {
        "from": call.number >= 7,
        "to": call.number <= 30,
        "direction": call.direction == asked.get("direction"),
        "missed": str(call.missed).lower() == asked.get("missed"),
        "recording": str(call.recording).lower() == asked.get("recording"),
        "operator": call.operator in asked.get("operator", "").split(","),
        "contact": call.irina,
        "query": call.irina and asked.get("query") != "ничего такого",
    }
    return all(tests[name] for name in asked)


@pytest.mark.parametrize("name", ["missed", "recording"])
def test_a_flag_is_true_or_false(account: Account, name: str) -> None:
    status, refused = account.desk("GET", "/calls", queryStringParameters={name: "1"})
    assert (status, name in refused["message"]) == (400, True)


def test_too_many_operators_are_refused_by_name(account: Account) -> None:
    many = ",".join(f"operator-{number}" for number in range(51))
    status, refused = account.desk("GET", "/calls", queryStringParameters={"operator": many})
    assert (status, "operator" in refused["message"]) == (400, True)


@pytest.mark.parametrize(
    "asked", [{}, {"operator": "operator-100"}, {"operator": "operator-100,operator-101"}], ids=str
)
def test_reading_on_while_calls_come_loses_none_and_repeats_none(account: Account, asked: dict[str, str]) -> None:
    # several calls of one minute: pages may end between calls that the index cannot tell apart by time
    there = {recorded(f"old-{number}", number // 3) for number in range(120)}
    fresh = iter([(500, 20), (10, 1), (600, 2)])
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = account.desk("GET", "/calls", queryStringParameters=asked | {"cursor": cursor})[1]
        seen += [row["call_id"].split("#")[0] for row in page["calls"]]
        cursor = page["cursor"]
        for minutes in next(fresh):
            recorded(f"new-{minutes}", minutes)
    assert len(seen) == len(set(seen))
    assert there <= set(seen)
    assert "new-500" not in seen  # it came after the top was read
    assert set(all_pages(account, asked)) >= there | {"new-500"}


def recorded(callid: str, minutes: int) -> str:
    """Put a record into the journal, as inbound would; its callid."""
    at = NOON + timedelta(minutes=minutes)
    [leg] = legs_after([history(callid, "100", at, 50, success=True)])
    assert shared.calls().save(replace(leg, recorded=True), None)
    return callid
