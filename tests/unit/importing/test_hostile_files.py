"""Files that mean harm, or were never a table: a sentence says what is wrong, within 512 MB."""

import json
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import pytest

from callcard.texts import TEXTS
from tests.unit.importing import limited

ROOT = Path(__file__).parents[3]
MEGABYTE = 1_000_000
OPENED, CLOSED = "<worksheet><sheetData>", "</sheetData></worksheet>"
MEMORY = 512 * MEGABYTE
WORKBOOK = '<workbook xmlns="m" xmlns:r="r"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELATIONS = '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
Part = tuple[str, Callable[[IO[bytes]], None]]


def run(path: Path, memory: int = MEMORY) -> dict[str, Any]:
    """Import in a process of its own, with limited memory."""
    done = subprocess.run(
        [sys.executable, limited.__file__, str(path), str(memory)],
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'layers/common/python'}", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def refused(path: Path) -> str:
    """Give the code of the refusal, which has a text in both languages."""
    code = str(run(path)["refused"])
    assert all(code in texts for texts in TEXTS.values())
    return code


def archive(path: Path, *parts: Part, sheet: str | None = None) -> Path:
    """Write a workbook of some parts, the large ones piece by piece."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("xl/workbook.xml", WORKBOOK)
        file.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        if sheet is not None:
            file.writestr("xl/worksheets/sheet1.xml", OPENED + sheet + CLOSED)
        for name, write in parts:
            with file.open(name, "w", force_zip64=True) as part:
                write(part)
    return path


def repeated(before: str, piece: str, after: str, size: int) -> Callable[[IO[bytes]], None]:
    """Write a piece over and over until so many bytes are full."""
    block = piece.encode() * max(1, MEGABYTE // len(piece.encode()))

    def write(part: IO[bytes]) -> None:
        part.write(before.encode())
        for _ in range(max(1, size // len(block))):
            part.write(block)
        part.write(after.encode())

    return write


def grown(path: Path, size: int, piece: bytes = b"\0") -> Path:
    """Write a large file without holding it."""
    with path.open("wb") as file:
        for _ in range(size // (len(piece) * 1000)):
            file.write(piece * 1000)
    return path


def row(number: int, *cells: str) -> str:
    """Write a row of inline texts."""
    inline = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f'<row r="{number}">{inline}</row>'


HEADER = row(1, "Имя", "Телефон")


def test_a_file_of_200_megabytes(tmp_path: Path) -> None:
    line = "Имя;89000000001\n".encode()
    assert refused(grown(tmp_path / "a.csv", 200 * MEGABYTE, line)) == "file_too_big"


def test_a_line_of_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(1_000 * MEGABYTE)
    assert refused(path) == "file_too_big"


def test_a_line_as_long_as_a_file_may_be(tmp_path: Path) -> None:
    path = grown(tmp_path / "a.csv", 99 * MEGABYTE, b"x" * 1000)
    assert refused(path) == "nothing_readable"


@pytest.mark.parametrize(
    ("line", "reason"),
    [("x" * 5 * MEGABYTE, "long_line"), (";".join("x" * 10_000), "many_cells")],
    ids=["long", "wide"],
)
def test_a_row_out_of_all_bounds_among_good_rows_costs_itself_alone(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"Имя;Телефон\nА;89000000001\n{line}\nБ;89000000002\n", encoding="utf-8")
    told = run(path)
    assert told["counts"]["created"] == 2
    assert told["reasons"] == [reason]


def test_ten_thousand_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    line = ";".join(f"c{number}" for number in range(10_000))
    path.write_text(f"{line}\n{line}\n", encoding="utf-8")
    assert refused(path) == "too_many_columns"
    path.write_text(f"Имя;Телефон;{line}\n{line}\n", encoding="utf-8")
    assert refused(path) == "too_many_columns"


def test_a_bomb_that_says_so(tmp_path: Path) -> None:
    bomb = repeated(OPENED, row(2, "А", "89000000001"), CLOSED, 400 * MEGABYTE)
    assert refused(archive(tmp_path / "a.xlsx", ("xl/worksheets/sheet1.xml", bomb))) == "xlsx_too_big"


def test_a_bomb_beside_the_sheet(tmp_path: Path) -> None:
    bomb = repeated("", "0" * 1000, "", 400 * MEGABYTE)
    path = archive(tmp_path / "a.xlsx", ("xl/media/image1.png", bomb), sheet=HEADER + row(2, "А", "89000000001"))
    assert refused(path) == "xlsx_too_big"


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    bomb = repeated(OPENED, row(2, "А", "89000000001"), CLOSED, 400 * MEGABYTE)
    path = archive(tmp_path / "a.xlsx", ("xl/worksheets/sheet1.xml", bomb))
    content = bytearray(path.read_bytes())
    directory = content.rfind(b"PK\x01\x02")  # of the sheet, written last
    struct.pack_into("<L", content, directory + 24, 2000)
    extra = content.find(struct.pack("<HH", 1, 16), directory)
    path.write_bytes(content[:extra] + content[extra:] if extra < 0 else content)
    assert refused(path) == "broken_xlsx"


@pytest.mark.parametrize(
    ("name", "before", "piece", "after", "code"),
    [
        ("sharedStrings.xml", "<sst>", "<si><t>ab</t></si>", "</sst>", ""),
        ("sharedStrings.xml", "<sst><si><t>", "ы", "</t></si></sst>", ""),
        ("sharedStrings.xml", "<sst><si>", "<a>", "", "broken_xlsx"),
        ("sharedStrings.xml", '<sst a="', "ы", '"/>', "broken_xlsx"),
        ("styles.xml", "<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>", ""),
        (
            "worksheets/sheet1.xml",
            OPENED + '<row r="1">',
            '<c t="str"><v>1</v></c>',
            "</row>" + CLOSED,
            "too_many_columns",
        ),
        ("worksheets/sheet1.xml", OPENED, "<foo/>", CLOSED, "empty_file"),
        ("worksheets/sheet1.xml", OPENED, "<row/>", CLOSED, "broken_xlsx"),
        ("worksheets/sheet1.xml", OPENED + "<row><c><v>", "1", "</v></c></row>" + CLOSED, "nothing_readable"),
    ],
    ids=[
        *("many texts", "one long text", "elements within elements", "a long attribute", "many styles", "a wide row"),
        *("unknown elements", "many rows of nothing", "a long number"),
    ],
)
def test_parts_that_swell_in_memory(tmp_path: Path, name: str, before: str, piece: str, after: str, code: str) -> None:
    sheet = None if name.startswith("worksheets") else HEADER + row(2, "А", "89000000001")
    # a text of one piece is read fast, and has to be large to be seen
    part = repeated(before, piece, after, (60 if len(piece) == 1 else 15) * MEGABYTE)
    told = run(archive(tmp_path / "a.xlsx", (f"xl/{name}", part), sheet=sheet), memory=80 * MEGABYTE)
    assert told.get("refused", "") == code, told


def test_styles_larger_than_any_honest_ones(tmp_path: Path) -> None:
    styles = repeated("<styleSheet><cellXfs>", "<xf/>", "</cellXfs></styleSheet>", 25 * MEGABYTE)
    assert refused(archive(tmp_path / "a.xlsx", ("xl/styles.xml", styles), sheet=HEADER)) == "xlsx_too_big"


def test_a_list_of_parts_that_is_itself_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        for number in range(60_000):
            file.writestr(f"{number}", "")
    assert refused(path) == "broken_xlsx"


def test_rows_and_columns_far_outside(tmp_path: Path) -> None:
    far = HEADER + '<row r="2"><c r="XFD2" t="str"><v>1</v></c></row>' + row(3, "А", "89000000001")
    told = run(archive(tmp_path / "a.xlsx", sheet=far))
    assert told["counts"]["created"] == 1
    assert told["reasons"] == ["many_cells"]
    assert refused(archive(tmp_path / "b.xlsx", sheet=HEADER + row(999_999_999, "А", "1"))) == "broken_xlsx"


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000) + "EncryptedPackage".encode("utf-16-le") + bytes(999)
    )
    assert refused(path) == "encrypted_file"


def test_the_old_excel_under_a_new_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4000))
    assert refused(path) == "old_excel"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n\r\n", "empty_file"),
        ("Имя;Телефон\n".encode(), "header_only"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html_file"),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML><html>", "html_file"),
        (b'<?xml version="1.0"?><Workbook/>', "xml_file"),
        (b"%PDF-1.7 \xe2\xe3", "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_table"),
        (bytes(5000), "not_a_table"),
        (bytes(range(256)) * 20, "not_a_table"),
        (b"PK\x03\x04 no archive", "broken_xlsx"),
        (b"PK\x05\x06" + bytes(18), "not_xlsx"),
    ],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(content)
    assert refused(path) == code


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", "<document/>")
    assert refused(path) == "not_xlsx"


def test_a_workbook_cut_off(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.xlsx", sheet=HEADER + row(2, "А", "89000000001"))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    assert refused(path) == "broken_xlsx"


def test_zero_bytes_among_good_rows_cost_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"Имя {number};8900000{number:04}\n" for number in range(500))
    path.write_text(f"Имя;Телефон\n{rows}А\0Б;89001112233\nВ;89001112234\n", encoding="utf-8")
    told = run(path)
    assert told["counts"]["created"] == 501
    assert told["reasons"] == ["control_characters"]
