"""Every kind of file people bring: how it is read, and what its columns are taken for."""

from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcard.domain.contacts import Contact, Kind
from callcard.errors import InvalidInputError
from callcard.importing.guessing import guess
from callcard.importing.sheets import Field, Format, Mapping
from tests.unit.importing.importing import import_text, opened

FILES = Path(__file__).parents[2] / "fixtures" / "imports"
PEOPLE = sorted(path.name for path in FILES.glob("people.*"))


def imported(name: str) -> list[Contact]:
    """Import a file of the fixtures into an empty book; its contacts by name."""
    return import_text((FILES / name).read_bytes()).contacts


def shown(contact: Contact) -> tuple[str, str, str, tuple[str, ...], dict[str, str], str | None, str]:
    """Give what a file says of a contact."""
    return (
        *(contact.external_id, contact.name, contact.company, contact.phones),
        *(dict(contact.dial_after), contact.responsible, contact.note),
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_the_same_people_come_out_of_every_delimiter_and_encoding(name: str) -> None:
    assert [shown(contact) for contact in imported(name)] == [
        ("К-004", "John Smith", "Acme, Inc.", ("12025550123",), {}, None, "tab\tinside"),
        ("К-003", "ИП Зайцев", "ИП Зайцев", ("79000001155",), {}, "operator-101", "две\nстроки"),
        ("К-002", "Пётр Ёлкин", "", ("79000001133", "79000001144"), {}, "operator-101",
         'сказал: "перезвоните"; ждёт, до 18'),
        ("К-001", "Соколова Ирина", "ООО «Вектор Плюс»", ("74232022511", "79000001122"), {"74232022511": "100"},
         "operator-100", ""),
    ]  # fmt: skip


def test_there_is_a_file_of_every_delimiter_in_both_encodings() -> None:
    assert len(PEOPLE) == 10
    sheets = [opened((FILES / name).read_bytes()) for name in PEOPLE]
    assert {(sheet.format, sheet.encoding, sheet.delimiter) for sheet in sheets} >= {
        (Format.CSV, encoding, delimiter) for encoding in ("utf-8", "cp1251") for delimiter in ",;\t"
    }


def test_the_kind_of_a_row_that_names_none_is_what_its_fields_speak_for() -> None:
    kinds = {contact.name: contact.kind for contact in imported("people.comma.utf-8.csv")}
    assert kinds == {
        "John Smith": Kind.CONTACT_PERSON,
        "ИП Зайцев": Kind.COUNTERPARTY,
        "Пётр Ёлкин": Kind.PERSON,
        "Соколова Ирина": Kind.CONTACT_PERSON,
    }


def test_numbers_that_excel_spoiled_are_read_as_long_as_their_digits_are_there() -> None:
    done = import_text((FILES / "spoiled.xlsx").read_bytes())
    assert {contact.name: contact.phones for contact in done.contacts} == {
        "Целое": ("79000002211", "79000002212"),
        "Десять цифр": ("79000002213",),
        "Сокращённое": ("79000002214",),
        "Ошибка": ("79000002215",),
    }
    assert done.reasons == [(4, "phones", "spoiled_number")]
    assert {contact.note for contact in done.contacts} == {"2026-11-24", "12.5", "TRUE", ""}


@pytest.mark.parametrize("name", ["1c-contractors.txt", "1c-contractors.xlsx"])
def test_a_list_of_contractors_as_1c_prints_it(name: str) -> None:
    done = import_text((FILES / name).read_bytes())
    assert [(one.external_id, one.kind, one.name, one.phones, one.responsible) for one in done.contacts] == [
        ("00-000006", Kind.COUNTERPARTY, "Альфа АО", (), None),
        ("00-000002", Kind.COUNTERPARTY, "Вектор Плюс ООО", ("74232022511", "74232022512"), None),
        ("00-000003", Kind.COUNTERPARTY, "Зайцев А. А. ИП", ("79000003311", "79000003312"), "operator-100"),
        ("00-000004", Kind.PERSON, "Лебедева Анна", ("79000003313",), "operator-101"),
    ]
    assert done.reasons == [
        (6, "", "group_row"),
        (7, "responsible", "unknown_operator"),
        (10, "", "group_row"),
        (12, "", "total_row"),
    ]
    assert done.counts == {"created": 4, "skipped": 3}


@pytest.mark.parametrize("name", ["1c-persons.txt", "1c-persons.xlsx"])
def test_a_list_of_contact_persons_as_1c_prints_it(name: str) -> None:
    done = import_text((FILES / name).read_bytes())
    assert [(one.name, one.company, one.phones, dict(one.dial_after)) for one in done.contacts] == [
        ("Белкина Мария", "Альфа АО", ("79000004412",), {}),
        ("Орлов Пётр", "Вектор Плюс ООО", ("74232022511",), {"74232022511": "101"}),
        ("Соколова Ирина", "Вектор Плюс ООО", ("74232022511", "79000004411"), {"74232022511": "100"}),
    ]
    assert {one.kind for one in done.contacts} == {Kind.CONTACT_PERSON}
    assert done.problems == []  # one number with two extensions is two people's; the header printed again is no row


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Контрагенты", Kind.COUNTERPARTY),
        ("Партнёры", Kind.PARTNER),
        ("Физические лица", Kind.PERSON),
        ("Контактные лица партнёров", Kind.CONTACT_PERSON),
        ("Прочее", Kind.PERSON),
    ],
)
def test_what_is_printed_above_a_list_says_what_its_rows_are(heading: str, kind: Kind) -> None:
    done = import_text(f"{heading}\n\nНаименование;Телефон\nАнна;89000000001\n")
    assert [contact.kind for contact in done.contacts] == [kind]


