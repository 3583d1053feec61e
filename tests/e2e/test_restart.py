"""What people entered is still there after `make down && make up`."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from local.places import ROOT
from tests.e2e.conftest import HOME
from tests.e2e.test_late_linking import check_late_linking
from tests.e2e.world import World


@pytest.mark.skipif("CALLCARD_STACK" in os.environ, reason="not our stack to stop")
def test_the_address_book_survives_a_restart(world: World) -> None:
    person = world.olga.must("POST", "/contacts", {"kind": "person", "name": "Пережила Перезапуск"})
    ports = {
        f"{name}_PORT": str(urlsplit(world.stack[key]).port)
        for name, key in (("ENGINE", "aws_endpoint_url"), ("WEB", "web_url"), ("STAND", "stand_url"))
    }
    environment = os.environ | ports | {"CALLCARD_HOME": str(HOME)}
    with world.screen(world.olga):  # an open tab does not keep the engine from writing its state
        for command in ("down", "up"):
            subprocess.run([sys.executable, "-m", "local", command], cwd=ROOT, env=environment, check=True)
    again = World(world.stack)
    assert again.olga.must("GET", f"/contacts/{person['contact_id']}")["name"] == person["name"]
    check_late_linking(again)  # the engine still hears of changes
