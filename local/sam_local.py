"""`make sam-local`: every file of events/ through `sam local invoke`, in the container Lambda would use.

The functions in the container talk to a local stack of their own, so that they answer as in the cloud.
"""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

from local.build import BUILT_TEMPLATE
from local.deploy import read_outputs
from local.engine import KEY, client, engine_environment
from local.places import REGION, ROOT, STACK_NAME, Place, Ports, StackError
from local.stack import down, up

EVENTS = ROOT / "events"
TOKEN = "token123"  # the specification's placeholder, as the event files say it


def invoke_all(_: Place) -> None:
    """Invoke every event and compare the status with events/expected.json."""
    if not docker_answers():
        print("sam-local: left out, no Docker answers on this machine")
        return
    place = Place(ROOT / ".local" / "sam-local", Ports.free())
    try:
        up(place)
        wrong = invoke_events(place)
    finally:
        down(place)
        shutil.rmtree(place.home, ignore_errors=True)
    if wrong:
        raise StackError(f"sam-local: {len(wrong)} wrong: {', '.join(wrong)}")


def docker_answers() -> bool:
    """Whether there is a Docker engine to run containers."""
    docker = shutil.which("docker")
    return bool(docker) and subprocess.run([docker or "", "info"], capture_output=True).returncode == 0


def invoke_events(place: Place) -> list[str]:
    """Invoke each event; the names of those that were answered otherwise than expected."""
    expected = json.loads((EVENTS / "expected.json").read_text(encoding="utf-8"))
    files = sorted(path.name for path in EVENTS.glob("*.json") if path.name != "expected.json")
    if set(files) != set(expected):
        raise StackError(f"events/expected.json and events/ differ: {set(files) ^ set(expected)}")
    variables = write_variables(place)
    return [name for name in files if not invoke(place, name, expected[name], variables)]


def write_variables(place: Place) -> Path:
    """The deployed functions' environment, with the specification's token as the CRM's."""
    secret = client("secretsmanager", place.engine_url).create_secret(
        Name="sam-local-crm-token", SecretString=json.dumps({"token": TOKEN})
    )["ARN"]
    engine = {"AWS_ENDPOINT_URL": place.engine_url, "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": KEY}
    engine |= {"AWS_DEFAULT_REGION": REGION, "AWS_REGION": REGION}
    variables = {
        name: deployed | engine | ({"CRM_TOKEN_SECRET": secret} if "CRM_TOKEN_SECRET" in deployed else {})
        for name, deployed in deployed_variables(place).items()
    }
    file = place.home / "sam-local.json"
    file.write_text(json.dumps(variables, indent=1), encoding="utf-8")
    return file


def deployed_variables(place: Place) -> dict[str, dict[str, str]]:
    """Each function's environment as it is deployed, by logical id."""
    assert read_outputs(place)
    listed = client("cloudformation", place.engine_url).describe_stack_resources(StackName=STACK_NAME)
    functions = client("lambda", place.engine_url)
    return {
        each["LogicalResourceId"]: functions.get_function_configuration(FunctionName=each["PhysicalResourceId"])[
            "Environment"
        ]["Variables"]
        for each in listed["StackResources"]
        if each["ResourceType"] == "AWS::Lambda::Function"
    }


def invoke(place: Place, name: str, expected: dict[str, Any], variables: Path) -> bool:
    """One event in one container; True if it answered as expected."""
    command = ["sam", "local", "invoke", expected["function"], "--event", str(EVENTS / name)]
    command += ["--template", str(BUILT_TEMPLATE), "--env-vars", str(variables), "--region", REGION]
    command += ["--skip-pull-image", "--docker-network", "host"]
    environment = engine_environment(replace(place))
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    status = status_of(done.stdout)
    good: bool = status == expected["status"]
    print(f"  {'ok   ' if good else 'WRONG'} {name:<34} {expected['function']:<20} {status}", flush=True)
    if not good:
        print(done.stdout[-1500:], done.stderr[-3000:])
    return good


def status_of(output: str) -> object:
    """The statusCode of the answer, or what came instead."""
    try:
        answer = json.loads(output.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return "no JSON"
    return answer.get("statusCode", "no statusCode") if isinstance(answer, dict) else "no object"
