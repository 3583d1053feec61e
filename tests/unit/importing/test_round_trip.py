"""Export, import, export: the same bytes, whatever stands in the book."""

import csv
import string
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcard.bodies import IDENT, ContactBody
from callcard.domain.contacts import Contact, Kind
from callcard.domain.phone import canonical
from callcard.exporting import Exporter
from callcard.importing.guessing import guess
from callcard.importing.phones import read_phones, written_phones
from callcard.importing.progress import Options
from callcard.imports import Importer
from tests.unit.books import Book
from tests.unit.importing.importing import OPERATORS, opened

HOSTILE = (
    "=1+1",
    "+7",
    "-2",
    "@SUM(A1)",
    "'=1",
    "''",
    "'Ндрангета",
    '=HYPERLINK("http://example.com";"x")',
    "＝1",
    '";"',
    'a"b',
    "a;b,c|d\te",
    "_x000D_",
    "_x005F_x0041_",
    "<b>&amp;</b>",
    "Итого",
    "Наименование",
    "\u2028",
    "\x85",
    "\ufeff",
    "\ufffd",
    "\ufffe\uffff",
    "e\u0301",
    "👩‍👩‍👧",
    "]]>",
    "0079991234567",
    "1.23E+10",
    "TRUE",
    "sep=;",
    "#N/A",
)
LINE = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.text("=+-@'\";,\t_x0D", max_size=12))
NOTE = st.lists(st.one_of(LINE, st.sampled_from(["\n", "\r", "\r\n", "\t", " ", "\n=x"])), max_size=6).map("".join)
IDS = st.one_of(st.uuids().map(str), st.from_regex(IDENT, fullmatch=True).filter(str.strip))
NUMBERS = st.one_of(
    st.integers(9_000_000_000, 9_999_999_999).map(lambda number: f"7{number}"),
    st.text(string.digits, min_size=1, max_size=20),
    st.sampled_from(["112", "74232022511", "4930901820", "12025550123", "0"]),
)


def valid(text: str, model_field: str = "company") -> str:
    """Give a text as the API would store it, or ""."""
    try:
        stored: str = getattr(
            ContactBody.model_validate({"kind": "person", "name": "x", model_field: text}), model_field
        )
    except ValueError:
        return ""
    return stored


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    """Make a contact that the API would have taken."""
    phones = tuple(dict.fromkeys(canonical(number) for number in draw(st.lists(NUMBERS, max_size=4))))
    after = (
        draw(st.dictionaries(st.sampled_from(phones), st.text("0123456789*#,", min_size=1, max_size=20)))
        if phones
        else {}
    )
    return Contact(
        contact_id=draw(IDS),
        kind=draw(st.sampled_from(Kind)),
        name=valid(draw(LINE), "name") or "Имя",
        company=valid(draw(LINE)),
        phones=phones,
        responsible=draw(st.sampled_from([None, "operator-100", "operator-101"])),
        note=valid(draw(NOTE), "note"),
        external_id=valid(draw(LINE)),
        dial_after=after,
    )


BOOKS = st.lists(contacts(), min_size=1, max_size=6, unique_by=lambda contact: contact.contact_id)


def export(book: Book, form: str) -> bytes:
    out = BytesIO()
    exporter = Exporter(OPERATORS, "RU")
    assert getattr(exporter, form)(book.by_name(), out) == len(book.contacts)
    return out.getvalue()


def import_into(book: Book, file: bytes) -> dict[str, int]:
    sheet = opened(file)
    importer = Importer(book, lambda: OPERATORS, "RU")
    steps = list(importer.run(sheet, guess(sheet, "RU"), Options("")))
    return {outcome.value: count for outcome, count in steps[-1].checkpoint.counts.items() if count}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@settings(max_examples=60)
@given(made=BOOKS)
def test_export_import_export_gives_the_same_bytes_and_the_same_book(form: str, made: list[Contact]) -> None:
    book = Book({contact.contact_id: contact for contact in made})
    file = export(book, form)
    other = Book()
    import_into(other, file)
    assert export(other, form) == file
    assert import_into(book, file) == {"unchanged": len(made)}
    assert book.contacts == {contact.contact_id: contact for contact in made}


@given(contacts())
def test_no_cell_of_a_workbook_is_a_formula_and_every_cell_is_text(contact: Contact) -> None:
    file = export(Book({contact.contact_id: contact}), "xlsx")
    cells = [cell for row in openpyxl.load_workbook(BytesIO(file)).worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


@given(contacts())
def test_no_cell_of_a_csv_begins_as_a_formula(contact: Contact) -> None:
    text = export(Book({contact.contact_id: contact}), "csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text, newline=""), delimiter=";") for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.text(max_size=40), st.text("0123456789*#,", max_size=20))
def test_numbers_are_written_so_that_they_read_back(text: str, after: str) -> None:
    digits = canonical(text)
    if digits:
        written = written_phones([digits], {digits: after} if after else {}, "RU")
        assert read_phones(1, [written], "RU").digits == (digits,)
        assert read_phones(1, [written], "RU").dial_after == ({digits: after} if after else {})
