"""What the advisor says, in both languages."""

import pytest

from callcard.advice import sentence
from callcard.domain.advice import DIGITS, Advice


def advice(**shares: float) -> Advice:
    """Make an advice whose share for N is that of the largest n… ≤ N that is named."""
    named, row = {int(name[1:]): share for name, share in shares.items()}, [1.0]
    for digits in range(1, DIGITS + 1):
        row.append(named.get(digits, row[-1]))
    return Advice(12_480, tuple(row[1:]))


@pytest.mark.parametrize(
    ("shares", "ru", "en"),
    [
        (
            {"n5": 0.12, "n7": 0.00125},
            "Сейчас чужая карточка в 12 случаях из 100, с 7 цифрами в 1 случае из 800.",
            "A wrong card now shows in 12 cases out of 100, with 7 digits in 1 case out of 800.",
        ),
        (
            {"n5": 0.21, "n7": 0.000071},
            "Сейчас чужая карточка в 21 случае из 100, с 7 цифрами в 1 случае из 14\u00a0000.",
            "A wrong card now shows in 21 cases out of 100, with 7 digits in 1 case out of 14,000.",
        ),
        (
            {"n5": 0.11, "n7": 0.0},
            "Сейчас чужая карточка в 11 случаях из 100, с 7 цифрами ни в одном случае.",
            "A wrong card now shows in 11 cases out of 100, with 7 digits in no case.",
        ),
        (
            {"n8": 1e-9},
            "Сейчас чужая карточка в каждом случае, с 8 цифрами реже чем в 1 случае из 1\u00a0000\u00a0000.",
            "A wrong card now shows in every case, with 8 digits less than once in 1,000,000 cases.",
        ),
        (
            {"n5": 0.01, "n6": 0.0},
            "Сейчас чужая карточка в 1 случае из 100, с 6 цифрами ни в одном случае.",
            "A wrong card now shows in 1 case out of 100, with 6 digits in no case.",
        ),
        (
            {"n1": 0.004},
            "Сейчас чужая карточка в 1 случае из 250. Менять ничего не нужно.",
            "A wrong card now shows in 1 case out of 250. Nothing needs changing.",
        ),
        (
            {"n1": 0.0},
            "Сейчас чужая карточка ни в одном случае. Менять ничего не нужно.",
            "A wrong card now shows in no case. Nothing needs changing.",
        ),
    ],
)
def test_the_advisor_says_what_the_digits_in_force_cost_and_what_better_ones_would(
    shares: dict[str, float], ru: str, en: str
) -> None:
    assert sentence(advice(**shares), 5, "ru") == ru
    assert sentence(advice(**shares), 5, "en") == en


def test_an_empty_book_says_so() -> None:
    empty = Advice(0, (0.0,) * DIGITS)
    assert sentence(empty, 5, "ru") == "В контактах ещё нет номеров, сравнивать нечего."
    assert sentence(empty, 5, "en") == "The contacts have no numbers yet, there is nothing to compare."
