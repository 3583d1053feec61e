"""What the PBX's times mean (protocol 3.1)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.clock import read_stamp, resolve_times

SPEC = datetime(2023, 9, 8, 13, 56, 40, tzinfo=UTC)  # 1694181400
# the strategy takes naive limits only, so the zone is put on afterwards
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC, microsecond=0))  # noqa: DTZ001 - Hypothesis wants it so
DELAYS = st.timedeltas(timedelta(hours=-5), timedelta(hours=5))
LENGTHS = st.integers(0, 4 * 3600)


def twelve(at: datetime) -> str:
    """Print as the specification's examples do: a 12-hour clock without AM/PM or zone."""
    return at.strftime("%Y%m%dT%I%M%S")


def twenty_four(at: datetime) -> str:
    """Print as the protocol family does."""
    return at.strftime("%Y%m%dT%H%M%SZ")


def test_the_specifications_own_example() -> None:
    times = resolve_times("20230908T015640", "20230908T015730", 50, SPEC + timedelta(seconds=60))
    assert (times.started_at, times.ended_at, times.inferred) == (SPEC, SPEC + timedelta(seconds=50), True)


@given(MOMENTS, LENGTHS, DELAYS)
def test_within_five_hours_of_receipt_the_truth_is_found_on_a_12_hour_clock(
    end: datetime, length: int, delay: timedelta
) -> None:
    start = end - timedelta(seconds=length)
    for duration in (length, None):
        times = resolve_times(twelve(start), twelve(end), duration, end + delay)
        assert (times.started_at, times.ended_at) == (start, end)


@given(MOMENTS, LENGTHS, DELAYS)
def test_within_five_hours_of_receipt_the_truth_is_found_on_a_24_hour_clock(
    end: datetime, length: int, delay: timedelta
) -> None:
    start = end - timedelta(seconds=length)
    for write in (twenty_four, lambda at: at.strftime("%Y-%m-%d %H:%M:%S")):
        times = resolve_times(write(start), write(end), length, end + delay)
        assert (times.started_at, times.ended_at) == (start, end)


@given(MOMENTS)
def test_a_trailing_z_is_never_read_otherwise(end: datetime) -> None:
    times = resolve_times("", twenty_four(end), 10, end + timedelta(days=30))
    assert (times.ended_at, times.inferred) == (end, False)


def test_duration_is_trusted_over_the_difference() -> None:
    times = resolve_times("20230908T015640", "20230908T015700", 50, SPEC)  # protocol 3.3
    assert times.ended_at - times.started_at == timedelta(seconds=50)


def test_an_end_before_the_start_is_twelve_hours_later() -> None:
    times = resolve_times("20230908T125940", "20230908T010010", None, datetime(2023, 9, 8, 13, 0, 20, tzinfo=UTC))
    assert times.ended_at - times.started_at == timedelta(seconds=30)


def test_without_an_end_the_start_and_the_duration_tell_it() -> None:
    assert resolve_times("20230908T135640", "", 50, SPEC).ended_at == SPEC + timedelta(seconds=50)


def test_without_any_time_the_receipt_is_the_end() -> None:
    times = resolve_times("", "soon", 50, SPEC)
    assert (times.ended_at, times.started_at, times.inferred) == (SPEC, SPEC - timedelta(seconds=50), True)


@pytest.mark.parametrize(
    "text", ["", "x", "20231308T015640", "20230908T256640", "٢0230908T015640", "20230908", "0" * 200]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_stamp(text) is None
