"""Docker, as `make sam-local` needs it: the Lambda image, and this machine's servers inside containers."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local import relay
from local.places import Place, StackError

PORT = 4566
SOCKET = "socket"
LAMBDA_IMAGE = re.compile(r"lambda[/-]python:3\.13.*x86_64")


def docker_answers() -> bool:
    """Whether there is a Docker engine to run containers."""
    found = shutil.which("docker")
    return bool(found) and subprocess.run([found or "", "info"], capture_output=True).returncode == 0


def docker(*arguments: str) -> str:
    """What a docker command prints."""
    done = subprocess.run(["docker", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise StackError(f"docker {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout.strip()


def lambda_image() -> str:
    """The image in which this machine runs Lambda's Python; empty if it was never pulled."""
    images = docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").splitlines()
    return next((image for image in images if LAMBDA_IMAGE.search(image)), "")


@contextmanager
def inside(place: Place, name: str, port: int) -> Iterator[str]:
    """Give, while the block lasts, the address at which containers reach a port of this machine."""
    folder, container = place.folder(f"relay-{name}"), ""
    shutil.copy(Path(relay.__file__), folder)
    server = relay.serve_socket(folder / SOCKET, port)
    try:
        container = start_relay(folder)
        address = docker("inspect", "--format", "{{.NetworkSettings.IPAddress}}", container)
        yield f"http://{address}:{PORT}"
    finally:
        server.shutdown()
        if container:
            docker("rm", "--force", container)


def start_relay(folder: Path) -> str:
    """The container that passes its port on to the socket; its id."""
    options = ["--detach", "--volume", f"{folder}:/relay", "--env", "LD_LIBRARY_PATH=/var/lang/lib"]
    options += ["--entrypoint", "/var/lang/bin/python3.13", lambda_image()]
    return docker("run", *options, "/relay/relay.py", f"/relay/{SOCKET}", str(PORT))
