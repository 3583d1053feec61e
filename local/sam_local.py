"""`make sam-local`: every file of events/ through SAM CLI, in the containers Lambda would use.

The functions in the containers talk to a local stack of their own, so that they answer as in the cloud.
Each function keeps one container (`sam local start-lambda --warm-containers`): one start a function, not one an event.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from botocore.config import Config

from local.build import ARCHITECTURE, BUILD, building
from local.containers import docker_answers, inside, lambda_image
from local.engine import client, engine_environment
from local.places import HOST, REGION, ROOT, STACK_NAME, Place, Ports, StackError
from local.processes import Program, stop
from local.stack import down, up

EVENTS = ROOT / "events"
CRM_TOKEN = "token123"  # the specification's placeholder, as the event files say it
AT_ONCE = 2
PATIENCE = 180  # seconds for one answer: a busy machine is no failure


@dataclass(frozen=True, slots=True)
class Bench:
    """Where events are tried: a stack, and its addresses as containers see them."""

    place: Place
    engine_url: str
    stand_url: str

    def seen_inside(self, value: str) -> str:
        """A variable's value with this machine's addresses replaced."""
        return value.replace(self.place.engine_url, self.engine_url).replace(self.place.stand_url, self.stand_url)


def invoke_all(_: Place) -> None:
    """Invoke every event and compare the status with events/expected.json."""
    if not docker_answers():
        print("sam-local: left out, no Docker answers on this machine")
        return
    place = Place(ROOT / ".local" / f"sam-local-{os.getpid()}", Ports.free())
    try:
        up(place)
        with building():  # another build would pull the code from under us
            shutil.copytree(BUILD, place.home / "build")
        wrong = invoke_events(place)
    finally:
        down(place)
        shutil.rmtree(place.home, ignore_errors=True)
    if wrong:
        raise StackError(f"sam-local: {len(wrong)} wrong: {', '.join(wrong)}")


def invoke_events(place: Place) -> list[str]:
    """Invoke each event; the names of those that were answered otherwise than expected."""
    expected = json.loads((EVENTS / "expected.json").read_text(encoding="utf-8"))
    if not lambda_image():  # SAM pulls it when it needs it
        pull_image(place)
    engine, stand = place.ports.engine, place.ports.stand
    with inside(place, "engine", engine) as engine_url, inside(place, "stand", stand) as stand_url:
        bench = Bench(place, engine_url, stand_url)
        with containers(bench) as lambdas, ThreadPoolExecutor(AT_ONCE) as pool:
            turns = [list(events) for _, events in groupby(sorted(expected.items(), key=function_of), function_of)]
            found = pool.map(partial(invoke_in_turn, lambdas), turns)
            wrong = [name for names in found for name in names]
    print(f"sam-local: {len(expected) - len(wrong)} of {len(expected)} events answered as expected")
    return wrong


def function_of(event: tuple[str, dict[str, Any]]) -> str:
    """Which function an event is for."""
    return str(event[1]["function"])


def pull_image(place: Place) -> None:
    """Let SAM fetch Lambda's image as it does for whoever invokes a function for the first time."""
    command = ["sam", "local", "invoke", "InboundFunction", "--event", str(EVENTS / "pbx_get.json"), "--region", REGION]
    command += ["--template", str(place.home / "build" / "template.yaml")]
    subprocess.run(command, cwd=ROOT, env=engine_environment(place), capture_output=True, check=False)


@contextmanager
def containers(bench: Bench) -> Iterator[Any]:
    """Give a client of Lambda whose functions run in SAM's containers while the block lasts."""
    variables = write_variables(bench)
    port = Ports.free().web
    command = ["sam", "local", "start-lambda", "--warm-containers", "LAZY", "--port", str(port), "--skip-pull-image"]
    command += ["--env-vars", str(variables), "--template", str(write_template(bench)), "--region", REGION]
    command += ["--parameter-overrides", f"Architecture={ARCHITECTURE}"]
    # of a variable that both have, SAM takes the shell's value, not the template's
    environment = engine_environment(bench.place) | {"AWS_ENDPOINT_URL": bench.engine_url}
    url = f"http://{HOST}:{port}"
    service = Program("sam", command, port, url, environment)
    service.start(bench.place)
    try:
        service.wait(bench.place, PATIENCE)
        yield client("lambda", url, config=Config(read_timeout=PATIENCE, retries={"total_max_attempts": 1}))
    finally:
        stop(bench.place, service.name)


