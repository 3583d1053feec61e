"""The advisor against brute force: what `match` would show, number by number."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.advice import DIGITS, GOOD_SHARE, Advice, advise
from callcard.domain.matching import Candidate, match

# few digits and few clients, so that endings meet
BOOKS = st.lists(
    st.tuples(st.text("018", min_size=1, max_size=7), st.sampled_from("abcd")), max_size=14, unique=True
) | st.lists(st.tuples(st.text("0123456789", min_size=1, max_size=23), st.sampled_from("abcdef")), max_size=30)
Book = list[tuple[str, str]]


def advice_for(book: Book) -> Advice:
    """Judge a book as the phone index holds it: reversed and in order."""
    return advise(sorted((number[::-1], contact) for number, contact in book))


def shown(number: str, book: Book, n: int) -> set[str]:
    """List the contacts a caller's number shows."""
    candidates = [Candidate(digits, contact, contact, "person", "", None) for digits, contact in book]
    return {found.candidate.contact_id for found in match(number, candidates, n)}


def wrong_among_known(book: Book, n: int) -> float:
    """Take out each number in turn and let it call."""
    numbers = {number for number, _ in book}
    owners = {number: {contact for each, contact in book if each == number} for number in numbers}
    wrong = [
        number
        for number in numbers
        if shown(number, [entry for entry in book if entry[0] != number], n) - owners[number]
    ]
    return len(wrong) / max(len(numbers), 1)


def wrong_among_unknown(book: Book, n: int) -> float:
    """Let every ending call, from numbers longer than any in the book."""
    endings = [f"{ending:0{n}}" for ending in range(10**n)]
    return sum(bool(shown("9" * 24 + ending, book, n)) for ending in endings) / len(endings)


@given(BOOKS)
def test_the_advice_is_what_brute_force_finds(book: Book) -> None:
    advice = advice_for(book)
    assert (advice.numbers, len(advice.shares)) == (len({number for number, _ in book}), DIGITS)
    for n, share in enumerate(advice.shares, 1):
        endings = {number[-n:] for number, _ in book if len(number) >= n}
        assert share == max(wrong_among_known(book, n), len(endings) / 10**n), n


@given(BOOKS, st.integers(1, 2))
def test_the_endings_in_use_are_the_chance_of_an_unknown_number(book: Book, n: int) -> None:
    assert advice_for(book).shares[n - 1] == max(wrong_among_known(book, n), wrong_among_unknown(book, n))


@given(BOOKS)
def test_more_digits_are_never_worse_and_the_smallest_good_one_is_advised(book: Book) -> None:
    advice = advice_for(book)
    assert list(advice.shares) == sorted(advice.shares, reverse=True)
    good = [n for n, share in enumerate(advice.shares, 1) if share < GOOD_SHARE]
    assert advice.recommended == (min(good, default=None) if book else None)


def test_an_empty_book_gives_no_advice() -> None:
    assert advise([]) == Advice(0, (0.0,) * DIGITS)
    assert advise([]).recommended is None


@pytest.mark.parametrize(
    ("book", "share"),
    [
        # both belong to the same client: nobody is shown wrongly
        ([("79991234567", "a"), ("74951234567", "a")], 0.0),
        ([("79991234567", "a"), ("74951234567", "b")], 1.0),
        # one belongs to both: only the other one would show a stranger
        ([("79991234567", "a"), ("79991234567", "b"), ("74951234567", "a")], 0.5),
    ],
)
def test_who_owns_a_number_decides_what_is_wrong(book: Book, share: float) -> None:
    assert advice_for(book).shares[6] == max(share, 1 / 10**7)


def test_a_large_book_is_judged_in_one_pass() -> None:
    numbers = sorted(str(79_000_000_000 + step * 7_919 % 10**9)[::-1] for step in range(100_000))
    started = time.process_time()
    advice = advise((number, f"contact-{place}") for place, number in enumerate(numbers))
    assert time.process_time() - started < 10  # 0.5 s on a quiet machine; anything worse than linear takes minutes
    assert advice.numbers == 100_000
    assert advice.shares[0] == 1.0
