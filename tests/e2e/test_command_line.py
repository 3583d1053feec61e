"""bin/callcard as people run it, against the deployed stack: import, interrupt, go on, export."""

import os
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from local.places import ROOT
from tests.e2e.conftest import HOME
from tests.e2e.world import World

COMMAND = str(ROOT / "bin" / "callcard")
PREFIX = "Проба командной строки"


def environment() -> dict[str, str]:
    """Let the command find this test's stack."""
    home = Path(os.environ.get("CALLCARD_STACK", HOME / "stack.json")).parent
    return os.environ | {"CALLCARD_HOME": str(home)}


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the command to its end."""
    return subprocess.run(
        [COMMAND, "contacts", *arguments, "--local", "--language", "en"],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def found(world: World) -> list[dict[str, Any]]:
    """Find the test's contacts through the API."""
    rows: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = world.admin.must("GET", "/contacts", params={"query": PREFIX} | ({"cursor": cursor} if cursor else {}))
        rows, cursor = rows + page["contacts"], page["cursor"]
        if not cursor:
            return rows


def forget(world: World) -> None:
    """Delete the test's contacts."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: world.admin.must("DELETE", f"/contacts/{one['contact_id']}"), found(world)))


def write(path: Path, rows: int) -> Path:
    """Write a list of contacts, one row of it bad."""
    lines = "".join(f"e2e-{number};{PREFIX} {number};8 900 {number:07}\n" for number in range(rows))
    path.write_text(f"Код;Имя;Телефон\n{lines};;нет имени\n", encoding="utf-8")
    return path


def test_import_interrupt_go_on_and_export(world: World, tmp_path: Path) -> None:
    forget(world)  # what a first attempt left
    file = write(tmp_path / "people.csv", 1200)
    importing = subprocess.Popen(
        # a shell's background job ignores Ctrl-C, and so would all that the tests start
        ["env", "--default-signal=INT", COMMAND, "contacts", "import", str(file), "--local", "--language", "en"],
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert importing.stderr is not None
    assert "0 rows" in importing.stderr.readline()  # planned, and being written
    importing.send_signal(signal.SIGINT)
    said, _ = importing.communicate(timeout=60)
    assert importing.returncode == 130
    assert "The same command goes on from there." in said
    assert len(found(world)) < 1200
    again = run("import", str(file))
    assert again.returncode == 3, again.stderr
    assert "Going on after line" in again.stdout
    assert "Done: 1200 created, 1 bad" in again.stdout
    there = found(world)
    assert (len(there), {contact["version"] for contact in there}) == (1200, {1})
    exported = run("export", str(tmp_path / "book.xlsx"))
    assert exported.returncode == 0, exported.stderr
    same = run("import", str(tmp_path / "book.xlsx"))
    assert (same.returncode, "created" in same.stdout, "updated" in same.stdout) == (0, False, False)
    forget(world)


def test_what_goes_wrong_is_one_sentence(stack: dict[str, Any], tmp_path: Path) -> None:
    missing = run("import", str(tmp_path / "nothing.csv"))
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)
    (tmp_path / "a.csv").write_bytes(b"%PDF-1.7")
    refused = run("import", str(tmp_path / "a.csv"))
    assert (refused.returncode, refused.stderr) == (
        1,
        "This is neither a table nor cards. CSV, XLSX and vCard are read.\n",
    )
    elsewhere = subprocess.run(
        [COMMAND, "contacts", "export", str(tmp_path / "b.csv"), "--stack", "no-such-stack"],
        env=os.environ
        | {"AWS_ENDPOINT_URL": stack["aws_endpoint_url"], "AWS_DEFAULT_REGION": stack["region"]}
        | {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (elsewhere.returncode, elsewhere.stderr) == (1, f"There is no stack no-such-stack in {stack['region']}.\n")
    assert run("import").returncode == 2
