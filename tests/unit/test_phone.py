"""Numbers: properties of the canonical form; the table of spellings is test_spellings.py."""

import re
from time import process_time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from callcard.domain.numbering import shown
from callcard.domain.phone import Number, canonical, common_suffix, display, read_numbers

NATIONAL = st.from_regex(r"(9[0-9]{2}|49[589]|423|812|800)[1-9][0-9]{6}", fullmatch=True)
DIGITS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]
BETWEEN = st.sampled_from(["", " ", "-", ".", " - ", "\u00a0", "–", "\u2011", "_", "\u200b"])
FIELDS = st.text("0123456789+-() .,;/#*@:тдобx=", max_size=60) | st.text(max_size=60)
INTERNATIONAL = re.compile(r"\+|00|8.?1.?0")
HOSTILE = {
    "digits": "9" * 200_000,
    "slashes": "1/" * 100_000,
    "numbers": "8999123456/" * 18_000,
    "spaced digits": "1 " * 100_000,
    "brackets": "1(" * 100_000,
    "a long number and short ones": "1-" * 50_000 + ",1" * 50_000,
    "pluses": "+a" * 100_000,
    "accents in turn": "a" + "\u0300\u0316" * 100_000,
    "numbers of 45 digits": ("/" + "8 9 9 9 1 2 3 4 5 6 7 " * 4) * 2_200,
    "letters to dial": "1-800-" + "A" * 200_000,
    "extensions": "12345678" + "x1" * 100_000,
    "links": "tel:1;phone-context=+7" * 9_000,
    "addresses": "@1 " * 66_000,
    "lines of a list": "1) " * 66_000,
    "service codes": "*" * 200_000,
}


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    """Give a Russian number's canonical digits and one of the many ways to write it."""
    national = draw(NATIONAL)
    prefix = draw(st.sampled_from(["8", "+7", "7", "", "tel:+7", "тел. 8", "00 7", "(8)", "+7 8"]))
    code = draw(st.sampled_from(["{}", " {} ", "({})", " ({}) ", "-{}-", ".{}."])).format(national[:3])
    parts = draw(st.sampled_from([(3, 5), (4,), (), (2, 5), (1, 3, 5)]))
    joint, rest = draw(BETWEEN), national[3:]
    groups = [rest[i:j] for i, j in zip((0, *parts), (*parts, None), strict=True)]
    written = prefix + code + joint.join(groups)
    return f"7{national}", written.translate(str.maketrans("0123456789", draw(st.sampled_from(DIGITS))))


@given(spellings())
def test_every_way_to_write_a_number_gives_the_same_digits(number: tuple[str, str]) -> None:
    digits, written = number
    assert read_numbers(written) == (Number(digits),)


@given(spellings(), st.sampled_from([" доб. {}", ", доб.{}", " (вн. {})", ";ext={}", " x{}", "#{}", ",,{}", " ({})"]))
def test_what_is_dialled_after_a_number_is_no_part_of_it(number: tuple[str, str], after: str) -> None:
    digits, written = number
    assert read_numbers(written + after.format("1234")) == (Number(digits, "1234"),)


@given(st.lists(spellings(), min_size=1, max_size=5), st.sampled_from(["/", " / ", ", ", ";", "\n", " или ", " | "]))
def test_a_field_may_hold_several_numbers(numbers: list[tuple[str, str]], between: str) -> None:
    field = between.join(written for _, written in numbers)
    assert [one.digits for one in read_numbers(field)] == list(dict.fromkeys(digits for digits, _ in numbers))


@given(st.lists(st.text("0123456789", min_size=6, max_size=15), max_size=5), st.sampled_from(["/", ", ", ";", " и "]))
def test_of_no_number_the_last_digits_are_lost(parts: list[str], between: str) -> None:
    found = [one.digits for one in read_numbers(between.join(parts))]
    assert all(any(digits.endswith(part[-5:]) for digits in found) for part in parts)


@given(st.integers(3_000_000_000, 9_999_999_999))
def test_the_canonical_form_of_a_russian_number_is_its_own(number: int) -> None:
    assume(not str(number).startswith("810"))  # 8~10 is Russia's way abroad, not an area
    once = canonical(f"8{number}")
    assert once == f"7{number}"
    assert canonical(once) == once == canonical(str(number)) == canonical(f"+7{number}")


@given(FIELDS, st.sampled_from(["RU", "DE", "US", "KZ"]))
def test_any_text_gives_digits_or_nothing(text: str, region: str) -> None:
    for number in read_numbers(text, region):
        assert number.digits.isascii()
        assert number.digits.isdecimal()
        assert display(number.digits, number.dial_after)
    assert bool(canonical(text, region)) is bool(read_numbers(text, region))


@given(FIELDS)
def test_the_canonical_form_is_its_own(text: str) -> None:
    once = canonical(text)
    assume(not INTERNATIONAL.search(text))
    assert canonical(once) == once


@given(FIELDS | st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True))
def test_the_canonical_form_of_a_foreign_number_is_its_own_with_a_plus(text: str) -> None:
    # without one 65 6123 4567 of Singapore would be ten digits of home (protocol 3.9)
    once = canonical(text)
    assert once in (canonical(once), canonical(f"+{once}"))


@given(FIELDS)
def test_what_people_read_is_read_back_as_the_same_number(text: str) -> None:
    for number in read_numbers(text):
        assert read_numbers(display(number.digits, number.dial_after)) == (number,)


@given(
    spellings() | st.just(("100", "")),
    st.from_regex(r"[0-9]{1,9}([*#,/]{1,2}[0-9]{1,9}){0,4}[*#]{0,2}", fullmatch=True),
)
def test_whatever_is_to_be_dialled_after_a_number_is_read_back(number: tuple[str, str], after: str) -> None:
    assert read_numbers(display(number[0], after)) == (Number(number[0], after),)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_of_200_kb_is_read_in_linear_time(text: str) -> None:
    started = process_time()
    read_numbers(text)
    assert process_time() - started < 3


@given(st.text("0123456789", max_size=15), st.text("0123456789", max_size=15))
def test_the_common_suffix_is_the_longest_shared_ending(one: str, other: str) -> None:
    shared = common_suffix(one, other)
    assert one.endswith(other[len(other) - shared :])
    longer = shared + 1
    assert longer > min(len(one), len(other)) or one[-longer:] != other[-longer:]


@given(st.sampled_from(["7", "+7", "8"]), st.from_regex(r"9[0-9]{9}|[0-9]{10}", fullmatch=True))
def test_what_is_read_without_asking_the_plans_is_what_they_say(prefix: str, digits: str) -> None:
    text = prefix + digits
    assert canonical(text) == read_numbers(text)[0].digits
    assert display(f"7{digits}") == shown(f"7{digits}")
