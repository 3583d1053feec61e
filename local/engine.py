"""The local AWS engine: MiniStack, with IAM enforced and its state on disk."""

import os
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from local.places import HOST, REGION, ROOT, Place
from local.processes import Program, running_pid

KEY = "test"  # MiniStack's root account


def engine_program(place: Place) -> Program:
    """MiniStack with a bare environment: functions inherit it, so nothing of this machine may leak in."""
    state = place.folder("state")
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(place.home),
        "LANG": "C.UTF-8",
        "TMPDIR": str(place.home / "tmp"),
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(state / "s3"),
        "BIND_HOST": HOST,
        "MINISTACK_HOST": HOST,
        "MINISTACK_REGION": REGION,
        "GATEWAY_PORT": str(place.ports.engine),
        "IOT_MTLS_ENABLED": "0",
    }
    python = str(ROOT / ".venv-engine" / "bin" / "python")
    ready = f"{place.engine_url}/_ministack/health"
    program = str(ROOT / "local" / "ministack_main.py")
    return Program("engine", [python, "-P", program], place.ports.engine, ready, environment)


def start_engine(place: Place) -> bool:
    """Start the engine unless it runs; False if it did."""
    program = engine_program(place)
    if not running_pid(place, program.name):
        fresh_folder(place.home / "tmp")
    return program.start(place)


def fresh_folder(folder: Path) -> Path:
    """An empty folder in place of what an earlier run left."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@cache
def client(service: Any, endpoint_url: str, config: Config | None = None) -> Any:
    """A client of the local engine."""
    return boto3.client(
        service,
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id=KEY,
        aws_secret_access_key=KEY,
        config=config,
    )


def engine_environment(place: Place) -> dict[str, str]:
    """This process's environment, its AWS variables pointing at the engine and nowhere else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    path = f"{ROOT / '.venv-sam' / 'bin'}{os.pathsep}{kept.get('PATH', '')}"
    return kept | {
        "PATH": path,
        "AWS_ENDPOINT_URL": place.engine_url,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
        "AWS_DEFAULT_REGION": REGION,
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_POLL_DELAY": "0.5",
        "PYTHONWARNINGS": "ignore",
    }


def python_command(module: str, place: Place, *arguments: str) -> list[str]:
    """How to run a module of this package as a background program of a stack."""
    return [sys.executable, "-m", module, str(place.home), *arguments]
