"""How far an import is, in plain values that outlive the process that makes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from callcard.importing.planning import OnDuplicate, Outcome
from callcard.importing.sheets import Problem


@dataclass(frozen=True, slots=True)
class Options:
    """How to import; `import_id` stands on every contact that is made."""

    import_id: str
    on_duplicate: OnDuplicate = OnDuplicate.SKIP
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where to go on: rows up to `line` are done; `pending` is the plan of the next ones, perhaps half written.

    `counts` and the problems told so far include the pending rows, `done_rows` does not. `step` counts the steps.
    """

    step: int = 0
    line: int = -1
    done_rows: int = 0
    counts: Mapping[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0), hash=False)
    pending: Mapping[str, Any] | None = field(default=None, hash=False)

    def pack(self) -> dict[str, Any]:
        """Write it as plain values, for JSON or an item of DynamoDB (at most some 45 kB)."""
        counts = {outcome.value: count for outcome, count in self.counts.items()}
        values = {"step": self.step, "line": self.line, "done_rows": self.done_rows, "counts": counts}
        return values | ({"pending": dict(self.pending)} if self.pending else {})

    @classmethod
    def unpack(cls, value: Mapping[str, Any] | None) -> Self:
        """Read it; None is the beginning."""
        if not value:
            return cls()
        counts = {outcome: value["counts"].get(outcome.value, 0) for outcome in Outcome}
        return cls(value["step"], value["line"], value["done_rows"], counts, value.get("pending"))

    def counting(self, more: Mapping[Outcome, int]) -> Self:
        """Give the next step's checkpoint, with these outcomes added."""
        counts = {outcome: count + more.get(outcome, 0) for outcome, count in self.counts.items()}
        return replace(self, step=self.step + 1, counts=counts)


@dataclass(frozen=True, slots=True)
class Step:
    """Progress: save `problems` under the checkpoint's `step`, then the checkpoint; only then ask for the next step.

    A step that is made again after a crash has the same number, and takes the place of what was saved under it.
    """

    checkpoint: Checkpoint
    problems: tuple[Problem, ...]
    share: float  # of the file, 0 to 1
