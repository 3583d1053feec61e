"""What an import makes of a book."""

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
