"""Who it may be: best first, with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.matching import Candidate, Reason, agreed_responsible, match
from tests.unit.making import candidate

CALLER = "79991234567"
NUMBERS = st.text("0123456789", min_size=1, max_size=15)


def found(number: str, candidates: list[Candidate], n: int) -> list[tuple[str, str, int]]:
    """List what matches, plainly."""
    return [(m.candidate.contact_id, m.reason.value, m.digits) for m in match(number, candidates, n)]


@pytest.mark.parametrize(
    ("number", "stored", "n", "fits"),
    [
        (CALLER, CALLER, 5, True),
        (CALLER, "74951234567", 7, True),  # N = 7: 1234567 (protocol 1, number search)
        (CALLER, "74951234567", 8, False),
        (CALLER, "74951234567", 1, True),
        (CALLER, "74951234560", 1, False),
        (CALLER, CALLER, 11, True),
        (CALLER, "89991234567", 11, False),  # not longer than N: the whole number
        (CALLER, CALLER, 20, True),
        ("100", "100", 5, True),
        ("100", "74951230100", 5, False),
        ("100", "74951230100", 3, False),
        ("2100", "74951232100", 3, True),
        (CALLER, "34567", 5, True),
        (CALLER, "4567", 5, False),
        ("", CALLER, 1, False),
        ("", "", 1, False),
    ],
)
def test_the_suffix_rule(number: str, stored: str, n: int, fits: bool) -> None:
    assert bool(match(number, [candidate(stored)], n)) is fits


def test_a_full_number_outranks_a_longer_suffix_which_outranks_a_shorter() -> None:
    book = [candidate("74951234567", "seven"), candidate("70001134567", "five"), candidate(CALLER, "full")]
    assert found(CALLER, book, 5) == [("full", "full", 11), ("seven", "suffix", 7), ("five", "suffix", 5)]


def test_a_contact_is_named_once_by_its_best_number() -> None:
    assert found(CALLER, [candidate("74951234567"), candidate(CALLER)], 5) == [("c", "full", 11)]


def test_equally_good_contacts_are_named_in_the_order_of_names() -> None:
    book = [candidate(CALLER, "b", name="Белов"), candidate(CALLER, "a", name="Абрамов")]
    assert [contact for contact, _, _ in found(CALLER, book, 5)] == ["a", "b"]


def test_the_order_is_the_same_however_the_index_is_read() -> None:
    namesakes = [candidate(CALLER, contact, name="Анна") for contact in ("c", "a", "b")]
    book = [*namesakes, candidate("74951234567", "d"), candidate("78121234567", "d"), candidate(CALLER[:-1], "e")]
    for order in (book, book[::-1], book[3:] + book[:3]):
        matches = match(CALLER, order, 5)
        assert [(m.candidate.contact_id, m.candidate.number) for m in matches] == [
            *((contact, CALLER) for contact in "abc"),
            ("d", "74951234567"),
        ]


def test_a_pin_of_the_number_is_the_only_answer_and_one_of_another_number_is_none() -> None:
    pin = candidate(CALLER, "pinned", pinned=True)
    book = [candidate(CALLER, "full"), candidate("74951234567", "seven"), candidate(CALLER, "pinned")]
    assert found(CALLER, [*book, pin], 5) == [("pinned", "pinned", 11)]
    other = candidate("74951234567", "seven", pinned=True)
    assert found(CALLER, [*book, other], 5) == [("full", "full", 11), ("pinned", "full", 11), ("seven", "suffix", 7)]
    assert found("", [candidate("", pinned=True)], 5) == []


@pytest.mark.parametrize(
    ("owners", "agreed"),
    [
        ([], None),
        ([(CALLER, "x")], "x"),
        ([(CALLER, None)], None),
        ([(CALLER, "x"), (CALLER, "x")], "x"),
        ([(CALLER, "x"), (CALLER, "y")], None),
        ([(CALLER, "x"), (CALLER, None)], None),
        ([(CALLER, "x"), ("74951234567", "y")], "x"),
    ],
)
def test_the_responsible_is_named_only_when_equally_good_matches_agree(
    owners: list[tuple[str, str | None]], agreed: str | None
) -> None:
    book = [candidate(number, str(i), responsible=who) for i, (number, who) in enumerate(owners)]
    assert agreed_responsible(match(CALLER, book, 5)) == agreed


@given(NUMBERS, st.lists(NUMBERS, max_size=20), st.integers(1, 20))
def test_matching_is_the_specifications_rule(number: str, stored: list[str], n: int) -> None:
    book = [candidate(other, str(i)) for i, other in enumerate(stored)]
    fits = {
        str(i)
        for i, other in enumerate(stored)
        if number == other or (len(number) > n and len(other) >= n and number[-n:] == other[-n:])
    }
    matches = match(number, book, n)
    assert {m.candidate.contact_id for m in matches} == fits
    assert [m.reason for m in matches] == sorted((m.reason for m in matches), key=[Reason.FULL, Reason.SUFFIX].index)
