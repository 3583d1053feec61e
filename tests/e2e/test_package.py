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

# what the functions import that a caller waits for, and Powertools' own needs
HOT = {"callcard", "greenlet", "orjson", "phonenumbers", "aws_lambda_powertools", "jmespath", "__pycache__"}
# what modules read when they are imported; nothing answers there
VARIABLES = {
    "AWS_CLIENTS": "own",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    "AWS_ACCESS_KEY_ID": "none",
    "AWS_SECRET_ACCESS_KEY": "none",  # pragma: allowlist secret
    "SOCKETS_ENDPOINT": "http://127.0.0.1:1",
    "LOG_LEVEL": "INFO",
    "PHONE_REGION": "RU",
}
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
    done = subprocess.run(
        command, env=environment | variables() | VARIABLES, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def variables() -> dict[str, str]:
    """Every variable of the template, with something in it that may be a number or a name."""
    template = read_template()
    parts = [template["Globals"]["Function"], *(each["Properties"] for each in template["Resources"].values())]
    named = [part.get("Environment", {}).get("Variables", {}) for part in parts if isinstance(part, dict)]
    return {name: "1" for some in named for name in some}


def test_everything_that_ships_has_its_bytecode(built: Path) -> None:
    shipped = trees(built)
    assert len(shipped) > len(functions())
    assert {tree.name: unfit(tree)[:5] for tree in shipped if unfit(tree)} == {}


def test_the_layers_have_all_that_the_product_imports(built: Path) -> None:
    layers = [built / layer / "python" for layer in ("CommonLayer", "LibrariesLayer")]
    run_inside(IMPORT_ALL, layers)
    run_inside(MAKE_CLIENTS, layers, *sorted(SERVICES))


def functions() -> list[str]:
    """The template's functions."""
    resources = read_template()["Resources"].items()
    return sorted(name for name, each in resources if each["Type"] == "AWS::Serverless::Function")


@pytest.mark.parametrize("function", functions())
def test_a_door_opens_with_what_it_ships_with(built: Path, function: str) -> None:
    run_inside("import app", [built / function, *(built / layer / "python" for layer in layers_of(function))])


def layers_of(function: str) -> list[str]:
    """A function's layers: everybody's, and its own."""
    template = read_template()
    everybody: list[str] = template["Globals"]["Function"]["Layers"]
    return everybody + list(template["Resources"][function]["Properties"].get("Layers", []))


def test_who_is_waited_for_on_the_phone_brings_only_what_it_imports(built: Path) -> None:
    assert {name for name in functions() if layers_of(name) == ["CommonLayer"]} == {
        "AuthorizerFunction",
        "InboundFunction",
        "NotifyFunction",
    }
    brought = {path.name for path in (built / "CommonLayer" / "python").iterdir() if "." not in path.name}
    assert brought <= HOT
