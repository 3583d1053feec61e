"""Numbers: canonical digits, and what people read."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from callcard.domain.phone import canonical, common_suffix, display

SPELLINGS = [
    ("89991234567", "79991234567"),
    ("+79991234567", "79991234567"),
    ("79991234567", "79991234567"),
    ("9991234567", "79991234567"),
    ("+7 (999) 123-45-67", "79991234567"),
    ("8-999-123-45-67", "79991234567"),
    ("8 (999) 123 45 67", "79991234567"),
    ("８９９９１２３４５６７", "79991234567"),
    ("٨٩٩٩١٢٣٤٥٦٧", "79991234567"),
    ("84232022511", "74232022511"),
    ("380501234567", "380501234567"),
    ("+12025550123", "12025550123"),
    ("12025550123", "12025550123"),
    ("100", "100"),
    ("3333333", "3333333"),
    ("*100#", "100"),
    ("anonymous", ""),
    ("", ""),
    ("   ", ""),
]


@pytest.mark.parametrize(("text", "digits"), SPELLINGS)
def test_a_number_has_one_canonical_form(text: str, digits: str) -> None:
    assert canonical(text) == digits


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("79991234567", "+7 999 123-45-67"),
        ("74951112233", "+7 495 111-22-33"),
        ("12025550123", "+1 202-555-0123"),
        ("100", "100"),
        ("3333333", "3333333"),
        ("", ""),
    ],
)
def test_people_read_a_number_as_they_write_it(digits: str, shown: str) -> None:
    assert display(digits) == shown


@given(st.integers(3_000_000_000, 9_999_999_999))
def test_the_canonical_form_of_a_russian_number_is_its_own(number: int) -> None:
    assume(not str(number).startswith("810"))  # 8~10 is Russia's way abroad, not an area
    once = canonical(f"8{number}")
    assert once == f"7{number}"
    assert canonical(once) == once == canonical(str(number)) == canonical(f"+7{number}")


@given(st.text(max_size=40))
def test_any_text_gives_digits_or_nothing(text: str) -> None:
    found = canonical(text)
    assert found == "" or (found.isascii() and found.isdigit())


@given(st.text("0123456789", max_size=15), st.text("0123456789", max_size=15))
def test_the_common_suffix_is_the_longest_shared_ending(one: str, other: str) -> None:
    shared = common_suffix(one, other)
    assert one.endswith(other[len(other) - shared :])
    longer = shared + 1
    assert longer > min(len(one), len(other)) or one[-longer:] != other[-longer:]
