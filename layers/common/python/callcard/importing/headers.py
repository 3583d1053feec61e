"""Where a table begins: its header, found below whatever a program prints above it, and the rows under it."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from callcard.domain.words import folded
from callcard.errors import InvalidInputError
from callcard.importing.content import is_phone
from callcard.importing.sheets import MOST_COLUMNS, MOST_ROWS, Column, Field, Row, Sheet, Source
from callcard.importing.titles import bare_title, field_of, is_title

LOOKED_AT = 60  # rows
FEW = 4  # one row of so many may be shifted
SAMPLES, SAMPLE_LENGTH = 5, 60
LIST_TITLES = {"наименование", "рабочее наименование"}  # of 1С's lists, which have groups among their rows
TOTALS = ("итого", "всего", "total")


def headed(source: Source, region: str) -> Sheet:
    """Find the header and the columns; raises InvalidInputError when there is nothing below it."""
    rows = (row for row in source.rows if not row.blank)
    first = list(islice(rows, LOOKED_AT))
    if not first:
        raise InvalidInputError("empty_file")
    start, end = (0, 1) if source.headed else _header(first, region)
    wide = [row.fault == "many_cells" for row in first]
    if any(wide[: end or 1]) or sum(wide) * 2 > len(wide):
        raise InvalidInputError("too_many_columns", limit=str(MOST_COLUMNS))
    if all(row.fault for row in first):
        raise InvalidInputError("nothing_readable")
    if len(first) == end:
        raise InvalidInputError("header_only")
    columns = _columns(_titles(first[start:end]), first[end:])
    heading = " ".join(cell.strip() for row in first[:start] for cell in row.cells if cell.strip())
    below = _below(chain(first[end:], rows), first[start:end], len(columns), _naming(columns, heading))
    return Sheet(source.format, columns, below, source.share, source.encoding, source.delimiter, heading[:200])


def _header(rows: Sequence[Row], region: str) -> tuple[int, int]:
    """Give the places of the header's first row and of the row below it; the same twice when there is none."""
    known = [sum(map(is_title, row.cells)) for row in rows]
    best = max(range(len(rows)), key=lambda place: (known[place], -place))
    if known[best] < 2 and not _all_titles(rows[best]):
        return (0, 1) if _differs(rows, region) else (0, 0)
    start, end = best, best + 1
    while start and _all_titles(rows[start - 1]):
        start -= 1
    while end < len(rows) and _all_titles(rows[end]):
        end += 1
    return start, end


def _all_titles(row: Row) -> bool:
    cells = [cell for cell in row.cells if cell.strip()]
    return bool(cells) and all(map(is_title, cells))


def _differs(rows: Sequence[Row], region: str) -> bool:
    """Say whether the first row names columns in words we do not know: below it are numbers, in it are none."""
    first, *others = (row.cells for row in rows)
    phones = [place for cells in others for place, cell in enumerate(cells) if is_phone(cell, region)]
    return bool(phones) and not any(char.isdigit() for cell in first for char in cell)


def _titles(rows: Sequence[Row]) -> list[str]:
    """Read a header of one row or several; what stands lower is more exact."""
    titles: dict[int, str] = {}
    for row in rows:
        titles |= {place: cell.strip() for place, cell in enumerate(row.cells) if cell.strip()}
    return [titles.get(place, "") for place in range(max(titles, default=-1) + 1)]


def _columns(titles: list[str], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Give the titled columns, and those without a title that more than a shifted row or two have filled."""
    width, widths = len(titles), sorted(map(_width, rows), reverse=True)
    width = max(width, widths[len(widths) // FEW])
    return tuple(
        Column(place, titles[place] if place < len(titles) else "", _samples(place, rows)) for place in range(width)
    )


def _width(row: Row) -> int:
    return max((place + 1 for place, cell in enumerate(row.cells) if cell.strip()), default=0)


def _samples(place: int, rows: Sequence[Row]) -> tuple[str, ...]:
    cells = (row.cells[place].strip() for row in rows if place < len(row.cells))
    return tuple(islice((cell[:SAMPLE_LENGTH] for cell in cells if cell), SAMPLES))


def _naming(columns: tuple[Column, ...], heading: str) -> set[int]:
    """Give the columns of names and codes where groups may stand among the rows, as in 1С's lists; else none."""
    fields = {column.index: field_of(column.title) for column in columns}
    like_1c = any(bare_title(column.title) in LIST_TITLES for column in columns)
    coded = bool(heading) or Field.EXTERNAL_ID in fields.values()
    naming = {index for index, field in fields.items() if field in (Field.NAME, Field.EXTERNAL_ID)}
    return naming if like_1c and coded and len(naming) < len(columns) else set()


def _below(rows: Iterator[Row], header: Sequence[Row], width: int, naming: set[int]) -> Iterator[Row]:
    """Give the rows below the header; those that are no contacts carry a fault that says what they are."""
    repeated = {row.cells for row in header}
    for count, row in enumerate(rows):
        if count == MOST_ROWS:
            raise InvalidInputError("too_many_rows", limit=str(MOST_ROWS))
        if row.cells not in repeated or row.fault:  # printed again at the top of a page
            yield _judged(row, width, naming)


def _judged(row: Row, width: int, naming: set[int]) -> Row:
    filled = [place for place, cell in enumerate(row.cells) if cell.strip()]
    if row.fault:
        return row
    if filled[-1] >= width:
        return Row(row.line, (), "extra_cells")
    if len(filled) <= 2 and folded(row.cells[filled[0]]).startswith(TOTALS):
        return Row(row.line, row.cells, "total_row")
    return Row(row.line, row.cells, "group_row") if naming and naming.issuperset(filled) else row
