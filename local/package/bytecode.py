"""Bytecode beside every module, of the kind that nobody compares with its source.

Lambda's folders are read-only, so without it every cold start compiles everything again. SAM's zip files give every
file the year 1980, so bytecode that is checked by time would be thrown away: hence `unchecked-hash`. It cannot grow
stale, since a build begins with an empty folder and ends here.
"""

import compileall
import importlib.util
import re
import sys
from pathlib import Path
from py_compile import PycInvalidationMode

from local.places import ROOT, StackError

UNCHECKED_HASH = 0b01  # the flags of a .pyc: by hash, and not compared (PEP 552)
RUNTIME = re.compile(r"^ +Runtime: python(\d+)\.(\d+)$", re.MULTILINE)


def compile_tree(tree: Path, mount: str) -> None:
    """Compile every module, under the name it has in Lambda."""
    check_version()
    done = compileall.compile_dir(
        tree,
        quiet=1,
        force=True,
        stripdir=str(tree),
        prependdir=mount,
        invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
    )
    if not done:
        raise StackError(f"Not every module of {tree.name} could be compiled.")


def check_version() -> None:
    """Bytecode of another Python would be passed over: this one has to be the functions'."""
    found = RUNTIME.search((ROOT / "template.yaml").read_text(encoding="utf-8"))
    if not found or (int(found[1]), int(found[2])) != sys.version_info[:2]:
        raise StackError(f"The build needs the functions' Python, {found and found[0].strip()}.")


def unfit(tree: Path) -> list[str]:
    """The modules whose bytecode is missing, of another Python, or would be compared with its source."""
    return [str(module.relative_to(tree)) for module in sorted(tree.rglob("*.py")) if not is_fit(module)]


def is_fit(module: Path) -> bool:
    """Whether Lambda takes this module's bytecode as it is, and it is this module's."""
    cached = Path(importlib.util.cache_from_source(str(module)))
    if not cached.exists():
        return False
    head = cached.read_bytes()[:16]
    flags, source_hash = int.from_bytes(head[4:8], "little"), importlib.util.source_hash(module.read_bytes())
    return head[:4] == importlib.util.MAGIC_NUMBER and flags == UNCHECKED_HASH and head[8:] == source_hash
