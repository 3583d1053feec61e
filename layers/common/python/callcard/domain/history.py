"""Who changed which setting, and what it was before: never the value of a token."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from callcard.domain.cards import Settings
from callcard.domain.setup import Operator

KEPT = 50

type Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Edit:
    """One field that changed; `of` names whose field it is, where there are several (an operator's, a line's)."""

    field: str
    before: Value
    after: Value
    of: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An edit with its time and the login that made it."""

    at: datetime
    by: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class History:
    """The newest changes, newest first; `version` counts the writes."""

    changes: tuple[Change, ...] = ()
    version: int = 0

    def grown(self, edits: Iterable[Edit], by: str, at: datetime) -> "History":
        """Put new changes before the old; those beyond the newest 50 go."""
        new = tuple(Change(at, by, edit) for edit in edits)
        return History((*new, *self.changes)[:KEPT], self.version + 1)


def settings_edits(before: Settings, after: Settings) -> list[Edit]:
    """Compare two settings field by field."""
    return _differing(before, after, "", set())


def operator_edits(before: Operator | None, after: Operator | None) -> list[Edit]:
    """Compare an operator with what becomes of it; None is one who is not there."""
    if before is None or after is None:
        made, gone = (after.name if after else None), (before.name if before else None)
        return [Edit("operator", gone, made, made or gone or "")] if made or gone else []
    return _differing(before, after, after.name, {"operator_id", "seal"})


def line_edits(before: Mapping[str, str], after: Mapping[str, str]) -> list[Edit]:
    """Compare the names of lines."""
    numbers = dict.fromkeys((*before, *after))
    edits = [Edit("line", before.get(number), after.get(number), number) for number in numbers]
    return [edit for edit in edits if edit.before != edit.after]


def _differing[T: (Settings, Operator)](before: T, after: T, of: str, leaving_out: set[str]) -> list[Edit]:
    prefix = "operator." if of else ""
    names = [field.name for field in fields(before) if field.name not in leaving_out]
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return [Edit(prefix + name, old, new, of) for name, old, new in pairs if old != new]
