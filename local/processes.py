"""Background programs of a stack: started once, found again by a pid file, ended in order."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.places import ROOT, Place, StackError, require_free


@dataclass(frozen=True, slots=True)
class Program:
    """A background program and how to tell that it is ready."""

    name: str
    command: Sequence[str]
    port: int
    ready_url: str
    environment: Mapping[str, str] | None = None

    def start(self, place: Place) -> bool:
        """Start it unless it runs already; False if it did."""
        if running_pid(place, self.name):
            return False
        require_free(self.port, f"{self.name.upper()}_PORT")
        with log_file(place, self.name).open("ab") as log:
            process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        record = {"pid": process.pid, "born": birth(process.pid)}
        pid_file(place, self.name).write_text(json.dumps(record), encoding="ascii")
        return True

    def wait(self, place: Place, seconds: float = 30) -> None:
        """Return when it answers."""
        deadline = time.monotonic() + seconds
        while not answers(self.ready_url):
            if not running_pid(place, self.name):
                raise StackError(f"{self.name} ended at once; see {log_file(place, self.name)}.")
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} does not answer; see {log_file(place, self.name)}.")
            time.sleep(0.05)


def stop(place: Place, name: str, seconds: float = 120) -> bool:
    """Ask a program to end and wait until it has; False if it did not run."""
    pid = running_pid(place, name)
    if pid:
        os.kill(pid, signal.SIGTERM)
        if not ended(pid, seconds):
            print(f"{name} does not end and is killed; what it had not written to disk is lost", flush=True)
            os.killpg(pid, signal.SIGKILL)
            ended(pid, 5)
    pid_file(place, name).unlink(missing_ok=True)
    return bool(pid)


def running_pid(place: Place, name: str) -> int:
    """The program's process id, or 0; a number that another process got since does not count."""
    try:
        record = json.loads(pid_file(place, name).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
    pid = int(record["pid"])
    return pid if birth(pid) == record["born"] != "" else 0


def birth(pid: int) -> str:
    """When a living process started, as the system writes it; empty for an ended one."""
    if not Path("/proc/self/stat").exists():
        command = ["ps", "-o", "stat=,lstart=", "-p", str(pid)]
        state, _, started = subprocess.run(command, capture_output=True, text=True).stdout.strip().partition(" ")
        return "" if state.startswith("Z") else started.strip()
    try:
        values = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if values[0] == "Z" else values[19]


def ended(pid: int, seconds: float) -> bool:
    """Whether a process is gone within the time given."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        reap(pid)
        if not birth(pid):
            return True
        time.sleep(0.05)
    return False


def reap(pid: int) -> None:
    """Collect the process if it is our own child."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return


def answers(url: str) -> bool:
    """Whether anything speaks HTTP there."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def pid_file(place: Place, name: str) -> Path:
    """Where a program's process id is kept."""
    return place.folder("pids") / name


def log_file(place: Place, name: str) -> Path:
    """Where a program writes."""
    return place.folder("logs") / f"{name}.log"
