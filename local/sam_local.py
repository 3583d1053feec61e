"""`make sam-local`: every file of events/ through `sam local invoke`, in the container Lambda would use.

The functions in the container talk to a local stack of their own, so that they answer as in the cloud.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from local.build import ARCHITECTURE, BUILT_TEMPLATE
from local.containers import docker_answers, engine_inside, lambda_image
from local.engine import client, engine_environment
from local.places import REGION, ROOT, STACK_NAME, Place, Ports, StackError
from local.stack import down, up

EVENTS = ROOT / "events"
TOKEN = "token123"  # the specification's placeholder, as the event files say it


def invoke_all(_: Place) -> None:
    """Invoke every event and compare the status with events/expected.json."""
    if not docker_answers():
        print("sam-local: left out, no Docker answers on this machine")
        return
    place = Place(ROOT / ".local" / f"sam-local-{os.getpid()}", Ports.free())
    try:
        up(place)
        wrong = invoke_events(place)
    finally:
        down(place)
        shutil.rmtree(place.home, ignore_errors=True)
    if wrong:
        raise StackError(f"sam-local: {len(wrong)} wrong: {', '.join(wrong)}")


def invoke_events(place: Place) -> list[str]:
    """Invoke each event; the names of those that were answered otherwise than expected."""
    expected = json.loads((EVENTS / "expected.json").read_text(encoding="utf-8"))
    files = sorted(path.name for path in EVENTS.glob("*.json") if path.name != "expected.json")
    if set(files) != set(expected):
        raise StackError(f"events/expected.json and events/ differ: {set(files) ^ set(expected)}")
    if not lambda_image():  # SAM pulls it with the first event
        invoke(place, files[0], expected[files[0]], ["--template", str(BUILT_TEMPLATE)])
    with engine_inside(place) as engine_url:
        settings = ["--template", str(write_template(engine_url)), "--skip-pull-image"]
        settings += ["--env-vars", str(write_variables(place))]
        return [name for name in files if not invoke(place, name, expected[name], settings, engine_url)]


def write_template(engine_url: str) -> Path:
    """The built template with the engine's address added: SAM passes on no variable that a template lacks."""
    known = "POWERTOOLS_METRICS_NAMESPACE: callcard\n"
    indented = re.search(f"^( +){known}", BUILT_TEMPLATE.read_text(encoding="utf-8"), re.MULTILINE)
    if not indented:
        raise StackError("The built template has no variables for all functions.")
    added = f"{indented[0]}{indented[1]}AWS_ENDPOINT_URL: {engine_url}\n"
    text = BUILT_TEMPLATE.read_text(encoding="utf-8").replace(indented[0], added, 1)
    file = BUILT_TEMPLATE.with_name("sam-local.yaml")  # beside the built code, which it names relatively
    file.write_text(text, encoding="utf-8")
    return file


def write_variables(place: Place) -> Path:
    """The deployed functions' environment, with the specification's token as the CRM's."""
    secret = client("secretsmanager", place.engine_url).create_secret(
        Name="sam-local-crm-token", SecretString=json.dumps({"token": TOKEN})
    )["ARN"]
    variables = {
        name: deployed | ({"CRM_TOKEN_SECRET": secret} if "CRM_TOKEN_SECRET" in deployed else {})
        for name, deployed in deployed_variables(place).items()
    }
    file = place.home / "sam-local.json"
    file.write_text(json.dumps(variables, indent=1), encoding="utf-8")
    return file


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


def invoke(place: Place, name: str, expected: dict[str, Any], settings: list[str], engine_url: str = "") -> bool:
    """One event in one container; True if it answered as expected."""
    command = ["sam", "local", "invoke", expected["function"], "--event", str(EVENTS / name), *settings]
    command += ["--parameter-overrides", f"Architecture={ARCHITECTURE}", "--region", REGION]
    # of a variable that both have, SAM takes the shell's value, not the template's
    environment = engine_environment(place) | {"AWS_ENDPOINT_URL": engine_url}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    status = status_of(done.stdout)
    good: bool = status == expected["status"]
    print(f"  {'ok   ' if good else 'WRONG'} {name:<34} {expected['function']:<20} {status}", flush=True)
    if not good:
        print(done.stdout[-1500:], done.stderr[-3000:])
    return good


def status_of(output: str) -> object:
    """The answer's statusCode, an authorizer's Allow or Deny, or what came instead."""
    for line in reversed(output.strip().splitlines()):
        try:
            answer = json.loads(line)
        except ValueError:
            continue
        if "statusCode" in answer:
            return answer["statusCode"]
        if "policyDocument" in answer:
            return answer["policyDocument"]["Statement"][0]["Effect"]
        if "errorMessage" in answer:
            return answer["errorMessage"]
    return "no answer"
