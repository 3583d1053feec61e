"""The built tree as Lambda gets it: bytecode, and all that the functions need without this machine's own packages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from local.build import BUILD, build
from local.package import trees
from local.package.bytecode import unfit
from local.package.pruning import SERVICES
from local.places import Place
from local.template import read_template

IMPORT_ALL = """
import importlib, pkgutil, callcard
for found in pkgutil.walk_packages(callcard.__path__, "callcard."):
    importlib.import_module(found.name)
"""
MAKE_CLIENTS = """
import sys, boto3
for name in sys.argv[1:]:
    boto3.client(name, region_name="eu-central-1")
"""


@pytest.fixture(scope="module")
def built() -> Path:
    """Give the present build."""
    build(Place.default())
    return BUILD


def run_inside(code: str, folders: list[Path], *arguments: str) -> None:
    """Run code on a bare Python that sees these folders and no site-packages, and writes nothing."""
    environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(map(str, folders)), "PYTHONDONTWRITEBYTECODE": "1"}
    python = Path(sys.executable).resolve()
    command = [str(python), "-S", "-c", code, *arguments]
    done = subprocess.run(command, env=environment | variables(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def variables() -> dict[str, str]:
    """What modules read of the environment when they are imported."""
    named = read_template()["Globals"]["Function"]["Environment"]["Variables"]
    return dict.fromkeys(named, "1") | {"LOG_LEVEL": "INFO", "AWS_DEFAULT_REGION": "eu-central-1"}


def test_everything_that_ships_has_its_bytecode(built: Path) -> None:
    shipped = trees(built)
    assert len(shipped) > len(functions())
    assert {tree.name: unfit(tree)[:5] for tree in shipped if unfit(tree)} == {}


def test_the_layer_alone_has_all_that_the_product_imports(built: Path) -> None:
    run_inside(IMPORT_ALL, [built / "CommonLayer" / "python"])
    run_inside(MAKE_CLIENTS, [built / "CommonLayer" / "python"], *sorted(SERVICES))


def functions() -> list[str]:
    """The template's functions."""
    resources = read_template()["Resources"].items()
    return sorted(name for name, each in resources if each["Type"] == "AWS::Serverless::Function")


@pytest.mark.parametrize("function", functions())
def test_a_door_opens_with_what_it_ships_with(built: Path, function: str) -> None:
    run_inside("import app", [built / function, built / "CommonLayer" / "python"])
