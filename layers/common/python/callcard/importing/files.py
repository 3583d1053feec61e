"""A file of whatever kind, as a sheet; what is no list of contacts is refused with a sentence that helps."""

import re
from typing import BinaryIO

from callcard.errors import InvalidInputError
from callcard.importing.delimited import open_delimited
from callcard.importing.encodings import encoding_of
from callcard.importing.headers import headed
from callcard.importing.sheets import MEGABYTE, MOST_BYTES, Sheet, Source
from callcard.importing.xlsx import open_xlsx

HEAD = 1 << 16
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel, and the wrapper of a workbook with a password
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BINARY = (b"%PDF", b"{\\rtf", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"\x89PNG", b"\xff\xd8\xff", b"MOXCEL")
HTML = ("<!doctype html", "<html", "<table", "<meta", "<head", "<body")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MOST_CONTROL = 0.01  # of a text's characters


def open_table(stream: BinaryIO, region: str, encoding: str = "") -> Sheet:
    """Open a file by what is in it, whatever its name says; raises InvalidInputError.

    `stream` has to be seekable and to stay open while the sheet's rows are read.
    """
    size = stream.seek(0, 2)
    if size == 0:
        raise InvalidInputError("empty_file")
    if size > MOST_BYTES:
        raise InvalidInputError("file_too_big", limit=str(MOST_BYTES // MEGABYTE))
    stream.seek(0)
    head = stream.read(HEAD)
    return headed(_source(stream, size, head, encoding), region)


def _source(stream: BinaryIO, size: int, head: bytes, encoding: str) -> Source:
    if head.startswith(OLE):
        raise InvalidInputError("encrypted_file" if _contains(stream, ENCRYPTED) else "old_excel")
    if head.startswith(b"PK"):
        return open_xlsx(stream)
    if head.startswith(BINARY):
        raise InvalidInputError("not_a_table")
    return _text(stream, size, head, encoding)


def _text(stream: BinaryIO, size: int, head: bytes, encoding: str) -> Source:
    found = encoding or encoding_of(stream)
    start = head.decode(found, "replace").lstrip("\ufeff \r\n\t").lower()
    if start.startswith(HTML):
        raise InvalidInputError("html_file")
    if start.startswith("<?xml"):
        raise InvalidInputError("xml_file")
    if len(CONTROL.findall(start)) > MOST_CONTROL * len(start):
        raise InvalidInputError("not_a_table")
    if start.startswith("begin:vcard"):
        from callcard.importing.vcards import open_vcards  # a third of a second, for vCards alone

        return open_vcards(stream, size, found)
    return open_delimited(stream, size, found)


def _contains(stream: BinaryIO, wanted: bytes) -> bool:
    stream.seek(0)
    tail = b""
    while chunk := stream.read(1 << 20):
        if wanted in tail + chunk:
            return True
        tail = chunk[-len(wanted) :]
    return False
