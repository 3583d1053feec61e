"""`make test`: every test there is, in five parts, with their numbers."""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from local.places import ROOT

RESULTS = ROOT / ".local" / "test-results"
GROUPS = ("--dist", "loadgroup")  # groups share what they have looked at
SHARED = {"e2e": ("--dist", "loadfile", "--no-loadscope-reorder")}  # a stack for each process, files in their order
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Result:
    """What one part of the tests came to."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float
    again: int = 0  # that failed once and were run a second time


def main() -> None:
    """Run all parts, tell the numbers, fail if anything failed."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    results = [
        run_pytest("unit"),
        run_pytest("integration", "not clock"),
        run_pytest("integration", "clock"),
        run_node(),
    ]
    ensure_browser()
    results += [run_pytest("views"), run_pytest("e2e", "not clock"), run_pytest("e2e", "clock")]
    for each in results:
        tell(each)
    passed, failed, skipped = (sum(getattr(each, key) for each in results) for key in ("passed", "failed", "skipped"))
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    sys.exit(1 if failed or not passed else 0)


def tell(result: Result) -> None:
    """One line for one part."""
    again = f"  {result.again} run twice" if result.again else ""
    print(
        f"  {result.name:<12} {result.passed:4} passed  {result.failed} failed  {result.skipped} skipped"
        f"  {result.seconds:6.1f} s{again}"
    )


def run_pytest(part: str, marked: str = "") -> Result:
    """One folder of Python tests, or those of it that are marked so."""
    print(f"\n== {part} tests {marked}", flush=True)
    report, started = RESULTS / f"{part}{marked and '-' + marked.replace(' ', '-')}.xml", time.monotonic()
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", f"tests/{part}", f"--junitxml={report}", "-p", "no:cacheprovider"]
    if part == "e2e" or marked == "clock":
        command += ["--reruns", "1", "-r", "R"]  # real time passes: a stall of the machine gets a second look
    if marked != "clock":
        command += ["-n", str(os.cpu_count() or 1), *SHARED.get(part, GROUPS)]
    code = subprocess.run([*command, "-m", marked], cwd=ROOT, check=False).returncode
    return count(part, report, code, time.monotonic() - started)


def run_node() -> Result:
    """The page's own tests; the product needs no node, so a machine without it leaves them out."""
    print("\n== web tests", flush=True)
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "web").glob("*.test.mjs"))
    if not shutil.which("node") or not files:
        print("left out: no node on this machine", flush=True)
        return Result("web", 0, 0, 0, 0)
    report, started = RESULTS / "web.xml", time.monotonic()
    report.unlink(missing_ok=True)
    reporters = ["--test-reporter=spec", "--test-reporter-destination=stdout"]
    reporters += ["--test-reporter=junit", f"--test-reporter-destination={report}"]
    code = subprocess.run(["node", "--test", *reporters, *files], cwd=ROOT, check=False).returncode
    return count("web", report, code, time.monotonic() - started)


def count(name: str, report: "os.PathLike[str]", code: int, seconds: float) -> Result:
    """Read the numbers from a JUnit report; a runner that failed without one counts as one failure."""
    try:
        cases = list(ET.parse(report).iter("testcase"))
    except (OSError, ET.ParseError):
        return Result(name, 0, 1, 0, seconds)
    failed = sum(1 for case in cases if case.find("failure") is not None or case.find("error") is not None)
    skipped = sum(1 for case in cases if case.find("skipped") is not None)
    different = len({(case.get("classname"), case.get("name")) for case in cases})
    passed = different - failed - skipped
    return Result(name, passed, failed or int(code != 0), skipped, seconds, len(cases) - different)


def ensure_browser() -> None:
    """The end-to-end tests look at a real Chromium: install Debian's where none is."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        print("No Chromium on this machine: the browser tests will be left out.", flush=True)
        return
    print("No Chromium on this machine: installing Debian's with apt-get.", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, env=environment)


if __name__ == "__main__":
    main()
