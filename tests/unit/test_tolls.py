"""What may be dialled on the company's bill."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.tolls import MINUTE, pace, refusal

COUNTRIES = frozenset({"RU", "KZ"})
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def why(phone: str) -> str | None:
    """Ask about a number as the company at extensions 100 and 101 does."""
    return refusal(phone, region="RU", countries=COUNTRIES, extensions={"100", "101"})


@pytest.mark.parametrize(
    "phone",
    [
        *("89991234567", "+7 999 123-45-67", "9991234567", "8 (423) 202-25-11", "88001234567", "+7 701 123 45 67"),
        *("100", "101", "٨٩٩٩١٢٣٤٥٦٧", "８９９９１２３４５６７", "tel:+79991234567"),
    ],
)
def test_clients_and_colleagues_are_dialled(phone: str) -> None:
    assert why(phone) is None


@pytest.mark.parametrize(
    ("phone", "reason"),
    [
        ("88091234567", "toll_premium"),
        ("8 (803) 123-45-67", "toll_premium"),
        ("+1 900 555 1234", "toll_premium"),
        ("+979 123 456 789", "toll_premium"),
        ("+49 180 1 2345", "toll_shared"),
        ("+870 773 123456", "toll_satellite"),
        ("+8816 1234 5678", "toll_satellite"),
        ("+883 5100 123 4567", "toll_satellite"),
        ("+7 954 123-45-67", "toll_satellite"),
        ("8 954 123-45-67", "toll_satellite"),
        ("+7 840 123 45 67", "toll_country"),
        ("+375 29 123-45-67", "toll_country"),
        ("+49 30 901820", "toll_country"),
        ("8 10 49 30 901820", "toll_country"),
        ("+53 7 1234567", "toll_country"),
        ("102", "toll_unassigned"),
        ("112", "toll_unassigned"),
        ("3333333", "toll_unassigned"),
        ("+7 000 000-00-00", "toll_unassigned"),
        ("1" * 22, "toll_unassigned"),
        ("89991234567/88091234567", "toll_unassigned"),
        ("*100#", "toll_service"),
        ("**21*89991234567#", "toll_service"),
        ("＊100＃", "toll_service"),
    ],
)
def test_what_costs_more_than_a_call_is_not(phone: str, reason: str) -> None:
    assert why(phone) == reason


def test_a_country_is_allowed_by_name() -> None:
    assert refusal("+375291234567", region="RU", countries={"BY"}, extensions=()) is None
    assert refusal("89991234567", region="RU", countries={"BY"}, extensions=()) == "toll_country"


@given(st.text(max_size=40))
def test_no_text_is_dialled_without_a_country_that_is_allowed(phone: str) -> None:
    assert refusal(phone, region="RU", countries=(), extensions=()) is not None


@given(st.lists(st.integers(0, 300_000), max_size=60), st.integers(1, 12))
def test_no_minute_has_more_calls_than_the_limit(steps: list[int], limit: int) -> None:
    dialled: tuple[datetime, ...] = ()
    taken: list[datetime] = []
    for milliseconds in sorted(steps):
        now = NOW + timedelta(milliseconds=milliseconds)
        after = pace(dialled, now, limit)
        within_a_minute = [at for at in taken if now - at < MINUTE]
        assert (after is None) == (len(within_a_minute) >= limit)
        if after is not None:
            dialled = after
            taken.append(now)
