"""What the journal adds up to, against a plain count of what was played."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.calls import Call
from callcard.domain.events import EventKind
from callcard.domain.statistics import Statistics, Tally, statistics
from tests.unit.making import NOON
from tests.unit.phones import MINUTE, Told, dialled, got_through, history, legs_after, missed, told

TODAY = NOON.date()
MOSCOW = timezone(timedelta(hours=3))


def journal(*calls: list[Told]) -> list[Call]:
    """Give the legs of some calls that are records of the journal."""
    legs = legs_after([one for call in calls for one in call])
    return [leg for leg in legs if leg.final and not leg.answered_elsewhere]


def counted(*calls: list[Told]) -> Statistics:
    """Add up one day."""
    return statistics(journal(*calls), [TODAY], UTC)


def test_a_day_is_added_up() -> None:
    found = counted(
        got_through("1", 0, "100"),  # rings 5 s, talks 35
        missed("2", 5, ("100", "101"), rang=24),
        dialled("3", 10, success=True),  # talks 25
        dialled("4", 20, success=False),
    )
    assert found.totals == Tally(
        incoming=2,
        outgoing=2,
        answered=1,
        missed=1,
        reached=1,
        talk=60,
        waiting=29,
        average_talk=30,
        average_wait=5,
        service=0.5,
    )
    assert found.days == {TODAY: found.totals}
    assert found.hours[12] == found.totals


def test_a_ring_groups_call_counts_once_and_for_each_of_its_operators() -> None:
    found = counted(missed("1", 0, ("100", "101", "102")))
    assert (found.totals.incoming, found.totals.missed) == (1, 1)
    assert {name: one.missed for name, one in found.operators.items()} == {
        "operator-100": 1,
        "operator-101": 1,
        "operator-102": 1,
    }


def test_an_answered_group_call_is_its_operators_alone() -> None:
    found = counted(got_through("1", 0, "101", ringing=("100",)))
    assert {name: one.answered for name, one in found.operators.items()} == {"operator-101": 1}


def test_the_wait_of_a_group_begins_with_the_first_phone() -> None:
    rings = [
        told(EventKind.STARTED, "1", ext, NOON + timedelta(seconds=wait)) for ext, wait in (("100", 0), ("101", 15))
    ]
    answer = told(EventKind.ANSWERED, "1", "101", NOON + timedelta(seconds=22))
    end = history("1", "101", NOON, 60, success=True)
    legs = legs_after([*rings, answer, end])
    assert statistics(legs, [TODAY], UTC).totals.average_wait == 22
    assert statistics(legs, [TODAY], UTC).totals.service == 0.0


def test_a_history_alone_says_nothing_of_the_answer_but_how_long_a_missed_call_rang() -> None:
    found = counted([history("1", "100", NOON, 60, success=True)], [history("2", "100", NOON, 24, success=False)])
    assert (found.totals.talk, found.totals.average_talk, found.totals.average_wait) == (0, None, None)
    assert found.totals.waiting == 24


def test_an_answer_whose_ringing_was_lost_says_nothing_of_the_wait() -> None:
    unknown = got_through("1", 0)[1:]
    found = counted(unknown).totals
    assert (found.average_wait, found.service) == (None, None)
    beside = counted(unknown, [history("2", "100", NOON, 24, success=False)]).totals
    assert beside.service == 0.0


def test_a_day_and_an_hour_are_the_readers() -> None:
    late = got_through("1", 11 * 60)  # 23:00 UTC
    days = [TODAY, TODAY + timedelta(days=1)]
    there = statistics(journal(late), days, MOSCOW)
    assert [there.days[day].incoming for day in days] == [0, 1]
    assert [hour for hour, one in enumerate(there.hours) if one.incoming] == [2]


def test_an_empty_period_has_its_days_and_hours_and_no_averages() -> None:
    found = statistics([], [TODAY], UTC)
    assert (list(found.days), len(found.hours), found.operators) == ([TODAY], 24, {})
    assert (found.totals.average_talk, found.totals.average_wait, found.totals.service) == (None, None, None)


def test_test_calls_and_calls_between_colleagues_are_no_statistic() -> None:
    own = [
        told(EventKind.STARTED, "callcard-test-1", "100", NOON),
        history("callcard-test-1", "100", NOON, 9, success=False),
    ]
    found = statistics(legs_after(own), [TODAY], UTC)
    assert (found.totals.incoming, found.operators) == (0, {})


def test_a_phone_of_nobodys_counts_in_the_totals_alone() -> None:
    legs = [replace(leg, operator_id=None) for leg in journal(missed("1", 0))]
    found = statistics(legs, [TODAY], UTC)
    assert (found.totals.missed, found.operators) == (1, {})


def test_a_call_over_midnight_is_of_the_day_it_began() -> None:
    late = 12 * 60 - 1  # 23:59 UTC
    first = missed("1", late, ("100",), rang=55)
    second = missed("1", late + 1, ("101",))
    found = statistics(journal(first, second), [TODAY, TODAY + timedelta(days=1)], UTC)
    assert [one.incoming for one in found.days.values()] == [1, 0]


# ---- any fortnight, counted call by call


@dataclass(frozen=True)
class Played:
    """One call of the fortnight."""

    kind: str
    minute: int
    extension: str
    seconds: int


PLAYED = st.builds(
    Played,
    kind=st.sampled_from(["missed", "group", "answered", "reached", "unreached"]),
    minute=st.integers(0, 14 * 24 * 60 - 1),
    extension=st.sampled_from(["100", "101"]),
    seconds=st.integers(0, 100),
)


def legs_of(number: int, call: Played) -> list[Call]:
    """Play one call."""
    callid, at = str(number), call.minute
    match call.kind:
        case "missed":
            return journal(missed(callid, at, (call.extension,), rang=call.seconds))
        case "group":
            return journal(missed(callid, at, ("100", "101", "102"), rang=call.seconds))
        case "answered":
            return journal(got_through(callid, at, call.extension, ringing=("102",)))
        case _:
            return journal(dialled(callid, at, success=call.kind == "reached", extension=call.extension))


@given(st.lists(PLAYED, max_size=25), st.integers(-12, 14), st.randoms(use_true_random=False))
def test_a_fortnight_is_counted_as_it_was_played(calls: list[Played], offset: int, chance: object) -> None:
    zone = timezone(timedelta(hours=offset))
    legs = [leg for number, call in enumerate(calls) for leg in legs_of(number, call)]
    chance.shuffle(legs)  # type: ignore[attr-defined]  # a random.Random
    first = NOON.astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range(16)]
    found = statistics(legs, days, zone)
    kinds = [call.kind for call in calls]
    missed_calls = kinds.count("missed") + kinds.count("group")
    assert (found.totals.answered, found.totals.missed) == (kinds.count("answered"), missed_calls)
    assert (found.totals.reached, found.totals.outgoing) == (
        kinds.count("reached"),
        kinds.count("reached") + kinds.count("unreached"),
    )
    assert found.totals.waiting == sum(
        5 if call.kind == "answered" else call.seconds for call in calls if call.kind in ("missed", "group", "answered")
    )
    assert sums(found.days.values()) == sums(found.hours) == sums([found.totals])
    by_day = dict.fromkeys(days, 0) | count_days(calls, zone)
    assert {day: one.incoming + one.outgoing for day, one in found.days.items()} == by_day


def sums(tallies: object) -> dict[str, int]:
    """Add up what can be added."""
    listed: list[Tally] = list(tallies)  # type: ignore[call-overload]  # any iterable
    names = [field.name for field in fields(Tally) if field.name not in ("average_talk", "average_wait", "service")]
    return {name: sum(getattr(one, name) for one in listed) for name in names}


def count_days(calls: list[Played], zone: timezone) -> dict[date, int]:
    """Count the calls of each of the reader's days."""
    days = [(NOON + call.minute * MINUTE).astimezone(zone).date() for call in calls]
    return {day: days.count(day) for day in days}
