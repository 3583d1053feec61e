"""`sam build` and what makes its result fit to ship, skipped while nothing that goes into it has changed."""

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from local.engine import engine_environment
from local.package import package
from local.places import ROOT, Place, StackError
from local.template import read_template

BUILD = ROOT / ".aws-sam" / "build"
BUILT_TEMPLATE = BUILD / "template.yaml"
# inside the build: `sam build` begins by emptying it, so a tree that was not packaged has no mark
MARK = BUILD / "inputs.sha256"
LOCK = ROOT / ".aws-sam" / "lock"
ARCHITECTURE = "x86_64"
SOURCES = ("functions", "layers", "local/package")


def build(place: Place, architecture: str = ARCHITECTURE) -> bool:
    """Build the template's functions and layer; False if the last build is still good."""
    with building():
        return build_if_changed(place, architecture)


def build_for_cloud(place: Place) -> bool:
    """Build for the processor that `make deploy` asks for."""
    return build(place, read_template()["Parameters"]["Architecture"]["Default"])


@contextmanager
def building() -> Iterator[None]:
    """Keep other stacks of this checkout from building meanwhile: all share one build."""
    with one_at_a_time(LOCK):
        yield


@contextmanager
def one_at_a_time(file: Path) -> Iterator[None]:
    """Keep every other process and thread that names this file waiting meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_if_changed(place: Place, architecture: str) -> bool:
    """Run sam build and package what it leaves, unless its inputs are those of the last time."""
    inputs = fingerprint(architecture)
    if is_built(inputs):
        return False
    run_sam_build(place, architecture)
    check_layer()
    package(BUILD)
    MARK.write_text(inputs, encoding="ascii")
    return True


def is_built(inputs: str) -> bool:
    """Whether the last build was of these inputs, and was finished."""
    return MARK.exists() and MARK.read_text(encoding="ascii") == inputs


def run_sam_build(place: Place, architecture: str) -> None:
    """Let SAM fill an empty folder."""
    command = ["sam", "build", "--parameter-overrides", f"Architecture={architecture}"]
    done = subprocess.run(command, cwd=ROOT, env=engine_environment(place), capture_output=True, text=True, check=False)
    (place.folder("logs") / "build.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        raise StackError(f"sam build failed:\n{done.stderr[-3000:]}")


def check_layer() -> None:
    """The built layer has to hold the product where Lambda looks for it."""
    if not (BUILD / "CommonLayer" / "python" / "callcard" / "__init__.py").exists():
        raise StackError("The built layer does not contain python/callcard.")


def fingerprint(architecture: str = ARCHITECTURE) -> str:
    """Hash of all that the build reads."""
    return hash_of(architecture, sources())


def hash_of(how: str, paths: Iterable[Path]) -> str:
    """Hash of all that a build reads, and of how it is done."""
    digest = hashlib.sha256(how.encode())
    for path in paths:
        digest.update(os.path.relpath(path, ROOT).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    """The template and every source file, in a fixed order."""
    yield ROOT / "template.yaml"
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
