"""A first guess at which column holds what, for a person to look at and correct."""

from collections.abc import Callable, Sequence

from callcard.domain.contacts import Kind
from callcard.domain.words import folded
from callcard.importing.content import is_phone, is_words
from callcard.importing.sheets import SEVERAL, Column, Field, Mapping, Sheet
from callcard.importing.titles import field_of, is_person, is_title

NAMES = {Field.NAME, Field.LAST_NAME, Field.FIRST_NAME}
MOSTLY = 0.6


def guess(sheet: Sheet, region: str) -> Mapping:
    """Guess by the titles, then by what stands in the columns whose titles say nothing."""
    fields = _by_title(sheet.columns)
    unknown = [one for one in sheet.columns if one.index not in fields and not is_title(one.title)]
    phones = [one for one in unknown if _mostly(one, lambda cell: is_phone(cell, region))]
    fields |= {one.index: Field.PHONES for one in phones}
    if not NAMES & set(fields.values()) and Field.COMPANY not in fields.values():
        named = next((one for one in unknown if one not in phones and _mostly(one, is_words)), None)
        fields |= {named.index: Field.NAME} if named else {}
    return Mapping(dict(sorted(fields.items())), _kind_of(sheet.heading))


def _by_title(columns: Sequence[Column]) -> dict[int, Field]:
    fields: dict[int, Field] = {}
    named = [one for one in columns if field_of(one.title) is Field.NAME]
    person = next((one for one in named if is_person(one.title)), None)
    for column in columns:
        field = field_of(column.title)
        if person and field is Field.NAME and column is not person:
            field = Field.COMPANY  # «Наименование» beside «Контактное лицо» is where that person works
        if field and (field in SEVERAL or field not in fields.values()):
            fields[column.index] = field
    return fields


def _mostly(column: Column, holds: Callable[[str], bool]) -> bool:
    return bool(column.samples) and sum(map(holds, column.samples)) >= MOSTLY * len(column.samples)


def _kind_of(heading: str) -> Kind | None:
    """Tell the kind of a list's contacts by what is printed above it."""
    words = folded(heading)
    named = {
        "контактн": Kind.CONTACT_PERSON,
        "контрагент": Kind.COUNTERPARTY,
        "партнер": Kind.PARTNER,
        "физическ": Kind.PERSON,
    }
    return next((kind for word, kind in named.items() if word in words), None)
