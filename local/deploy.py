"""`sam deploy` of the same template into the local engine, skipped while nothing has changed."""

import hashlib
import json
import subprocess
from dataclasses import dataclass

from botocore.exceptions import ClientError

from local.build import BUILT_TEMPLATE, building, fingerprint
from local.engine import client, engine_environment
from local.places import REGION, STACK_NAME, Place, StackError

BUCKET = "callcard-build"


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deployment left: the stack's outputs, and whether it is new."""

    outputs: dict[str, str]
    changed: bool
    created: bool


def deploy(place: Place) -> Deployed:
    """Bring the stack in the engine to the present build and parameters."""
    wanted = wanted_mark(place)
    before, mark = read_outputs(place), place.home / "deployed.sha256"
    if before and mark.exists() and mark.read_text(encoding="ascii") == wanted:
        return Deployed(before, changed=False, created=False)
    with building():  # the code must not change while it is handed over
        run_sam_deploy(place)
    mark.write_text(wanted, encoding="ascii")
    return Deployed(read_outputs(place), changed=True, created=not before)


def parameters(place: Place) -> dict[str, str]:
    """What differs from the cloud: processor, addresses, and settings in force at once."""
    return {
        "Architecture": "x86_64",
        "SettingsTtl": "1",
        "DialsPerMinute": "300",  # tests click faster than people
        "PbxUrl": f"{place.stand_url}/httpapiinteg/crmapi/v1/makecall",
        "SocketsEndpoint": f"{place.engine_url}/_aws/execute-api",
        "PageOrigin": place.web_url,
    }


def run_sam_deploy(place: Place) -> None:
    """Call SAM CLI with the engine in the cloud's place."""
    make_bucket(place)
    command = ["sam", "deploy", "--template-file", str(BUILT_TEMPLATE), "--stack-name", STACK_NAME]
    command += ["--s3-bucket", BUCKET, "--region", REGION, "--capabilities", "CAPABILITY_IAM"]
    command += ["--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"]
    command += ["--parameter-overrides", *(f"{name}={value}" for name, value in parameters(place).items())]
    done = subprocess.run(
        command, cwd=place.home, env=engine_environment(place), capture_output=True, text=True, check=False
    )
    (place.folder("logs") / "deploy.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode:
        raise StackError(f"sam deploy failed:\n{done.stderr[-3000:]}")


def make_bucket(place: Place) -> None:
    """The bucket through which SAM hands over the code."""
    try:
        client("s3", place.engine_url).create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}
        )
    except ClientError as exc:
        if "BucketAlreadyOwnedByYou" not in str(exc):
            raise


def read_outputs(place: Place) -> dict[str, str]:
    """The stack's outputs; empty if it is not there or broken."""
    try:
        stacks = client("cloudformation", place.engine_url).describe_stacks(StackName=STACK_NAME)["Stacks"]
    except ClientError:
        return {}
    if not stacks[0]["StackStatus"].endswith(("CREATE_COMPLETE", "UPDATE_COMPLETE")):
        return {}
    return {each["OutputKey"]: each["OutputValue"] for each in stacks[0].get("Outputs", [])}


def wanted_mark(place: Place) -> str:
    """Fingerprint of what should be deployed."""
    wanted = fingerprint() + json.dumps(parameters(place), sort_keys=True)
    return hashlib.sha256(wanted.encode()).hexdigest()
