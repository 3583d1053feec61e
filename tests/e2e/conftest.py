"""A whole stack of their own for the end-to-end tests: free ports, own folder, gone afterwards."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from local.places import ROOT, Ports
from tests.e2e.world import World

HOME = ROOT / ".local" / f"e2e-{os.getpid()}"  # several people may test at once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what asks about everything that goes on, then the browser's tests: others leave calls ringing."""
    alone = {"test_check.py", "test_missed_desk.py"}  # tabs that are not open, all calls on the wall
    last = {"test_roles.py"}  # it breaks the functions' roles for a while

    def rank(item: pytest.Item) -> int:
        return (
            3 if item.path.name in last else 0 if item.path.name in alone else 1 if "browser" in item.path.parts else 2
        )

    items.sort(key=rank)


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Give what .local/stack.json says; CALLCARD_STACK names the one of a stack that runs already."""
    running = os.environ.get("CALLCARD_STACK")
    if running:
        yield json.loads(Path(running).read_text(encoding="utf-8"))
        return
    ports = {f"{name.upper()}_PORT": str(port) for name, port in asdict(Ports.free()).items()}
    environment = os.environ | ports | {"CALLCARD_HOME": str(HOME)}
    try:
        local("up", environment)
        yield json.loads((HOME / "stack.json").read_text(encoding="utf-8"))
    finally:
        local("down", environment)
        if not request.session.testsfailed:  # else its logs may tell why
            shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture
def world(stack: dict[str, Any]) -> Iterator[World]:
    """Give the people and machines of a test, with the demo's settings before it and after it."""
    world = World(stack)
    world.reset()
    yield world
    world.reset()


def local(command: str, environment: dict[str, str]) -> None:
    """Run one command of the local stack."""
    subprocess.run([sys.executable, "-m", "local", command], cwd=ROOT, env=environment, check=True)
