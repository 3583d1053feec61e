"""`sam build`, skipped while nothing that goes into it has changed."""

import fcntl
import hashlib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.engine import engine_environment
from local.places import ROOT, Place, StackError

BUILD = ROOT / ".aws-sam" / "build"
BUILT_TEMPLATE = BUILD / "template.yaml"
MARK = ROOT / ".aws-sam" / "inputs.sha256"
ARCHITECTURE = "x86_64"
SOURCES = ("functions", "layers")


def build(place: Place) -> bool:
    """Build the template's functions and layer; False if the last build is still good."""
    with building():
        return build_if_changed(place)


@contextmanager
def building() -> Iterator[None]:
    """Keep other stacks of this checkout from building meanwhile: all share one build."""
    MARK.parent.mkdir(exist_ok=True)
    with MARK.with_name("lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build_if_changed(place: Place) -> bool:
    """Run sam build unless its inputs are those of the last time."""
    inputs = fingerprint()
    if BUILT_TEMPLATE.exists() and MARK.exists() and MARK.read_text(encoding="ascii") == inputs:
        return False
    command = ["sam", "build", "--parameter-overrides", f"Architecture={ARCHITECTURE}"]
    done = subprocess.run(command, cwd=ROOT, env=engine_environment(place), capture_output=True, text=True, check=False)
    (place.folder("logs") / "build.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        raise StackError(f"sam build failed:\n{done.stderr[-3000:]}")
    check_layer()
    MARK.write_text(inputs, encoding="ascii")
    return True


def check_layer() -> None:
    """The built layer has to hold the product where Lambda looks for it."""
    if not (BUILD / "CommonLayer" / "python" / "callcard" / "__init__.py").exists():
        raise StackError("The built layer does not contain python/callcard.")


def fingerprint() -> str:
    """Hash of all that sam build reads."""
    digest = hashlib.sha256(ARCHITECTURE.encode())
    for path in sources():
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    """The template and every source file, in a fixed order."""
    yield ROOT / "template.yaml"
    for folder in SOURCES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path
