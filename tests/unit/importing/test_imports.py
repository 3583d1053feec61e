"""What an import makes of a book."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from callcard.domain.contacts import Change, Contact, Kind
from callcard.importing.planning import OnDuplicate
from tests.unit.books import Book
from tests.unit.importing.importing import import_text

LIST = """Контрагенты;;;
;;;
Наименование;Код;Телефон;Телефон 2;Основной менеджер
Покупатели;00-1;;;
ООО «Вектор»;00-2;8 (423) 202-25-11, доб. 100;+7 900 000-00-01 / 9000000002;Ольга Миронова
"Альфа"" Бета";00-3;7,9E+10;;Никто
Имя без кода;;;89000000003;101
"сломанная;00-4;1;
Имя другое;;;8 900 000-00-03;
Итого: 5;;;;
"""


def test_good_rows_land_and_the_others_are_listed_with_line_field_and_reason() -> None:
    done = import_text(LIST.encode("cp1251"))
    assert done.counts == {"created": 3, "duplicate": 1, "bad": 1, "skipped": 2}
    assert [contact.name for contact in done.contacts] == ['Альфа" Бета', "Имя без кода", "ООО «Вектор»"]
    assert done.reasons == [
        (4, "", "group_row"),
        (6, "phones", "spoiled_number"),
        (6, "responsible", "unknown_operator"),
        (8, "", "open_quote"),
        (9, "phones", "duplicate_number"),
        (10, "", "total_row"),
    ]


def test_a_second_import_of_the_same_file_changes_nothing() -> None:
    first = import_text(LIST)
    before = dict(first.book.contacts)
    again = import_text(LIST, first.book)
    assert again.book.contacts == before
    assert again.counts == {"unchanged": 3, "duplicate": 1, "bad": 1, "skipped": 2}


def test_two_equal_rows_are_one_contact() -> None:
    done = import_text("Имя;Телефон\nАнна;89000000001\nАнна;+7 900 000-00-01\n")
    assert done.counts == {"created": 1, "unchanged": 1}
    assert done.problems == []


def test_a_repeated_external_id_is_told_and_its_first_row_counts_whatever_the_import() -> None:
    text = "Код;Имя;Телефон\n1;Анна;89000000001\n2;Борис;89000000002\n1;Яна;89000000003\n"
    first = import_text(text)
    assert [contact.name for contact in first.contacts] == ["Анна", "Борис"]
    assert first.reasons == [(4, "external_id", "repeated_id")]
    again = import_text(text, first.book, window=1)
    assert again.counts == {"unchanged": 2, "duplicate": 1}
    assert {contact.version for contact in again.contacts} == {1}


def test_an_external_id_finds_its_contact_whatever_has_changed() -> None:
    first = import_text("Код;Имя;Телефон;Примечание\n1;Анна;89000000001;прежняя\n")
    done = import_text("Код;Имя;Телефон;Примечание\n1;Анна Новая;89000000002;\n", first.book)
    (anna,) = done.contacts
    assert (anna.name, anna.phones, anna.version) == ("Анна Новая", ("79000000002",), 2)
    assert anna.note == "прежняя"  # an empty cell takes nothing away
    assert done.counts == {"updated": 1}


def test_what_a_file_does_not_say_by_an_id_takes_nothing_from_a_contact() -> None:
    first = import_text("Имя;Телефон;Примечание\nАнна;89000000001;из файла\n")
    (anna,) = first.contacts
    edited = replace(anna, note="от руки", company="ООО «Вектор»", version=2)
    first.book.contacts[anna.contact_id] = edited
    assert import_text("Имя;Телефон;Примечание\nАнна;89000000001;из файла\n", first.book).counts == {"unchanged": 1}
    assert first.contacts == [edited]


@pytest.mark.parametrize(
    ("on_duplicate", "counts", "reasons", "phones"),
    [
        (OnDuplicate.SKIP, {"duplicate": 1}, ["duplicate_number"], [("79000000001",)]),
        (OnDuplicate.UPDATE, {"updated": 1}, ["merged"], [("79000000001", "79000000002")]),
        (OnDuplicate.CREATE, {"created": 1}, [], [("79000000001",), ("79000000001", "79000000002")]),
    ],
)
def test_a_number_that_somebody_has(
    on_duplicate: OnDuplicate, counts: dict[str, int], reasons: list[str], phones: list[tuple[str, ...]]
) -> None:
    book = import_text("Имя;Телефон\nАнна;89000000001\n").book
    text = "Имя;Телефон;Телефон 2\nБорис;89000000001;89000000002\n"
    done = import_text(text, book, on_duplicate)
    assert (done.counts, [reason for _, _, reason in done.reasons]) == (counts, reasons)
    assert [contact.phones for contact in done.contacts] == phones
    again = import_text(text, book, on_duplicate)
    assert again.counts == ({"duplicate": 1} if on_duplicate is OnDuplicate.SKIP else {"unchanged": 1})


@pytest.mark.parametrize(
    ("row", "doubled"),
    [
        ("Анна;ООО «Вектор»;", True),
        ("АННА;;89000000009", True),
        ("Анна;ООО «Альфа»;89000000009", False),
        ("Яна;ООО «Вектор»;89000000009", False),
    ],
)
def test_a_name_that_somebody_has_doubles_them_unless_their_companies_differ(row: str, *, doubled: bool) -> None:
    book = import_text("Имя;Компания;Телефон\nАнна;ООО «Вектор»;89000000001\n").book
    done = import_text(f"Имя;Компания;Телефон\n{row}\n", book)
    assert done.counts == ({"duplicate": 1} if doubled else {"created": 1})
    assert [(field, reason) for _, field, reason in done.reasons] == ([("name", "duplicate_name")] if doubled else [])


def test_two_records_of_one_system_may_share_a_number() -> None:
    done = import_text("Код;Имя;Телефон\n1;Анна;8 423 202-25-11\n2;Борис;8 423 202-25-11\n")
    assert done.counts == {"created": 2}
    third = import_text("Имя;Телефон\nВера;8 423 202-25-11\n", done.book)
    assert third.counts == {"duplicate": 1}


def test_a_contact_made_by_hand_is_found_by_its_number_when_the_other_system_names_it() -> None:
    book = Book({"c": Contact("c", Kind.PERSON, "Анна", phones=("79000000001",))})
    done = import_text("Код;Имя;Телефон\n1;Анна Петровна;89000000001\n", book, OnDuplicate.UPDATE)
    assert [(one.contact_id, one.external_id, one.name) for one in done.contacts] == [("c", "1", "Анна")]
    renamed = import_text("Код;Имя;Телефон\n1;Анна Петровна;89000000001\n", book)
    assert [(one.contact_id, one.name) for one in renamed.contacts] == [("c", "Анна Петровна")]


@pytest.mark.parametrize(("name", "chosen"), [("Анна", "a"), ("Борис", "b"), ("Вера", "a")])
def test_of_several_who_share_a_number_the_namesake_is_meant_else_the_first_by_id(name: str, chosen: str) -> None:
    shared = ("79000000001",)
    book = Book(
        {"b": Contact("b", Kind.PERSON, "Борис", "Б", shared), "a": Contact("a", Kind.PERSON, "Анна", "А", shared)}
    )
    done = import_text(f"Имя;Телефон;Телефон 2\n{name};89000000001;89000000002\n", book, OnDuplicate.UPDATE)
    assert [one.contact_id for one in done.contacts if len(one.phones) == 2] == [chosen]


def test_a_row_may_name_its_contact_by_callcards_own_id() -> None:
    book = Book({"a": Contact("a", Kind.PARTNER, "Анна", phones=("79000000001",))})
    done = import_text("ИД callcard;Имя;Телефон\na;Яна;89000000002\nне id;Вера;\na;Ева;\n", book)
    assert [(one.contact_id, one.name, one.kind, one.version) for one in done.contacts] == [
        ("a", "Яна", Kind.PARTNER, 2)
    ]
    assert done.reasons == [(3, "contact_id", "bad_contact_id"), (4, "contact_id", "repeated_id")]


def test_an_operator_is_known_by_whatever_a_file_calls_them() -> None:
    names = ["operator-100", "olga", "100", "omironova", "Ольга Миронова", "Миронова Ольга Ивановна", "ОЛЬГА МИРОНОВА"]
    rows = "".join(f"Имя {number};{name}\n" for number, name in enumerate(names))
    done = import_text(f"Имя;Ответственный\n{rows}Никто;Пётр\n")
    assert {one.name: one.responsible for one in done.contacts} == {
        **{f"Имя {number}": "operator-100" for number in range(len(names))},
        "Никто": None,
    }
    assert done.reasons == [(len(names) + 2, "responsible", "unknown_operator")]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (";89000000001;;", "name", "no_name"),
        ("И" * 201 + ";89000000001;;", "name", "too_long"),
        (f"А\x07;89000000001;;{'х' * 500}", "name", "control_characters"),
        (f"А;89000000001;;{'х' * 5001}", "note", "too_long"),
    ],
)
def test_a_row_that_cannot_be_used_says_which_field_and_why(row: str, field: str, reason: str) -> None:
    done = import_text(f"Имя;Телефон;Вид;Примечание\n{row}\nВера;89000000002;;\n")
    assert done.reasons == [(2, field, reason)]
    assert done.counts == {"created": 1, "bad": 1}
    assert all(problem.message(language) for problem in done.problems for language in ("ru", "en"))


def test_a_field_that_cannot_be_read_does_not_cost_the_row() -> None:
    done = import_text("Имя;Телефон;Вид\nАнна;89000000001 / уточнить;хороший\nБорис;спросить;партнёр\n")
    assert done.counts == {"created": 2}
    assert done.reasons == [(2, "kind", "unknown_kind"), (3, "phones", "no_digits")]
    endless = import_text(f"Имя;Телефон\nАнна;{'1' * 65}\n")
    assert (endless.contacts[0].phones, endless.reasons) == ((), [(2, "phones", "no_digits")])
    many = import_text("Имя;Телефон\nАнна;" + ",".join(f"8900000{number:04}" for number in range(31)))
    assert (len(many.contacts[0].phones), many.reasons) == (30, [(2, "phones", "too_many_phones")])


def test_who_changes_a_contact_at_the_same_moment_loses_nothing() -> None:
    book = import_text("Код;Имя;Телефон\n1;Анна;89000000001\n").book
    changed = Meanwhile(book, [lambda one: replace(one, note="от руки", version=one.version + 1)])
    done = import_text("Код;Имя;Телефон\n1;Анна Новая;89000000001\n", changed)
    assert [(one.name, one.note, one.version) for one in done.contacts] == [("Анна Новая", "от руки", 3)]
    assert done.counts == {"updated": 1}


def test_a_contact_that_others_keep_changing_is_told_and_the_rest_lands() -> None:
    book = import_text("Код;Имя;Телефон\n1;Анна;89000000001\n").book
    changed = Meanwhile(book, [lambda one: replace(one, version=one.version + 1)] * 99)
    done = import_text("Код;Имя;Телефон\n1;Анна Новая;89000000001\n2;Борис;89000000002\n", changed)
    assert done.counts == {"created": 1, "bad": 1}
    assert done.reasons == [(2, "", "changed_meanwhile")]


def test_doubles_are_found_also_while_the_index_by_name_lags_behind() -> None:
    text = "Имя;Телефон\nАнна;89000000001\nАнна;89000000002\n"
    assert import_text(text, Lagging(), window=1).reasons == [(3, "name", "duplicate_name")]


class Lagging(Book):
    """A book whose index by name shows nothing yet."""

    def named(self, name: str) -> list[Contact]:
        return []


class Meanwhile(Book):
    """A book that others write in between reading and writing."""

    def __init__(self, book: Book, others: list[Callable[[Contact], Contact]]) -> None:
        super().__init__(book.contacts)
        self.others = others

    def write_many(self, changes: Sequence[Change]) -> list[Change]:
        for change in changes:
            if change.before and self.others:
                contact_id = change.after.contact_id
                self.contacts[contact_id] = self.others.pop()(self.contacts[contact_id])
        return super().write_many(changes)


@pytest.mark.parametrize(("rows", "asked"), [(50, 100), (500, 2)])
def test_a_large_import_reads_the_book_once_and_asks_for_what_somebody_has(rows: int, asked: int) -> None:
    book = Counting({"c": Contact("c", Kind.PERSON, "Имя 7", phones=("79000000008",))})
    text = "".join(f"Имя {number};8900000{number:04}\n" for number in range(rows))
    done = import_text(f"Имя;Телефон\n{text}", book)
    assert done.counts == {"created": rows - 2, "duplicate": 2}
    assert len(book.asked) == asked


def test_a_book_too_large_to_be_read_is_asked_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callcard.import_reads.SIFTED", 0)
    book = Counting({"c": Contact("c", Kind.PERSON, "Имя 7", phones=("79000000008",))})
    text = "".join(f"Имя {number};8900000{number:04}\n" for number in range(200))
    assert import_text(f"Имя;Телефон\n{text}", book).counts == {"created": 198, "duplicate": 2}
    assert len(book.asked) == 400


class Counting(Book):
    """A book that counts what it is asked one by one."""

    def __init__(self, contacts: dict[str, Contact]) -> None:
        super().__init__(contacts)
        self.asked: list[str] = []

    def named(self, name: str) -> list[Contact]:
        self.asked.append(name)
        return super().named(name)

    def owners(self, number: str) -> list[str]:
        self.asked.append(number)
        return super().owners(number)
