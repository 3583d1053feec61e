"""What every file is turned into: rows of text cells under titled columns."""

from collections.abc import Callable, Iterator
from collections.abc import Mapping as Mapped
from dataclasses import dataclass
from dataclasses import field as default
from enum import StrEnum
from typing import Self

from callcard.domain.contacts import Kind
from callcard.errors import InvalidInputError
from callcard.texts import text

MEGABYTE = 1_000_000
MOST_BYTES = 100 * MEGABYTE
MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # Excel's own limit


class Format(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"
    VCARD = "vcard"


class Field(StrEnum):
    """What a column can hold; PHONES and NOTE may be several columns, every other field one."""

    CONTACT_ID = "contact_id"
    EXTERNAL_ID = "external_id"
    KIND = "kind"
    NAME = "name"
    LAST_NAME = "last_name"
    FIRST_NAME = "first_name"
    MIDDLE_NAME = "middle_name"
    COMPANY = "company"
    PHONES = "phones"
    RESPONSIBLE = "responsible"
    NOTE = "note"


SEVERAL = {Field.PHONES, Field.NOTE}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a file; `line` is where a person finds it, `fault` the code of why it cannot be used."""

    line: int
    cells: tuple[str, ...]
    fault: str = ""

    @property
    def blank(self) -> bool:
        """Whether there is nothing in it."""
        return not self.fault and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Source:
    """The bare rows of a file, and how it was read; `share` tells how much of it was (0 to 1)."""

    format: Format
    rows: Iterator[Row]
    share: Callable[[], float]
    encoding: str = ""
    delimiter: str = ""
    headed: bool = False  # the first row is the header for sure


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title and some of what stands in it."""

    index: int
    title: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file ready to be imported: `rows` are those below the header, to be read once.

    `heading` is what stands above the header, as 1С prints the name of a list there.
    """

    format: Format
    columns: tuple[Column, ...]
    rows: Iterator[Row]
    share: Callable[[], float]
    encoding: str = ""
    delimiter: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column holds what; `kind` is the kind of contacts whose row names none (None: by what the row holds)."""

    fields: dict[int, Field] = default(default_factory=dict)
    kind: Kind | None = None

    @classmethod
    def read(cls, value: Mapped[str, str | None], kind: str | None = None) -> Self:
        """Read what a person chose: column index → field, null for none; raises InvalidInputError."""
        try:
            fields = {int(index): Field(name) for index, name in value.items() if name}
            chosen = cls(fields, Kind(kind) if kind else None)
        except (TypeError, ValueError) as exc:
            raise InvalidInputError("bad_mapping") from exc
        chosen.check()
        return chosen

    def check(self) -> None:
        """Refuse a mapping that names nobody, or names a field twice; raises InvalidInputError."""
        named = list(self.fields.values())
        twice = sorted({one.value for one in named if named.count(one) > 1 and one not in SEVERAL})
        if twice:
            raise InvalidInputError("field_twice", field=", ".join(twice))
        if not {Field.NAME, Field.LAST_NAME, Field.FIRST_NAME, Field.COMPANY} & set(named):
            raise InvalidInputError("no_name_column")

    def shown(self) -> dict[str, str]:
        """Describe it as `read` takes it."""
        return {str(index): one.value for index, one in sorted(self.fields.items())}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row: `reason` names its text; `field` is "" when it is the row as a whole."""

    line: int
    field: str
    reason: str
    values: dict[str, str] = default(default_factory=dict, hash=False)

    def message(self, accept: str = "") -> str:
        """Say it in the reader's language."""
        return text(self.reason, accept, **self.values)
