"""Make uv and the three Python environments, then hand over: `python3 local/bootstrap.py COMMAND…`.

Runs on any python3 with nothing installed, hence the standard library alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV_FOLDER = ROOT / ".local" / "uv"
PYTHON = "3.13"
# SAM CLI, MiniStack and the product pin botocore differently: one environment each (design.md)
ENVIRONMENTS = {".venv-dev": "dev", ".venv-sam": "sam", ".venv-engine": "engine"}
AUDIT = {".venv-audit": "audit"}  # only for `make audit`: a hundred packages that nobody else needs
BENCH = {".venv-bench": "bench"}  # only for `make bench`: Lambda's runtime interface client


def main() -> None:
    """Make what is missing, then run the command inside the product's environment."""
    os.environ["CALLCARD_STARTED"] = str(time.time())
    make_environments(ENVIRONMENTS)
    if sys.argv[1:] == ["--audit"]:
        make_environments(AUDIT)
    elif sys.argv[1:] == ["--bench"]:
        make_environments(BENCH)
    elif len(sys.argv) > 1:
        python = ROOT / ".venv-dev" / "bin" / "python"
        os.chdir(ROOT)
        os.execv(str(python), [str(python), "-m", "local", *sys.argv[1:]])


def make_environments(wanted: dict[str, str]) -> None:
    """Install the environments whose lock changed, all at once, with one progress line."""
    stale = [folder for folder in wanted if not is_current(folder)]
    if not stale:
        return
    started = time.monotonic()
    uv = find_uv()
    installs = [(folder, start_install(uv, folder)) for folder in stale]
    for folder, install in installs:
        output, _ = install.communicate()
        if install.returncode:
            sys.exit(f"environment {folder} could not be made:\n{output}")
        mark_current(folder)
    print(f"  environments   {time.monotonic() - started:5.1f} s  {', '.join(stale)}", flush=True)


def find_uv() -> str:
    """The machine's uv, else ours, fetched by pip into the project's own folder."""
    found = shutil.which("uv")
    if found:
        return found
    ours = UV_FOLDER / "bin" / "uv"
    if not ours.exists():
        fetch_uv()
    return str(ours)


def fetch_uv() -> None:
    """Install the pinned uv without touching the machine's Python."""
    started = time.monotonic()
    lock = ["--quiet", "--require-hashes", "-r", str(ROOT / "requirements" / "uv.txt")]
    venv = subprocess.run([sys.executable, "-m", "venv", str(UV_FOLDER)], capture_output=True, text=True)
    if venv.returncode == 0:
        pip = [str(UV_FOLDER / "bin" / "python"), "-m", "pip", "install", *lock]
    else:  # Debian's python3 without python3-venv
        shutil.rmtree(UV_FOLDER, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--target", str(UV_FOLDER), *lock]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"uv could not be installed (python3 needs venv or pip):\n{venv.stderr}{done.stderr}")
    print(f"  uv             {time.monotonic() - started:5.1f} s", flush=True)


def start_install(uv: str, folder: str) -> "subprocess.Popen[str]":
    """Begin to make one environment from its lock."""
    target, lock = str(ROOT / folder), str(lock_file(folder))
    make = [uv, "venv", "--quiet", "--allow-existing", "--python", PYTHON, target]
    fill = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", target + "/bin/python", lock]
    script = 'set -e; n=$1; shift; "${@:1:n}"; "${@:n+1}"'
    return subprocess.Popen(
        ["bash", "-c", script, "bash", str(len(make)), *make, *fill],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def is_current(folder: str) -> bool:
    """Whether the environment was made from the present lock."""
    mark = ROOT / folder / "lock.sha256"
    usable = (ROOT / folder / "bin" / "python").exists()
    return usable and mark.exists() and mark.read_text(encoding="ascii") == lock_hash(folder)


def mark_current(folder: str) -> None:
    """Remember which lock the environment was made from."""
    (ROOT / folder / "lock.sha256").write_text(lock_hash(folder), encoding="ascii")


def lock_hash(folder: str) -> str:
    """Fingerprint of the environment's lock file."""
    return hashlib.sha256(lock_file(folder).read_bytes()).hexdigest()


def lock_file(folder: str) -> Path:
    """Where an environment's packages are pinned."""
    return ROOT / "requirements" / f"{(ENVIRONMENTS | AUDIT | BENCH)[folder]}.txt"


if __name__ == "__main__":
    main()
