"""What each row of a window does to the book: decided once, in the order of the rows, before anything is written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from callcard.domain.contacts import Change, Contact
from callcard.importing.drafts import Draft, Identity
from callcard.importing.merging import fresh, merged, replaced
from callcard.importing.sheets import Field, Problem
from callcard.importing.twins import Shelf


class OnDuplicate(StrEnum):
    """What becomes of a row that doubles a contact without naming it by an id."""

    SKIP = "skip"
    UPDATE = "update"
    CREATE = "create"


class Outcome(StrEnum):
    """What a row came to; every row comes to exactly one."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    BAD = "bad"
    SKIPPED = "skipped"  # no contact at all: the name of a group, a row of totals


class Action(StrEnum):
    """What a row does to a contact; doing it once more changes nothing."""

    CREATE = "c"
    REPLACE = "r"
    MERGE = "m"
    NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Move:
    """An action and the contact it is done to."""

    action: Action
    contact_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The moves of a window's drafts, in their order, and what is to be told about them."""

    moves: tuple[Move, ...]
    counts: Counter[Outcome] = field(default_factory=Counter)
    problems: tuple[Problem, ...] = ()

    def pack(self) -> dict[str, Any]:
        """Write the moves down, to be made again after a crash."""
        return {"actions": "".join(move.action for move in self.moves), "ids": [move.contact_id for move in self.moves]}

    @classmethod
    def unpack(cls, value: Mapping[str, Any]) -> Self:
        """Read moves written down."""
        pairs = zip(value["actions"], value["ids"], strict=True)
        return cls(tuple(Move(Action(action), contact_id) for action, contact_id in pairs))


@dataclass(frozen=True, slots=True)
class Planner:
    """Decides; `seen` are the ids that rows above have named already."""

    on_duplicate: OnDuplicate
    import_id: str

    def plan(self, drafts: Iterable[Draft], shelf: Shelf, seen: set[int]) -> Plan:
        """Decide about drafts in their order; the shelf shows the book as it will be after each."""
        plan: list[tuple[Move, Outcome, list[Problem]]] = []
        for draft in drafts:
            move, problem = self._move(draft, shelf, seen)
            current = shelf.get(move.contact_id)
            after = step(move, draft, current, self.import_id)
            outcome = _outcome(move, current, after)
            if after is not None:
                shelf.put(after)
            told = problem is not None and (outcome is not Outcome.UNCHANGED)
            plan.append((move, outcome, [problem] if problem and told else []))
        return Plan(
            tuple(move for move, _, _ in plan),
            Counter(outcome for _, outcome, _ in plan),
            tuple(problem for _, _, problems in plan for problem in problems),
        )

    def _move(self, draft: Draft, shelf: Shelf, seen: set[int]) -> tuple[Move, Problem | None]:
        named = draft.identity is not Identity.CONTENT
        if named and hash(draft.contact_id) in seen:
            return Move(Action.NOTHING, draft.contact_id), _repeated(draft)
        if named:
            seen.add(hash(draft.contact_id))
        if shelf.get(draft.contact_id):
            return Move(Action.REPLACE if named else Action.MERGE, draft.contact_id), None
        twin = None if draft.identity is Identity.OWN else shelf.twin(draft)
        if twin is None:
            return Move(Action.CREATE, draft.contact_id), None
        return self._doubled(draft, *twin)

    def _doubled(self, draft: Draft, contact: Contact, reason: str) -> tuple[Move, Problem | None]:
        if draft.external_id and contact.external_id == draft.external_id:
            return Move(Action.REPLACE, contact.contact_id), None
        where = Field.PHONES if reason == "duplicate_number" else Field.NAME
        match self.on_duplicate:
            case OnDuplicate.CREATE:
                return Move(Action.CREATE, draft.contact_id), None
            case OnDuplicate.UPDATE:
                problem = Problem(draft.line, where, "merged", {"name": contact.name})
                return Move(Action.MERGE, contact.contact_id), problem
            case OnDuplicate.SKIP:
                problem = Problem(draft.line, where, reason, {"name": contact.name})
                return Move(Action.NOTHING, contact.contact_id), problem


def _repeated(draft: Draft) -> Problem:
    where = Field.CONTACT_ID if draft.identity is Identity.OWN else Field.EXTERNAL_ID
    return Problem(draft.line, where, "repeated_id")


def changes(drafts: Sequence[Draft], plan: Plan, stored: Mapping[str, Contact], import_id: str) -> list[Change]:
    """Make the moves on contacts as they are stored; one change per contact, none where nothing changes."""
    after: dict[str, Contact] = {}
    for draft, move in zip(drafts, plan.moves, strict=True):
        current = after.get(move.contact_id) or stored.get(move.contact_id)
        made = step(move, draft, current, import_id)
        if made is not None:
            after[move.contact_id] = made
    return [_change(stored.get(each), made) for each, made in after.items() if made != stored.get(each)]


def step(move: Move, draft: Draft, current: Contact | None, import_id: str) -> Contact | None:
    """Make one move; the contact's version stays, None is a move that does nothing."""
    if move.action is Action.NOTHING:
        return None
    if current is None:
        return fresh(draft, move.contact_id, import_id)
    match move.action:
        case Action.REPLACE:
            return replaced(current, draft)
        case Action.MERGE:
            return merged(current, draft)
    return current  # created already, by this very import


def _change(before: Contact | None, after: Contact) -> Change:
    return Change(before, replace(after, version=before.version + 1 if before else 1))


def _outcome(move: Move, before: Contact | None, after: Contact | None) -> Outcome:
    if after is None:
        return Outcome.DUPLICATE
    if before is None:
        return Outcome.CREATED
    return Outcome.UNCHANGED if after is before else Outcome.UPDATED
