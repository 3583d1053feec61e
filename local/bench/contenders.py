"""Who is measured: what `sam build` made of each, laid out as Lambda does, with and without bytecode."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local.bench.variables import variables
from local.build import BUILD, build
from local.engine import engine_environment, fresh_folder
from local.places import ROOT, Place, StackError

HOME = ROOT / ".local" / "bench"
PYTHON = ROOT / ".venv-bench" / "bin" / "python"
PEERS = Path(__file__).parent / "peers"
SHIPPED, COMPILED = "shipped", "compiled"
LOCKS = {"a": "bench-a", "b": "bench-b"}


@dataclass(frozen=True, slots=True)
class Contender:
    """One of them: its folder under `.local/bench`, and its functions' names in what SAM has built."""

    name: str
    title: str
    function: str
    roots: str  # what it believes by itself, in its own tree
    layer: str | None = None

    @property
    def account(self) -> str:
        """Name its account in the stub, which is its access key."""
        return f"AKIABENCH{self.name.upper():X<8}"

    def task(self, variant: str) -> Path:
        """Say where its code is, Lambda's /var/task."""
        return HOME / "trees" / self.name / variant / "task"

    def layers(self, variant: str) -> Path:
        """Say where its layer is, Lambda's /opt."""
        return HOME / "trees" / self.name / variant / "opt"

    def environment(self, variant: str, aws: dict[str, str]) -> dict[str, str]:
        """Give all of its environment, as Lambda and `template.yaml` do; folders are read-only there."""
        task = str(self.task(variant))
        path = [task, *([str(self.layers(variant) / "python")] if self.layer else [])]
        here = {"PYTHONPATH": os.pathsep.join(path), "LAMBDA_TASK_ROOT": task}
        return variables() | aws | here | {"AWS_CA_BUNDLE": str(self._bundle(variant, Path(aws["AWS_CA_BUNDLE"])))}

    def _bundle(self, variant: str, authority: Path) -> Path:
        """Write the roots it would read in AWS, and the stub's: reading many is a part of what a connection costs."""
        bundle = HOME / "stub" / f"{self.name}.pem"
        own = HOME / "trees" / self.name / variant / self.roots
        told = own.read_text(encoding="utf-8") if own.is_file() else ""
        bundle.write_text(told + authority.read_text(encoding="ascii"), encoding="utf-8")
        return bundle

    @property
    def built(self) -> Path:
        """Say where SAM has put it."""
        return (BUILD if self.layer else HOME / "build") / self.function


OWN_ROOTS, BOTOCORES = "opt/python/callcard/aws_roots.pem", "task/botocore/cacert.pem"
OURS = Contender("callcard", "callcard", "InboundFunction", OWN_ROOTS, "CommonLayer")
PEER_A = Contender("a", "Peer A (FastAPI, boto3)", "PeerA", BOTOCORES)
PEER_B = Contender("b", "Peer B (Powertools, boto3)", "PeerB", BOTOCORES)
FLOOR = Contender("floor", "Floor (standard library)", "Floor", "none: the stub's alone")
CONTENDERS = (PEER_A, OURS, PEER_B, FLOOR)  # in this order in every round


def prepare(contenders: Sequence[Contender] = CONTENDERS) -> None:
    """Build everybody, and lay out what was built."""
    build(Place.default())
    build_peers()
    compile_bytecode([PYTHON.parent.parent / "lib"])  # Lambda's own client comes with bytecode
    for contender in contenders:
        for variant in (SHIPPED, COMPILED):
            lay_out(contender, variant)


def build_peers() -> None:
    """Let SAM build the peers, unless nothing of them has changed."""
    mark, inputs = HOME / "inputs.sha256", _fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == inputs:
        return
    sources = fresh_folder(HOME / "sources")
    shutil.copytree(PEERS, sources, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    for folder, lock in LOCKS.items():
        shutil.copy(PEERS / "messages.py", sources / folder)
        shutil.copy(ROOT / "requirements" / f"{lock}.txt", sources / folder / "requirements.txt")
    (sources / "floor" / "requirements.txt").touch()
    command = ["sam", "build", "-t", str(sources / "template.yaml"), "--build-dir", str(HOME / "build")]
    command += ["--cache-dir", str(HOME / "cache")]
    done = subprocess.run(
        command, cwd=ROOT, env=engine_environment(Place.default()), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StackError(f"sam build of the peers failed:\n{done.stderr[-3000:]}")
    mark.write_text(inputs, encoding="ascii")


def lay_out(contender: Contender, variant: str) -> None:
    """Copy what SAM built to where it is run from; the compiled variant gets bytecode wherever it lacks it."""
    task = fresh_folder(contender.task(variant))
    shutil.copytree(contender.built, task, dirs_exist_ok=True)
    folders = [task]
    if contender.layer:
        folders.append(fresh_folder(contender.layers(variant)))
        shutil.copytree(BUILD / contender.layer, folders[-1], dirs_exist_ok=True)
    if variant == COMPILED:
        compile_bytecode(folders)


def compile_bytecode(folders: list[Path]) -> None:
    """Write bytecode beside every module that has none; what cannot be compiled is nobody's to import."""
    command = [str(PYTHON), "-m", "compileall", "-q", "-j", "2", "--invalidation-mode", "unchecked-hash"]
    subprocess.run([*command, *map(str, folders)], check=False, capture_output=True)


@cache
def size(contender: Contender) -> int:
    """Count the bytes of a package as it is shipped, its layer included."""
    folders = [contender.task(SHIPPED), *([contender.layers(SHIPPED)] if contender.layer else [])]
    return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())


def _fingerprint() -> str:
    digest = hashlib.sha256()
    locks = [ROOT / "requirements" / f"{lock}.txt" for lock in LOCKS.values()]
    for path in sorted(path for path in PEERS.rglob("*") if path.suffix in (".py", ".yaml")) + locks:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
