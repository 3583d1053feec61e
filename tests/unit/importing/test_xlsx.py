"""XLSX as programs write it; openpyxl and XlsxWriter write, our own reader reads."""

import io
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import quoteattr

import openpyxl
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from hypothesis import strategies as st

from callcard.errors import InvalidInputError
from callcard.importing.xlsx import open_xlsx

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
DAYS = (datetime(1900, 3, 1), datetime(2200, 1, 1))  # noqa: DTZ001  # a sheet has no zone
VALUES = st.one_of(
    TEXT.filter(lambda text: not text.startswith("=") and "_x" not in text),
    st.integers(-(10**14), 10**14),
    st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 3)),
    st.booleans(),
    st.datetimes(*DAYS).map(lambda moment: moment.replace(microsecond=0)),
    st.dates(*(day.date() for day in DAYS)),
    st.none(),
)


def rows(content: bytes) -> list[tuple[str, ...]]:
    """Read a workbook's rows."""
    return [row.cells for row in open_xlsx(io.BytesIO(content)).rows if not row.blank]


def bare(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the empty cells at the end of a row."""
    return cells if not cells or cells[-1] else bare(cells[:-1])


def shown(value: Any) -> str:
    """Give the text a value is to be read as."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case datetime():
            return f"{value:%Y-%m-%d}" if value.time() == datetime.min.time() else f"{value:%Y-%m-%d %H:%M:%S}"
        case date():
            return f"{value:%Y-%m-%d}"
        case float():
            return f"{Decimal(repr(value)).normalize():f}"
    return str(value)


def sheet_of(content: str) -> str:
    """Write a sheet's part."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{content}</sheetData></worksheet>'


def workbook_of(sheets: str = '<sheet name="a" sheetId="1" r:id="r1"/>', setting: str = "") -> str:
    """Write the workbook's own part."""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{setting}<sheets>{sheets}</sheets></workbook>'


def styles_of(code: str) -> str:
    """Write styles: 0 is plain, 1 has this format."""
    numbers = f'<numFmts><numFmt numFmtId="200" formatCode={quoteattr(code)}/></numFmts>'
    return f'<styleSheet>{numbers}<cellXfs><xf/><xf numFmtId="200"/></cellXfs></styleSheet>'


def book(content: str, **parts: str) -> bytes:
    """Write a workbook by hand: the first sheet's rows, and parts by their names."""
    related = (("r1", "worksheets/a.xml"), ("r2", "/xl/worksheets/b.xml"))
    relations = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/worksheet" Target="{path}"/>' for key, path in related
    )
    default = {
        "xl/workbook.xml": workbook_of(),
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relations}</Relationships>",
        "xl/worksheets/a.xml": sheet_of(content),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in (default | {f"xl/{name}.xml": text for name, text in parts.items()}).items():
            file.writestr(name, text)
    return out.getvalue()