def test_cards_of_version_3_folded_with_pictures_and_one_that_never_ends() -> None:
    done = import_text((FILES / "cards-3.vcf").read_bytes())
    irina = next(one for one in done.contacts if one.external_id == "card-1")
    assert irina.phones == ("79000006611", "74232022511", "79000006612")
    assert dict(irina.dial_after) == {"74232022511": "100"}
    assert irina.company == "ООО «Вектор, Плюс», Отдел продаж"
    assert irina.note.endswith("поэтому сложена\nи вторая строка")
    assert [one.name for one in done.contacts] == ["Ирина Соколова", "ООО «Альфа»", "Орлов Пётр"]
    assert [one.kind for one in done.contacts] == [Kind.CONTACT_PERSON, Kind.COUNTERPARTY, Kind.PERSON]
    assert done.reasons == [(21, "", "broken_card")]


def test_cards_of_version_4_with_tel_links() -> None:
    beta, maria = imported("cards-4.vcf")
    assert (beta.kind, beta.phones) == (Kind.COUNTERPARTY, ("79000007713",))
    assert (maria.phones, dict(maria.dial_after)) == (("79000007711", "79000007712"), {"79000007711": "5"})


def test_cards_of_version_2_in_quoted_printable() -> None:
    (irina,) = imported("cards-2.1.vcf")
    assert irina.name == "Ирина Соколова, телефонная книга старого телефона"
    assert irina.phones == ("79000008811", "79000008812")


def test_a_card_larger_than_any_honest_one_costs_itself_alone() -> None:
    card = "BEGIN:VCARD\nFN:{}\nNOTE:{}\nEND:VCARD\n"
    done = import_text(card.format("Анна", "x" * 70_000) + card.format("Борис", ""))
    assert done.reasons == [(1, "", "long_line")]
    assert [contact.name for contact in done.contacts] == ["Борис"]


