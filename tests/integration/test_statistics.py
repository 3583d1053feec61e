"""GET /statistics: the journal added up by day, hour and operator, as the reader's zone sees them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callcard.wiring import desk, shared
from tests.integration.conftest import Account
from tests.unit.phones import Told, dialled, got_through, history, legs_after, missed

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # of tests.unit.making
NOTHING: dict[str, Any] = {
    "incoming": 0,
    "outgoing": 0,
    "answered": 0,
    "missed": 0,
    "reached": 0,
    "talk": 0,
    "waiting": 0,
    "average_talk": None,
    "average_wait": None,
    "service": None,
}


def record(*calls: list[Told]) -> None:
    """Put calls into the journal, as inbound would."""
    for leg in legs_after([one for call in calls for one in call]):
        assert shared.calls().save(replace(leg, recorded=leg.final), None)


def asked(account: Account, **query: str) -> Any:
    """Ask for the statistics of some days."""
    status, found = account.desk("GET", "/statistics", queryStringParameters=query)
    assert status == 200, found
    return found


def test_days_hours_operators_and_totals(account: Account) -> None:
    record(
        got_through("1", 0, "100", ringing=("101",)),
        missed("2", 61, ("100", "101"), rang=24),
        dialled("3", 24 * 60, success=True),
    )
    found = asked(account, **{"from": "2026-11-22", "to": "2026-11-24"})
    first = NOTHING | {"incoming": 2, "answered": 1, "missed": 1, "talk": 35, "waiting": 29}
    first |= {"average_talk": 35, "average_wait": 5, "service": 0.5}
    second = NOTHING | {"outgoing": 1, "reached": 1, "talk": 25, "average_talk": 25}
    assert found["days"] == [
        {"day": "2026-11-22"} | first,
        {"day": "2026-11-23"} | second,
        {"day": "2026-11-24"} | NOTHING,
    ]
    assert [(one["hour"], one["incoming"]) for one in found["hours"] if one["incoming"]] == [(12, 1), (13, 1)]
    assert (len(found["hours"]), found["totals"]["talk"], found["totals"]["missed"]) == (24, 60, 1)
    assert [(one["name"], one["answered"], one["missed"], one["outgoing"]) for one in found["operators"]] == [
        ("Денис Карпов", 0, 1, 1),
        ("Ольга Миронова", 1, 1, 0),
    ]


def test_one_operators_calls_alone(account: Account) -> None:
    record(got_through("1", 0, "100"), missed("2", 61, ("100", "101")), dialled("3", 70, success=True))
    found = asked(account, operator="operator-101", **{"from": "2026-11-22", "to": "2026-11-22"})
    assert [one["operator_id"] for one in found["operators"]] == ["operator-101"]
    assert (found["totals"]["incoming"], found["totals"]["outgoing"]) == (1, 1)


def test_who_has_left_is_counted_and_who_has_no_calls_is_listed(account: Account) -> None:
    record(got_through("1", 0, "777"))
    found = asked(account, **{"from": "2026-11-22", "to": "2026-11-22"})
    assert [(one["name"], one["answered"]) for one in found["operators"]] == [
        ("operator-777", 1),
        ("Денис Карпов", 0),
        ("Ольга Миронова", 0),
    ]


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("", "2026-11-22", 23),
        ("+03:00", "2026-11-23", 2),
        (" 03:00", "2026-11-23", 2),  # a plus that was not encoded
        ("-02:30", "2026-11-22", 20),
        ("Europe/Moscow", "2026-11-23", 2),
        ("America/New_York", "2026-11-22", 18),
    ],
)
def test_days_and_hours_are_the_readers(account: Account, zone: str, day: str, hour: int) -> None:
    record(got_through("1", 11 * 60))  # 23:00 UTC
    found = asked(account, zone=zone, **{"from": day, "to": day})
    assert [one["hour"] for one in found["hours"] if one["incoming"]] == [hour]
    other = {"2026-11-22": "2026-11-23", "2026-11-23": "2026-11-22"}[day]
    assert asked(account, zone=zone, **{"from": other, "to": other})["totals"]["incoming"] == 0


def test_a_day_has_25_hours_when_the_clocks_go_back(account: Account) -> None:
    at = datetime(2026, 10, 25, tzinfo=UTC)
    ends = (at - timedelta(hours=2), at + timedelta(hours=23) - timedelta(seconds=1))
    record([history(str(number), "100", moment, 0, success=False) for number, moment in enumerate(ends)])
    found = asked(account, zone="Europe/Berlin", **{"from": "2026-10-25", "to": "2026-10-25"})
    assert found["totals"]["missed"] == 2
    for day in ("2026-10-24", "2026-10-26"):
        assert asked(account, zone="Europe/Berlin", **{"from": day, "to": day})["totals"]["missed"] == 0


def test_without_days_it_is_the_readers_today(account: Account) -> None:
    now = datetime.now(UTC)
    record([replace(history("1", "100", now, 5, success=False), at=now + timedelta(seconds=5))])
    found = asked(account)
    assert ([one["day"] for one in found["days"]], found["totals"]["missed"]) == ([f"{now:%Y-%m-%d}"], 1)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "yesterday"}, "from"),
        ({"from": "2026-13-01"}, "from"),
        ({"from": "0001-01-01", "to": "0001-01-01"}, "from"),
        ({"from": "2026-11-02", "to": "2026-11-01"}, "to"),
        ({"from": "2026-01-01", "to": "2026-04-03"}, "to"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "+25:00"}, "zone"),
        ({"zone": "../../../etc/passwd"}, "zone"),
        ({"zone": "Europe"}, "zone"),
    ],
    ids=str,
)
def test_a_bad_question_is_refused_by_its_field(account: Account, query: dict[str, str], field: str) -> None:
    status, refused = account.desk("GET", "/statistics", queryStringParameters=query)
    assert (status, field in refused["message"]) == (400, True)


def test_ninety_two_days_are_eight_reads_at_once(account: Account) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    record(
        [history(str(day), "100", at + timedelta(days=day, hours=1), 5, success=False) for day in range(-1, 93)],
    )
    reads: list[str] = []
    client: Any = desk.figures().records
    client._client.meta.events.register_first("before-send", lambda request, **_: reads.append(request.url))
    found = asked(account, **{"from": "2026-01-01", "to": "2026-04-02"})
    assert ([one["missed"] for one in found["days"]], len(reads)) == ([1] * 92, 8)


@pytest.mark.parametrize("days", [1, 2, 7, 8, 9, 17, 30])
def test_every_day_of_a_period_is_read_once(account: Account, days: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    record([history(str(day), "100", at + timedelta(days=day), 0, success=False) for day in range(-1, days + 1)])
    last = (at + timedelta(days=days - 1)).date().isoformat()
    assert [one["missed"] for one in asked(account, **{"from": "2026-01-01", "to": last})["days"]] == [1] * days