def write_template(bench: Bench) -> Path:
    """The built template with patience and one more variable: SAM passes on none that a template lacks."""
    built = bench.place.home / "build" / "template.yaml"
    text = built.read_text(encoding="utf-8")
    known = re.search(r"^( +)LOG_LEVEL:(?:\n +Ref:)? .*\n", text, re.MULTILINE)
    if not known:
        raise StackError("The built template has no variables for all functions.")
    text = text.replace(known[0], f"{known[0]}{known[1]}AWS_ENDPOINT_URL: ''\n", 1)
    text = re.sub(r"^( +Timeout:) \d+$", r"\1 120", text, flags=re.MULTILINE)  # a busy machine is no failure
    file = built.with_name("sam-local.yaml")
    file.write_text(text, encoding="utf-8")
    return file


def write_variables(bench: Bench) -> Path:
    """The deployed functions' environment, with the specification's token as the CRM's."""
    crm = {"CRM_TOKEN_SECRET": make_secret(bench, "crm", CRM_TOKEN)}
    # what the administrator changes is nothing the other events need
    admin = {each: make_secret(bench, each, "0" * 64) for each in ("CRM_TOKEN_SECRET", "PBX_TOKEN_SECRET")}
    variables = {
        function: {
            name: (admin if function == "AdminFunction" else crm).get(name, bench.seen_inside(value))
            for name, value in deployed.items()
        }
        for function, deployed in deployed_variables(bench.place).items()
    }
    file = bench.place.home / "sam-local.json"
    file.write_text(json.dumps(variables, indent=1), encoding="utf-8")
    return file


def make_secret(bench: Bench, name: str, token: str) -> str:
    """A secret for these events alone; its ARN."""
    secrets = client("secretsmanager", bench.place.engine_url)
    arn: str = secrets.create_secret(Name=f"sam-local-{name}", SecretString=json.dumps({"token": token}))["ARN"]
    return arn


def deployed_variables(place: Place) -> dict[str, dict[str, str]]:
    """Each function's environment as it is deployed, by logical id."""
    listed = client("cloudformation", place.engine_url).describe_stack_resources(StackName=STACK_NAME)
    functions = client("lambda", place.engine_url)
    return {
        each["LogicalResourceId"]: functions.get_function_configuration(FunctionName=each["PhysicalResourceId"])[
            "Environment"
        ]["Variables"]
        for each in listed["StackResources"]
        if each["ResourceType"] == "AWS::Lambda::Function"
    }


def invoke_in_turn(lambdas: Any, events: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """One function's events, one after the other as its one container takes them; the wrong ones' names."""
    return [name for name, expected in events if not invoke(lambdas, name, expected)]


def invoke(lambdas: Any, name: str, expected: dict[str, Any]) -> bool:
    """One event; True if it was answered as expected."""
    answer = lambdas.invoke(FunctionName=expected["function"], Payload=(EVENTS / name).read_bytes())
    output = answer["Payload"].read().decode()
    status = status_of(output)
    good: bool = status == expected["status"]
    print(f"  {'ok   ' if good else 'WRONG'} {name:<34} {expected['function']:<20} {status}", flush=True)
    if not good:
        print(output[-3000:])
    return good


def status_of(output: str) -> object:
    """The answer's statusCode, an authorizer's Allow or Deny, how many messages failed, or what came instead."""
    for line in reversed(output.strip().splitlines()):
        try:
            answer = json.loads(line)
        except ValueError:
            continue
        if "statusCode" in answer:
            return answer["statusCode"]
        if "policyDocument" in answer:
            return answer["policyDocument"]["Statement"][0]["Effect"]
        if "batchItemFailures" in answer:
            return f"{len(answer['batchItemFailures'])} failed"
        if "errorMessage" in answer:
            return answer["errorMessage"]
    return "no answer"
