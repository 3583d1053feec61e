"""2,000 rows through the real adapters: an importer that dies at any request leaves the same book as one that lives."""

import json
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callcard.importing.files import open_table
from callcard.importing.guessing import guess
from callcard.importing.planning import OnDuplicate
from callcard.importing.progress import Checkpoint, Options
from callcard.imports import Importer
from local.import_storm.lists import write_list
from local.import_storm.store import Shelves, fingerprint
from local.storm.schema import table_keys
from tests.integration.memory import CrashError, Memory
from tests.unit.importing.importing import OPERATORS

ROWS, BEFORE, WINDOW = 2000, 300, 250
LIVES = count()


@dataclass
class Import:
    """An import of a list, over as many lives as it takes; `left` counts the requests to the next death."""

    file: bytes
    tables: Shelves = field(default_factory=lambda: Shelves(table_keys()))
    checkpoint: dict[str, Any] | None = None
    problems: dict[int, Any] = field(default_factory=dict)
    requests: int = 0

    def live(self, dies_at: int | None) -> None:
        """Import until the end, or until so many requests are done; what is under way then dies too."""
        memory = Memory(tables=self.tables)

        def before(_: int, operation: str) -> None:
            self.requests += 1
            if dies_at is not None and len(memory.requests) >= dies_at:
                raise CrashError(operation)

        memory.before = before
        # two clients in turn: what a dead one still has under way must not reach the next one's memory
        importer = Importer(memory.bulk(next(LIVES) % 2), lambda: OPERATORS, "RU", WINDOW)
        sheet = open_table(BytesIO(self.file), "RU")
        options = Options("import-1", OnDuplicate.UPDATE)
        for step in importer.run(sheet, guess(sheet, "RU"), options, Checkpoint.unpack(self.checkpoint)):
            self.problems[step.checkpoint.step] = step.problems
            self.checkpoint = json.loads(json.dumps(step.checkpoint.pack()))

    def told(self) -> dict[str, Any]:
        """Give all that came of it; the terms of the dead aside."""
        book = {name: value for name, value in fingerprint(self.tables).items() if name != "left"}
        problems = [problem for step in sorted(self.problems) for problem in self.problems[step]]
        assert self.checkpoint is not None
        return book | {"problems": problems, "counts": self.checkpoint["counts"], "rows": self.checkpoint["done_rows"]}


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Give the list of the book before and the list to import."""
    folder: Path = tmp_path_factory.mktemp("lists")
    before = write_list(folder / "before.csv", BEFORE, 1).read_bytes()
    return before, write_list(folder / "list.csv", ROWS, 2, known=BEFORE).read_bytes()


@pytest.fixture(scope="module")
def in_peace(lists: tuple[bytes, bytes]) -> Import:
    """Give an import during which nobody dies."""
    done = prepared(lists)
    done.live(None)
    return done


def prepared(lists: tuple[bytes, bytes]) -> Import:
    """Import the book before, and be ready for the list."""
    before = Import(lists[0])
    before.live(None)
    return Import(lists[1], before.tables)


def test_the_lists_have_everything_in_them(in_peace: Import) -> None:
    reasons = {problem.reason for step in in_peace.problems.values() for problem in step}
    assert reasons >= {"merged", "repeated_id", "no_name", "open_quote", "spoiled_number", "unknown_operator"}
    assert all(
        in_peace.told()["counts"][outcome] for outcome in ("created", "updated", "unchanged", "duplicate", "bad")
    )


@settings(max_examples=3)
@given(data=st.data())
def test_an_importer_that_dies_at_any_request_leaves_the_same_book(
    lists: tuple[bytes, bytes], in_peace: Import, data: st.DataObject
) -> None:
    killed = prepared(lists)
    deaths = data.draw(st.lists(st.integers(0, in_peace.requests), min_size=4, max_size=8))
    for dies_at in [*deaths, None]:
        try:
            killed.live(dies_at)
        except CrashError:
            continue
        break
    assert killed.told() == in_peace.told()
