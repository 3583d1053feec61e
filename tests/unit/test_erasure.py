"""What is a person's, as far as texts tell."""

import pytest

from callcard.domain.erasure import Person

VERA = Person("c-vera", "Вера Белова", ("79991234567", "74957654321"))


@pytest.mark.parametrize(
    ("texts", "theirs"),
    [
        (("8 (999) 123-45-67",), True),
        (("8 (495) 765-43-21",), True),
        (("БЕЛОВА", "Вера"), True),
        (("Вера Чернова",), False),
        (("8 (999) 123", "45-67"), False),
        ((), False),
    ],
)
def test_a_row_is_theirs_with_any_number_or_every_word_of_the_name(texts: tuple[str, ...], *, theirs: bool) -> None:
    assert VERA.in_texts(texts) is theirs


def test_who_has_no_name_is_in_no_text() -> None:
    assert not Person("c-nobody", "", ()).in_texts(["Вера Белова"])
