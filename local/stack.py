"""Bring a local stack up and down."""

import json
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from local import demo
from local.build import build
from local.deploy import Deployed, deploy
from local.engine import engine_program, python_command, start_engine
from local.page import Builder, prepare
from local.parts import Parts, parts_of
from local.places import REGION, Place, StackError, require_free
from local.processes import Program, running_pid, stop
from local.progress import step
from local.seed import seed

SERVERS = ("stand", "web")
PROGRAMS = (*SERVERS, "engine")
SETTINGS_TTL = 1


def up(place: Place) -> Parts:
    """Bring everything to its present state; safe to repeat, also while it runs."""
    started = float(os.environ.get("CALLCARD_STARTED", time.time()))  # environments included
    check_ports(place)
    check_state(place)
    place.home.mkdir(parents=True, exist_ok=True)
    build_and_start_engine(place)
    step_page()
    deployed = step_deploy(place)
    parts = parts_of(place, deployed.outputs)
    step_servers(place, parts)
    step_seed(place, parts, deployed)
    write_stack(place, parts)
    print(f"  ready          {time.time() - started:5.1f} s", flush=True)
    return parts


def check_ports(place: Place) -> None:
    """Say at once which port is taken, before minutes are spent."""
    for name in PROGRAMS:
        if not running_pid(place, name):
            require_free(getattr(place.ports, name), f"{name.upper()}_PORT")


def check_state(place: Place) -> None:
    """Refuse another port for the engine: kept queues are known by the old one, and nothing would read them."""
    kept = place.home / "parts.json"
    was = json.loads(kept.read_text(encoding="utf-8"))["engine_url"] if kept.exists() else place.engine_url
    if was != place.engine_url:
        raise StackError(
            f"What this stack keeps belongs to {was}: ENGINE_PORT={was.rpartition(':')[2]}, or `make clean`."
        )


def build_and_start_engine(place: Place) -> None:
    """The build and the engine's start do not need each other."""
    with ThreadPoolExecutor(1) as pool, step("build+engine") as note:
        starting = pool.submit(start_engine, place)
        built = build(place)
        started = starting.result()
        engine_program(place).wait(place)
        note.text = f"{'built' if built else 'unchanged'}, {'started' if started else 'running'}"


def step_deploy(place: Place) -> Deployed:
    """Deploy, and say whether there was anything to do."""
    with step("deploy") as note:
        deployed = deploy(place)
        note.text = "same template.yaml, IAM enforced" if deployed.changed else "unchanged"
    return deployed


def step_page() -> None:
    """Build the page where that can be done, and say which one is served."""
    with step("page") as note:
        note.text = prepare(Builder())


def step_servers(place: Place, parts: Parts) -> None:
    """(Re)start the web server and the stand when their knowledge changed."""
    with step("servers") as note:
        known = place.home / "parts.json"
        before = known.read_bytes() if known.exists() else b""
        parts.write(place.home)
        if known.read_bytes() != before:
            for name in SERVERS:
                stop(place, name)
        started = [program.name for program in servers(place) if program.start(place)]
        for program in servers(place):
            program.wait(place)
        note.text = ", ".join(started) or "running"


def servers(place: Place) -> list[Program]:
    """Our own two servers."""
    stand = python_command("local.stand_server", place)
    web = python_command("local.web", place)
    return [
        Program("stand", stand, place.ports.stand, f"{place.stand_url}/log"),
        Program("web", web, place.ports.web, f"{place.web_url}/config.json"),
    ]


def step_seed(place: Place, parts: Parts, deployed: Deployed) -> None:
    """Enter the demo data once per deployed stack."""
    mark = place.home / "seeded"
    if mark.exists() and not deployed.created:
        return
    with step("demo data") as note:
        note.text = seed(parts)
        mark.touch()


def write_stack(place: Place, parts: Parts) -> None:
    """Tell other programs where everything is (design.md, the outside contract)."""
    operators = [
        {"login": each["login"], "password": demo.PASSWORD, "extension": each["extension"], "operator_id": key}
        for key, each in demo.OPERATORS.items()
    ]
    stack = {
        "api_url": parts.api_url,
        "ws_url": parts.ws_url,
        "web_url": parts.web_url,
        "stand_url": parts.stand_url,
        "aws_endpoint_url": parts.engine_url,
        "region": REGION,
        "cognito_url": f"{parts.engine_url}/",
        "user_pool_id": parts.user_pool_id,
        "user_pool_client_id": parts.user_pool_client_id,
        "crm_token": parts.crm_token(),
        "operators": operators,
        "admin": demo.ADMIN,
        "settings_ttl": SETTINGS_TTL,
    }
    place.stack_file.write_text(json.dumps(stack, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def down(place: Place) -> None:
    """End everything in order; the engine last, it writes its state while ending."""
    place.stack_file.unlink(missing_ok=True)
    with step("down") as note:
        ended = [name for name in PROGRAMS if stop(place, name)]
        note.text = ", ".join(ended) or "nothing was running"


def run(place: Place) -> None:
    """Bring it up, stay until Ctrl-C, end everything that was started."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    try:
        tell(up(place))
        print("Ctrl-C ends it.", flush=True)
        watch(place, stopped)
    finally:
        down(place)


def watch(place: Place, stopped: threading.Event) -> None:
    """Wait for Ctrl-C; complain when a part dies."""
    while not stopped.wait(1):
        dead = [name for name in PROGRAMS if not running_pid(place, name)]
        if dead:
            raise StackError(f"{', '.join(dead)} ended unexpectedly; see {place.folder('logs')}.")


def tell(parts: Parts) -> None:
    """Addresses, logins and what to try."""
    number = "line=3333333&dst_num=100&src_num=89991234567"
    over = "status=ANSWER&call_start_timestamp=$(date +%s)&timestamp=$(date +%s)"
    stand = f"{parts.stand_url}/demo/"
    logins = [*(each["login"] for each in demo.OPERATORS.values()), demo.ADMIN["login"]]
    print(f"""
callcard is ready.
  page       {parts.web_url}
  logins     {", ".join(logins)}; password {demo.PASSWORD}
  telephone  {parts.stand_url}

Log in as olga (extension 100), then call her from the telephone. What its buttons say, for a terminal:
  curl '{stand}?event=1&src_type=1&call_id=1&{number}'
  curl '{stand}?event=3&src_type=1&call_id=1&{number}'
  curl "{stand}?event=2&src_type=1&call_id=1&{number}&{over}"
  curl '{stand}?event=1&smart_transfer_is_required=1&call_id=2&src_num=89991234567&line=3333333'
""")
