"""Export: the address book as a file that an import reads back to the very same book."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from callcard.domain.contacts import Contact
from callcard.domain.setup import Operator
from callcard.errors import InvalidInputError
from callcard.importing.delimited import guarded
from callcard.importing.people import LABELS, People
from callcard.importing.phones import written_phones
from callcard.importing.sheets import Field

LANGUAGES = ("ru", "en")
TITLES = {
    Field.CONTACT_ID: ("ИД callcard", "callcard ID"),
    Field.EXTERNAL_ID: ("Внешний код", "External ID"),
    Field.KIND: ("Вид", "Kind"),
    Field.NAME: ("Наименование", "Name"),
    Field.COMPANY: ("Компания", "Company"),
    Field.PHONES: ("Телефоны", "Phones"),
    Field.RESPONSIBLE: ("Ответственный", "Responsible"),
    Field.NOTE: ("Комментарий", "Note"),
}
WIDTHS = (16, 16, 20, 40, 40, 40, 28, 60)
LAST_ROW = 1_048_575  # of a sheet, below its header
WRITTEN_AT = datetime(2000, 1, 1)  # noqa: DTZ001  # the same book gives the same bytes, whenever it is exported


@dataclass(frozen=True, slots=True)
class Exporter:
    """Writes contacts in the order in which they come; `language` is that of titles and kinds."""

    operators: tuple[Operator, ...]
    region: str
    language: str = "ru"

    def csv(self, contacts: Iterable[Contact], out: BinaryIO) -> int:
        """Write UTF-8 with a mark, semicolons between the cells: what Excel opens by a double click; count the rows."""
        text = io.TextIOWrapper(out, "utf-8-sig", newline="")
        try:
            writer = csv.writer(text, delimiter=";")
            writer.writerow(self._header())
            return sum(1 for row in self._rows(contacts) if writer.writerow(map(guarded, row)))
        finally:
            text.detach()

    def xlsx(self, contacts: Iterable[Contact], out: BinaryIO) -> int:
        """Write a workbook whose cells are all text; raises InvalidInputError when a sheet cannot hold the book."""
        from xlsxwriter import Workbook  # type: ignore[import-untyped]  # here: a csv does without

        book = Workbook(out, {"constant_memory": True})
        book.set_properties({"created": WRITTEN_AT})
        sheet = book.add_worksheet()
        bold, plain = (book.add_format({"num_format": "@", "bold": bold}) for bold in (True, False))
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width, plain)
        sheet.freeze_panes(1, 0)
        for column, title in enumerate(self._header()):
            sheet.write_string(0, column, title, bold)
        count = 0
        for count, row in enumerate(self._rows(contacts), 1):
            if count > LAST_ROW:
                raise InvalidInputError("too_many_contacts", limit=str(LAST_ROW))
            for column, cell in enumerate(row):
                if cell:
                    sheet.write_string(count, column, cell, plain)
        book.close()
        return count

    def _header(self) -> list[str]:
        return [names[LANGUAGES.index(self.language)] for names in TITLES.values()]

    def _rows(self, contacts: Iterable[Contact]) -> Iterator[tuple[str, ...]]:
        people, by_id = People(self.operators), {one.operator_id: one for one in self.operators}
        for one in contacts:
            yield (
                one.contact_id,
                one.external_id,
                LABELS[one.kind][LANGUAGES.index(self.language)],
                one.name,
                one.company,
                written_phones(one.phones, one.dial_after, self.region),
                people.called(by_id.get(one.responsible or "")),
                one.note,
            )
