"""`--map`: what a person says of the columns, over what was guessed."""

from collections.abc import Iterable

from callcard.domain.contacts import Kind
from callcard.importing.sheets import SEVERAL, Field, Mapping, Sheet

NOTHING = "-"


class MappingError(Exception):
    """A --map that cannot be followed; says why in one sentence."""


def corrected(guessed: Mapping, sheet: Sheet, told: Iterable[str], kind: str | None) -> Mapping:
    """Put what was told over the guess; a field chosen anew leaves the column it was guessed for."""
    fields = dict(guessed.fields)
    for each in told:
        column, _, name = each.rpartition("=")
        index, field = _column(column, sheet), _field(name)
        if field and field not in SEVERAL:
            fields = {other: one for other, one in fields.items() if one is not field}
        fields = {other: one for other, one in fields.items() if other != index} | ({index: field} if field else {})
    return Mapping(dict(sorted(fields.items())), Kind(kind) if kind else guessed.kind)


def _column(named: str, sheet: Sheet) -> int:
    wanted = named.strip()
    titled = [column.index for column in sheet.columns if column.title.casefold() == wanted.casefold()]
    if len(titled) == 1:
        return titled[0]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(sheet.columns):
        return int(wanted) - 1
    titles = ", ".join(f"{column.index + 1} {column.title}".strip() for column in sheet.columns)
    raise MappingError(f"--map: there is no column {wanted!r}, or several. The columns are: {titles}.")


def _field(name: str) -> Field | None:
    if name.strip() in ("", NOTHING):
        return None
    try:
        return Field(name.strip().lower())
    except ValueError:
        raise MappingError(f"--map: {name!r} is no field. The fields are: {', '.join(Field)}.") from None