def test_what_google_and_outlook_write() -> None:
    google = import_text((FILES / "google.csv").read_bytes())
    assert google.problems == []  # «Phone 1 - Label» is no number
    service, irina = google.contacts
    assert (irina.name, irina.company) == ("Соколова Ирина Петровна", "ООО «Вектор»")
    assert irina.phones == ("79000005511", "79000005512", "74232022511")
    assert service.name == "Сервис"
    (john,) = imported("outlook.csv")
    assert (john.company, john.phones) == ("Acme, Inc.", ("12025550123",))


def test_columns_whose_titles_say_nothing_are_known_by_what_stands_in_them() -> None:
    sheet = opened("Поле А,Поле Б,Поле В\nИванова Анна,8 900 000-12-34,х\nПетров Илья,+79000001235,у\n")
    assert guess(sheet, "RU").fields == {0: Field.NAME, 1: Field.PHONES}
    assert [column.title for column in sheet.columns] == ["Поле А", "Поле Б", "Поле В"]
    assert len(list(sheet.rows)) == 2


def test_a_table_without_a_header_loses_no_row() -> None:
    done = import_text("Иванова Анна;8 900 000-12-34\nПетров Илья;+79000001235\n")
    assert [contact.name for contact in done.contacts] == ["Иванова Анна", "Петров Илья"]


def test_numbers_of_other_things_are_no_telephone_numbers() -> None:
    sheet = opened("Наименование;ИНН;Расчетный счет\nВектор;7700000001;40702810900000000001\n")
    assert guess(sheet, "RU").fields == {0: Field.NAME}


def test_the_name_beside_a_contact_person_is_their_company() -> None:
    sheet = opened("Наименование;Контактное лицо;Телефон\nВектор;Анна;89000001234\n")
    assert guess(sheet, "RU").fields == {0: Field.COMPANY, 1: Field.NAME, 2: Field.PHONES}


@pytest.mark.parametrize("titles", ["Имя;Адрес;Телефон", "Поле А;Поле Б;Поле В"])
def test_a_comma_in_every_address_is_no_delimiter(titles: str) -> None:
    text = f"{titles}\n" + "".join(f"Имя {n};г. Москва, ул. Новая, {n};8900000{n:04}\n" for n in range(30))
    sheet = opened(text)
    assert (sheet.delimiter, [column.title for column in sheet.columns]) == (";", titles.split(";"))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r"]
)
def test_the_encoding_is_found_also_behind_plain_ascii(encoding: str) -> None:
    rows = "".join(f"name {number};8900000{number % 10_000:04}\n" for number in range(5000))
    text = f"name;phone\n{'' if encoding in ('cp866', 'koi8-r') else rows}Соколова Ирина Петровна;89001110000\n"
    last = [row.cells for row in opened(text.encode(encoding)).rows][-1]
    assert last == ("Соколова Ирина Петровна", "89001110000")


def test_the_first_line_may_name_the_delimiter() -> None:
    sheet = opened("sep=^\r\nПоле А^Поле Б\r\nАнна; Яна^89000000001\r\n")
    assert ([column.title for column in sheet.columns], sheet.delimiter) == (["Поле А", "Поле Б"], "^")
    assert [row.line for row in sheet.rows] == [3]


def test_a_few_broken_characters_leave_a_file_what_it_is_and_are_told() -> None:
    good = "".join(f"Соколова Ирина {number};8900000{number:04}\n" for number in range(50))
    done = import_text(f"Имя;Телефон\n{good}".encode() + b"\xd0Anna;89001110000\n")
    assert done.counts == {"created": 51}
    assert done.reasons == [(52, "name", "broken_characters")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('Имя;Телефон\n"ООО "Вектор"";89000000001\n', 'ООО Вектор""'),
        ('Имя;Телефон\nТруба 5";89000000001\n', 'Труба 5"'),
        ('Имя;Телефон\n"ООО ""Вектор""";89000000001\n', 'ООО "Вектор"'),
    ],
)
def test_stray_quotes_are_taken_as_they_are(text: str, name: str) -> None:
    assert [contact.name for contact in import_text(text).contacts] == [name]


