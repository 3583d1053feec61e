"""A row becomes a draft of a contact, or a problem; what is wrong with one field does not cost the others."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID, uuid5

from callcard.bodies import IDENT
from callcard.domain.contacts import Kind
from callcard.domain.words import folded
from callcard.importing.people import People, kind_named
from callcard.importing.phones import Phones, read_phones
from callcard.importing.sheets import Field, Mapping, Problem, Row

NAMESPACE = UUID("6f2f8a4e-6b0f-5a57-9d6c-0c6a4b1f7b1d")
LONGEST = {Field.NAME: 200, Field.COMPANY: 200, Field.EXTERNAL_ID: 200, Field.NOTE: 5000}
SKIPPED = {"group_row", "total_row"}  # no contacts at all, hence nothing that went wrong
BREAKS = re.compile(r"[\t\n\r\v\f]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
CONTROL_IN_NOTE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
NAME_PARTS = (Field.LAST_NAME, Field.FIRST_NAME, Field.MIDDLE_NAME)


class BadRowError(Exception):
    """The row as a whole cannot be used."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


class Identity(StrEnum):
    """What tells which contact a row is: callcard's own id, another system's, or nothing but what the row says."""

    OWN = "own"
    EXTERNAL = "external"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a row says; what it does not say is empty."""

    line: int
    contact_id: str
    identity: Identity
    external_id: str
    kind: Kind | None
    name: str
    company: str
    phones: tuple[str, ...] = ()
    dial_after: dict[str, str] = field(default_factory=dict, hash=False)
    responsible: str | None = None
    note: str = ""

    @property
    def likely_kind(self) -> Kind:
        """Give the row's kind, or the one its fields speak for."""
        if self.kind or not self.company:
            return self.kind or Kind.PERSON
        return Kind.COUNTERPARTY if self.name == self.company else Kind.CONTACT_PERSON


@dataclass(frozen=True, slots=True)
class _Words:
    """A row's texts; `contact_id` is "" when the row names no contact."""

    cells: dict[Field, list[str]]
    name: str
    company: str
    external_id: str
    note: str
    contact_id: str
    identity: Identity


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads rows by one mapping; `region` is where a number without a country code is from."""

    mapping: Mapping
    people: People
    region: str

    def read(self, row: Row) -> tuple[Draft | None, list[Problem]]:
        """Read a row; no draft when it cannot be used."""
        try:
            return self._read(row)
        except BadRowError as bad:
            return None, [bad.problem]

    def identity(self, row: Row) -> str:
        """Give the id by which a row names its contact, "" for none or for a bad row: cheap, as it reads no number."""
        try:
            words = self._words(row)
        except BadRowError:
            return ""
        return words.contact_id

    def _read(self, row: Row) -> tuple[Draft, list[Problem]]:
        words = self._words(row)
        cells = words.cells
        kind, problems = kind_named(_only(cells, Field.KIND), row.line)
        phones = read_phones(row.line, cells.get(Field.PHONES, []), self.region)
        responsible, unknown = self._responsible(row.line, _only(cells, Field.RESPONSIBLE))
        draft = Draft(
            line=row.line,
            contact_id=words.contact_id or _content_id(words.name, words.company, phones),
            identity=words.identity,
            external_id=words.external_id,
            kind=kind or self.mapping.kind,
            name=words.name,
            company=words.company,
            phones=phones.digits,
            dial_after=phones.dial_after,
            responsible=responsible,
            note=words.note,
        )
        return draft, [*problems, *phones.problems, *unknown, *_damage(draft)]

    def _words(self, row: Row) -> "_Words":
        """Read what decides whether a row can be used at all."""
        if row.fault:
            raise BadRowError(Problem(row.line, "", row.fault))
        cells = self._cells(row)
        name, company = _names(row.line, cells)
        external_id = _line_of_text(row.line, Field.EXTERNAL_ID, _only(cells, Field.EXTERNAL_ID))
        note = _checked(row.line, Field.NOTE, "\n".join(cells.get(Field.NOTE, [])), CONTROL_IN_NOTE)
        contact_id, identity = _told_id(row.line, _only(cells, Field.CONTACT_ID), external_id)
        return _Words(cells, name, company, external_id, note, contact_id, identity)

    def _cells(self, row: Row) -> dict[Field, list[str]]:
        cells: dict[Field, list[str]] = {}
        for index, one in self.mapping.fields.items():
            cell = row.cells[index] if index < len(row.cells) else ""
            if cell.strip() or (cell and one is Field.NOTE):
                cells.setdefault(one, []).append(cell)
        return cells

    def _responsible(self, line: int, name: str) -> tuple[str | None, list[Problem]]:
        if not name:
            return None, []
        operator_id, reason = self.people.find(name)
        return operator_id, [Problem(line, Field.RESPONSIBLE, reason)] if reason else []


def _names(line: int, cells: dict[Field, list[str]]) -> tuple[str, str]:
    """Give the name and the company; a row with a company alone is that company."""
    parts = " ".join(_only(cells, part) for part in NAME_PARTS).split()
    name = _line_of_text(line, Field.NAME, _only(cells, Field.NAME) or " ".join(parts))
    company = _line_of_text(line, Field.COMPANY, _only(cells, Field.COMPANY))
    if not name and not company:
        raise BadRowError(Problem(line, Field.NAME, "no_name"))
    return name or company, company


def _told_id(line: int, own: str, external: str) -> tuple[str, Identity]:
    if own and not IDENT.fullmatch(own):
        raise BadRowError(Problem(line, Field.CONTACT_ID, "bad_contact_id"))
    if own or not external:
        return own, Identity.OWN if own else Identity.CONTENT
    return str(uuid5(NAMESPACE, f"external:{external}")), Identity.EXTERNAL


def _content_id(name: str, company: str, phones: Phones) -> str:
    return str(uuid5(NAMESPACE, "\x1f".join(("content", folded(name), folded(company), *sorted(phones.digits)))))


def _only(cells: dict[Field, list[str]], one: Field) -> str:
    return cells[one][0].strip() if one in cells else ""


def _line_of_text(line: int, one: Field, value: str) -> str:
    """Give a text without line breaks; raises BadRowError when it is none."""
    return _checked(line, one, BREAKS.sub(" ", value), CONTROL)


def _checked(line: int, one: Field, value: str, forbidden: re.Pattern[str]) -> str:
    if len(value) > LONGEST[one]:
        raise BadRowError(Problem(line, one, "too_long", {"limit": str(LONGEST[one])}))
    if forbidden.search(value):
        raise BadRowError(Problem(line, one, "control_characters"))
    return value


def _damage(draft: Draft) -> Iterator[Problem]:
    texts = {Field.NAME: draft.name, Field.COMPANY: draft.company, Field.NOTE: draft.note}
    return (Problem(draft.line, one, "broken_characters") for one, text in texts.items() if "\ufffd" in text)
