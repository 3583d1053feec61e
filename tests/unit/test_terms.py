"""What stands in the search index of a contact."""

from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.contacts import Contact, Kind
from callcard.domain.words import folded, words, words_of
from callcard.term_items import ENDING_AT_MOST, place_of, term_items, terms_of

OWN = Contact("c-1", Kind.PERSON, "Анна Ханна-Ли", "", ("70", "123"), terms="t")


def test_each_ending_of_each_word_is_there_once_and_whole_words_come_first() -> None:
    endings = ["0123", "070", "0анна", "0ли", "0ханна", "123", "1на", "1нна"]
    assert terms_of(OWN) == [f"{ending}#анна ханна-ли#c-1#t" for ending in endings]
    assert {(item["gram"]["S"], item["words"]["S"]) for item in term_items(OWN)} == {
        (gram, "анна ханна ли 70 123") for gram in ("12", "70", "ан", "ли", "ха", "23", "на", "нн")
    }


def test_a_russian_number_is_there_as_it_is_dialled_too() -> None:
    found = terms_of(Contact("c-1", Kind.PERSON, "Я", phones=("79991234567",)))
    assert [term.split("#")[0] for term in found if term.startswith("0")] == ["079991234567", "089991234567"]


def test_a_contact_has_one_place_for_a_query() -> None:
    places = {query: place_of(OWN, query).split("#")[0] for query in ("анн", "нна", "на", "ан", "ли", "у", "3")}
    assert places == {"анн": "0анна", "нна": "1нна", "на": "1на", "ан": "0анна", "ли": "0ли", "у": "", "3": ""}


@given(st.text(min_size=2, max_size=80), st.data())
def test_any_part_of_a_word_has_a_place(name: str, data: st.DataObject) -> None:
    contact = Contact("c-1", Kind.PERSON, name)
    for word in [word for word in words(name) if len(word) > 1]:
        start = data.draw(st.integers(0, len(word) - 2))
        assert place_of(contact, word[start : data.draw(st.integers(start + 2, len(word)))])


@given(st.text(max_size=200))
def test_words_are_folded_and_no_key_is_longer_than_dynamodb_allows(name: str) -> None:
    assert words(folded(name)) == words(name)
    contact = Contact("c" * 64, Kind.PERSON, name, name, ("7" * 64,), terms="12345678")
    for item in term_items(contact):
        assert len(item["gram"]["S"]) == 2
        assert len(item["term"]["S"].split("#")[0]) <= ENDING_AT_MOST + 1
        assert len(item["term"]["S"].encode("utf-8", "surrogatepass")) <= 1024
    assert all(word and not word.isspace() for word in words_of(contact))
