"""How numbers look to who may not see them whole, and what stands for them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.masking import DOT, masked, masked_list, masked_text, restored, without_numbers
from callcard.domain.phone import display
from callcard.domain.setup import Operator, Setup
from callcard.glass import Glass, glass_of
from callcard.seal import Seal

KEY = b"0123456789abcdef0123456789abcdef"
HIDDEN = Glass(clear=False, seal=Seal(KEY))


@pytest.mark.parametrize(
    ("shown", "seen"),
    [
        ("+7 999 123-45-67", "+7 999 •••-••-67"),
        ("+7 423 202-25-11 доб. 100", "+7 423 •••-••-11 доб. 100"),
        ("+44 20 7946 0958", "+44 20 •••• ••58"),
        ("79991234567", "7999•••••67"),
        ("1234567", "•••••67"),
        ("+998 90 123 45 67", "+998 90 ••• •• 67"),
        ("79991234567 89035550188", "••••••••••• •••••••••88"),
        ("123-45-67, 123-45-68", "•••-••-••, •••-••-68"),
        ("12345", "•••45"),
        ("100", "100"),
        ("1234", "1234"),
        ("", ""),
    ],
)
def test_country_code_and_the_last_two_digits_of_a_number_stay(shown: str, seen: str) -> None:
    assert masked(shown) == seen


@given(st.text(string.digits, min_size=10, max_size=15))
def test_five_digits_of_a_long_number_are_hidden_at_least(digits: str) -> None:
    assert masked(display(digits)).count(DOT) >= 5


@pytest.mark.parametrize(
    "number",
    [
        "89991234567",
        "8 (999) 123-45-67",
        "+7 999 123 45 67",
        "8_999_123_45_67",
        "8.999.123.45.67",
        "٨٩٩٩١٢٣٤٥٦٧",
        "123-45-67",
    ],
)
def test_a_number_in_a_text_is_masked_however_it_is_written(number: str) -> None:
    seen = masked_text(f"Просил на {number}, после 15:30")
    assert number not in seen
    assert DOT * 2 in seen
    assert seen.startswith("Просил на ")
    assert seen.endswith(", после 15:30")


@pytest.mark.parametrize(
    "text",
    ["2026-11-24T10:15:00.000+00:00", "2026-11-24", "Договор 1205 от 12.11.2026 г.", "Школа 57", "+7 999 •••-••-67"],
)
def test_what_is_no_number_stays_as_it_is(text: str) -> None:
    assert masked_text(text) == text


def test_numbers_that_look_alike_are_counted() -> None:
    assert masked_list(["+7 999 123-45-67", "+7 999 765-43-67"]) == ["+7 999 •••-••-67", "+7 999 •••-••-67 (2)"]


def test_a_text_that_comes_back_masked_keeps_its_numbers() -> None:
    stored = "Первый 8 999 123-45-67, второй 8 999 000-11-22"
    written = masked_text(stored).replace("Первый", "Личный") + ", звонить утром"
    assert restored(written, stored) == "Личный 8 999 123-45-67, второй 8 999 000-11-22, звонить утром"
    assert restored("• пункт", stored) == "• пункт"


@pytest.mark.parametrize(
    ("query", "left"),
    [("Школа 57", "школа"), ("79991", ""), ("тел7999", "тел"), ("B2B", "b2b"), ("Иванов ⑨⑨⑨", "иванов"), ("٩٩٩", "")],
)
def test_no_part_of_a_number_is_left_in_a_query(query: str, left: str) -> None:
    assert without_numbers(query) == left


@given(st.text(string.digits, max_size=64), st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_reference_is_opened_by_its_own_seal_alone(number: str, own: bytes, other: bytes) -> None:
    reference = Seal(own).shut(number)
    assert Seal(own).open(reference) == (number or None)
    assert Seal(own).shut(number) == reference
    if own != other:
        assert Seal(other).open(reference) is None


def test_a_reference_that_was_changed_opens_nothing() -> None:
    reference = Seal(KEY).shut("79991234567")
    changed = [reference[:at] + ("A" if reference[at] != "A" else "B") + reference[at + 1 :] for at in range(1, 40)]
    assert [Seal(KEY).open(one) for one in changed] == [None] * 39
    assert [Seal(KEY).open(one) for one in ("", "~", "~ы", "79991234567")] == [None] * 4


def test_an_answer_is_masked_wherever_a_number_may_be() -> None:
    told = {
        "phone": "79991234567",
        "display": "+7 999 123-45-67",
        "call_id": "1764000000#100#0",
        "record": {"link": "https://rec.example.com/8(999)1234567.mp3"},
        "contacts": [{"phone": "79991234567", "display": "+7 999 123-45-67", "matched": 10, "name": "Ира 9991234567"}],
        "note": None,
        "started_at": "2026-11-24T10:15:00.000+00:00",
        "line": {"number": "74950000000", "name": ""},
        "extensions": ["100"],
    }
    seen = HIDDEN.seen(told)
    sealed = Seal(KEY).shut("79991234567")
    assert seen == told | {
        "phone": sealed,
        "display": "+7 999 •••-••-67",
        "record": {"link": None},
        "contacts": [{"phone": sealed, "display": "+7 999 •••-••-67", "matched": 0, "name": "Ира 999•••••67"}],
    }
    assert HIDDEN.opened(sealed) == "79991234567"
    assert Glass().seen(told) is told


def test_a_recording_whose_address_names_no_number_can_be_listened_to() -> None:
    link = "https://rec.example.com/20261124101500.mp3"
    assert HIDDEN.seen({"phone": "79991234567", "link": link})["link"] == link


def test_who_is_no_operator_sees_whole_numbers_only_where_everybody_does() -> None:
    olga, ivan = Operator("a", "Ольга", "100"), Operator("b", "Иван", "101", numbers="on_request", seal="s")
    assert glass_of(Setup(operators=(olga,)), None).clear
    assert not glass_of(Setup(operators=(olga, ivan)), None).clear
    assert [glass_of(Setup(operators=(olga, ivan)), one).clear for one in (olga, ivan)] == [True, False]