def test_a_quote_never_closed_costs_its_own_line_and_no_other() -> None:
    rows = "".join(f"Имя {number};8900000{number:04}\n" for number in range(200))
    done = import_text(f'Имя;Телефон\nПервый;89001110001\n"Второй;89001110002\n{rows}')
    assert done.counts == {"created": 201, "bad": 1}
    assert done.reasons == [(3, "", "open_quote")]
    last = import_text('Имя;Телефон\nПервый;89001110001\n"Второй;89001110002\n')
    assert (last.counts, last.reasons) == ({"created": 1, "bad": 1}, [(3, "", "open_quote")])
    two = import_text('Имя;Телефон\n"Первый;89001110001\n"Второй;89001110002\nТретий;89001110003\n')
    assert [contact.name for contact in two.contacts] == ["Третий"]
    assert two.reasons == [(2, "", "open_quote"), (3, "", "open_quote")]


def test_a_row_with_more_cells_than_columns_is_shifted_and_left_out() -> None:
    good = "".join(f"Имя {number};8900000{number:04};;\n" for number in range(5))
    done = import_text(f"Имя;Телефон\nСоколова; Ирина;89000000001\n{good}")
    assert done.reasons == [(2, "", "extra_cells")]
    assert done.counts == {"created": 5, "bad": 1}


@pytest.mark.parametrize(
    ("value", "kind", "code"),
    [
        ({"0": "name", "1": "name"}, None, "field_twice"),
        ({"0": "phones"}, None, "no_name_column"),
        ({"0": "nonsense"}, None, "bad_mapping"),
        ({"x": "name"}, None, "bad_mapping"),
        ({"0": "name"}, "nobody", "bad_mapping"),
    ],
)
def test_a_mapping_that_cannot_be_followed_is_refused(value: dict[str, str], kind: str | None, code: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        Mapping.read(value, kind)
    assert refused.value.code == code


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        sheet = opened(content)
        lines = [row.line for row in sheet.rows]
    except InvalidInputError:
        return
    assert lines == sorted(set(lines))


PIECES = [
    "FN:",
    "N:",
    "TEL:",
    "TEL;VALUE=uri:tel:+7",
    "ORG:",
    ";",
    ",",
    "\\",
    "\\n",
    "=",
    " ",
    "\t",
    ":",
    "x",
    "Ы",
    "1",
    '"',
]
PIECES += ["NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=nowhere:", "FN;ENCODING=QUOTED-PRINTABLE:=D0=9", "item1.TEL:"]
LINES = st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), max_size=6)


def test_a_backslash_at_the_end_of_a_long_name_costs_no_time() -> None:
    began = process_time()
    [row] = opened("BEGIN:VCARD\nN:{}\\\nEND:VCARD\n".format("а" * 50_000)).rows
    assert process_time() - began < 1
    assert len(row.cells) == 6


@given(st.lists(LINES, min_size=1, max_size=5))
def test_whatever_stands_in_a_card_it_is_one_row(cards: list[list[str]]) -> None:
    text = "".join("\n".join(["BEGIN:VCARD", "FN:Анна", *lines, "END:VCARD", ""]) for lines in cards)
    rows = list(opened(text).rows)
    assert len(rows) == len(cards)
    assert all(row.fault or len(row.cells) == 6 for row in rows)


@given(st.lists(st.lists(st.text('аб;,"\t\n \r', max_size=6), min_size=3, max_size=3), min_size=1, max_size=8))
def test_any_lines_under_a_header_are_read_and_every_row_is_counted_once(rows: list[list[str]]) -> None:
    text = "Имя;Телефон;Комментарий\n" + "\n".join(";".join(row) for row in rows)
    with suppress(InvalidInputError):  # nothing below the header, or nothing readable
        done = import_text(text)
        last = done.steps[-1].checkpoint
        assert sum(last.counts.values()) == last.done_rows
