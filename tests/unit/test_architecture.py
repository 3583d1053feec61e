"""The shape of the code: which way imports point, and how long things are."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers/common/python/callcard"
DOORS = sorted(ROOT.glob("functions/*/app.py"))
MODULES = sorted(LAYER.rglob("*.py"))
DOMAIN_MAY_IMPORT = {
    "collections",
    "dataclasses",
    "datetime",
    "enum",
    "functools",
    "itertools",
    "phonenumbers",
    "re",
    "typing",
    "unicodedata",
}


def imported(path: Path) -> set[str]:
    """List the modules a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", sorted((LAYER / "domain").glob("*.py")), ids=lambda path: path.name)
def test_the_domain_knows_no_outside_thing(path: Path) -> None:
    outside = {name for name in imported(path) if not name.startswith("callcard.domain")}
    assert {name.split(".")[0] for name in outside} <= DOMAIN_MAY_IMPORT


@pytest.mark.parametrize("path", sorted((LAYER / "adapters").rglob("*.py")), ids=lambda path: path.name)
def test_adapters_never_import_each_other_or_the_use_cases(path: Path) -> None:
    own = f"callcard.adapters.{path.parent.name}."  # an adapter may be a package
    others = {name for name in imported(path) if name.startswith(("callcard.adapters", "callcard.wiring"))}
    assert not {name for name in others if not name.startswith(own)}


@pytest.mark.parametrize("path", DOORS, ids=lambda path: path.parent.name)
def test_a_door_is_at_most_60_lines_and_knows_no_aws(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60
    assert not {name for name in imported(path) if name.split(".")[0] in {"boto3", "botocore", "requests"}}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_is_at_most_200_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 200


def test_only_the_wiring_reads_the_environment() -> None:
    readers = {path.parent.name for path in MODULES if "os" in imported(path)}
    assert readers == {"wiring"}


def test_what_waits_on_the_hot_path_lets_others_go_on() -> None:
    """`time.sleep` stops every work of `inbound`: only who gives threads their turns, or has some, may call it."""
    sleeping = {
        path.name for path in MODULES if re.search(r"time(\.| import )sleep\b", path.read_text(encoding="utf-8"))
    }
    assert sleeping == {"threads.py", "makecall.py", "sending.py"}