@given(st.lists(st.lists(VALUES, min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_value_is_read_as_people_see_it(table: list[list[Any]]) -> None:
    made = openpyxl.Workbook()
    for line in [["начало"], *table]:
        made.worksheets[0].append(line)
    out = io.BytesIO()
    made.save(out)
    wanted = [bare(tuple(map(shown, line))) for line in table]
    read = [bare(cells) for cells in rows(out.getvalue())[1:]]
    assert read == [cells for cells in wanted if any(cell.strip() for cell in cells)]


@given(st.lists(TEXT, min_size=1, max_size=5), st.booleans())
def test_texts_are_the_same_whether_they_are_shared_or_not(texts: list[str], constant_memory: bool) -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": constant_memory}) as made:
        sheet = made.add_worksheet()
        for line, text in enumerate(["начало", *texts]):
            sheet.write_string(line, 0, text)
    assert rows(out.getvalue())[1:] == [(text,) for text in texts if text.strip()]


def test_shared_texts_of_several_runs_without_their_reading_aids() -> None:
    runs = "<r><t>Ирина </t></r><r><t>Соколова</t></r><rPh><t>не это</t></rPh>"
    strings = f"<sst><si>{runs}</si><si><t>_x0041__x005F_x0041_</t></si></sst>"
    content = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert rows(book(content, sharedStrings=strings)) == [("Ирина Соколова", "A_x0041_")]


def test_a_shared_text_that_is_not_there_is_a_broken_workbook() -> None:
    with pytest.raises(InvalidInputError):
        rows(book('<row><c t="s"><v>7</v></c></row>', sharedStrings="<sst/>"))


@pytest.mark.parametrize(
    "strings",
    [
        '<!DOCTYPE sst [<!ENTITY a "ха">]><sst><si><t>&a;</t></si></sst>',
        f"<sst>{'<a>' * 200}{'</a>' * 200}</sst>",
        f'<sst a="{"ы" * 2_000_000}"/>',
    ],
    ids=["a document type", "two hundred elements within each other", "an attribute of four megabytes"],
)
def test_what_no_program_writes_is_refused(strings: str) -> None:
    with pytest.raises(InvalidInputError):
        rows(book("<row><c><v>1</v></c></row>", sharedStrings=strings))


def test_cells_and_rows_without_places_follow_one_another() -> None:
    content = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c r='C2'><v>3</v></c><c><v>4</v></c></row>"
    assert rows(book(content)) == [("1", "2"), ("", "", "3", "4")]


def test_names_with_prefixes_are_the_same_names() -> None:
    content = f'<x:sheetData xmlns:x="{MAIN}"><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>'
    assert rows(book("", **{"worksheets/a": content})) == [("7",)]


@pytest.mark.parametrize(
    ("state", "second", "found"),
    [
        ("", "<row><c><v>2</v></c></row>", "2"),
        ('state="hidden"', "<row><c><v>2</v></c></row>", "1"),
        ("", "<row/>", "1"),
    ],
)
def test_hidden_and_empty_sheets_are_passed_over(state: str, second: str, found: str) -> None:
    sheets = f'<sheet name="b" sheetId="2" {state} r:id="r2"/><sheet name="a" sheetId="1" r:id="r1"/>'
    parts = {"workbook": workbook_of(sheets), "worksheets/b": sheet_of(second)}
    assert rows(book("<row><c><v>1</v></c></row>", **parts)) == [(found,)]


def test_a_formula_is_its_value_and_an_error_is_nothing() -> None:
    content = (
        '<row><c t="str"><f>A2&amp;"x"</f><v>готово</v></c><c t="e"><v>#N/A</v></c><c><f>1+1</f><v>2</v></c></row>'
    )
    assert rows(book(content)) == [("готово", "", "2")]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("79991234567", "79991234567"),
        ("7.9991234567E10", "79991234567"),
        ("79991234567.0", "79991234567"),
        ("0.1", "0.1"),
        ("524288.8050000001", "524288.805"),
        ("1E-7", "0.0000001"),
        ("1E999999999", "1E999999999"),
        ("nonsense", "nonsense"),
        ("NaN", "NaN"),
    ],
)
def test_numbers_keep_their_digits(raw: str, text: str) -> None:
    assert rows(book(f"<row><c><v>{raw}</v></c></row>")) == [(text,)]


@pytest.mark.parametrize(("setting", "day"), [("", "2026-11-24"), ('<workbookPr date1904="1"/>', "2030-11-25")])
def test_dates_count_from_the_workbooks_own_first_day(setting: str, day: str) -> None:
    days = (date(2026, 11, 24) - date(1899, 12, 30)) // timedelta(days=1)
    content = f'<row><c s="1"><v>{days}</v></c><c s="0"><v>{days}</v></c><c s="9"><v>{days}</v></c></row>'
    made = book(content, workbook=workbook_of(setting=setting), styles=styles_of("dd/mm/yy;@"))
    assert rows(made) == [(day, str(days), str(days))]


CODES = ["+0 (000) 000-00-00", "[<=9999999]###-####;(###) ###-####", '0 "доб."', "0_d", "@", "General", "[" * 100_000]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code[:20])
def test_a_format_of_numbers_is_no_format_of_dates(code: str) -> None:
    made = book('<row><c s="1"><v>9000001122</v></c></row>', styles=styles_of(code))
    assert rows(made) == [("9000001122",)]
