"""What a role is granted, and taking one grant away from the deployed one for a while."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from local.engine import client
from local.places import STACK_NAME, StackError
from local.template import read_template

# how a resource of the template is called in tables: the first that it contains
NAMES = {
    ":s3:::${AWS::StackName}-files-${AWS::AccountId}-${AWS::Region}": "files",
    ":execute-api:": "sockets",
}

type Place = tuple[int, str, int]  # of a grant in its role's policy: statement, action, resource


@dataclass(frozen=True, slots=True)
class Grant:
    """One action on one resource, as the template allows it to a function."""

    function: str
    action: str
    resource: str

    @property
    def name(self) -> str:
        """Name it within its role."""
        return f"{self.action.partition(':')[2]} {self.resource}"


def functions() -> list[str]:
    """List the functions of the template, as their roles' policies are called."""
    return [name for name, _ in _policies()]


def grants_of(function: str) -> dict[Grant, Place]:
    """List what a function's role is granted, one action on one resource at a time; nothing may be granted twice."""
    found: dict[Grant, Place] = {}
    for number, statement in enumerate(dict(_policies())[function]["Statement"]):
        for action in _many(statement["Action"]):
            for place, resource in enumerate(_many(statement["Resource"])):
                grant = Grant(function, action, named(resource))
                if grant in found:
                    raise StackError(f"The role of {function} has {grant.name} twice.")
                found[grant] = number, action, place
    return found


def named(resource: str) -> str:
    """Name a resource as the template's reader does."""
    for part, name in NAMES.items():
        if part in resource:
            rest = resource.partition(part)[2]
            return f"{name}{rest}" if name == "files" else f"{name}/{rest.split('/live/')[1].split('/')[0]}"
    return (
        resource.replace("${", "")
        .replace("}", "")
        .replace(".Arn", "")
        .replace(".StreamArn", "/stream")
        .removesuffix(".Id")
    )


def _policies() -> Iterator[tuple[str, Any]]:
    for resource in read_template()["Resources"].values():
        if resource["Type"] == "AWS::IAM::Role":
            for policy in resource["Properties"].get("Policies", []):
                yield policy["PolicyName"], policy["PolicyDocument"]


def _shape(policy: Any) -> list[tuple[list[str], int]]:
    return [(_many(each["Action"]), len(_many(each["Resource"]))) for each in policy["Statement"]]


def _many(one: Any) -> list[Any]:
    return one if isinstance(one, list) else [one]


@dataclass(slots=True)
class Role:
    """A deployed role; its policy is changed on the engine, and has to be put back."""

    engine_url: str
    function: str
    taken: list[Place] = field(default_factory=list)
    _whole: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def without(self, grant: Grant) -> Iterator[None]:
        """Take a grant away for a while; several may be taken at once."""
        self.taken.append(grants_of(self.function)[grant])
        try:
            self._write(lacking(self.whole, self.taken))
            yield
        finally:
            self.taken.pop()
            self._write(lacking(self.whole, self.taken))

    @property
    def whole(self) -> dict[str, Any]:
        """The policy as it was deployed."""
        if not self._whole:
            found = self._iam.get_role_policy(RoleName=self._name, PolicyName=self.function)["PolicyDocument"]
            whole: dict[str, Any] = json.loads(found) if isinstance(found, str) else found
            if _shape(whole) != _shape(dict(_policies())[self.function]):
                raise StackError(
                    f"The role of {self.function} is not as the template has it; `make clean up` makes it anew."
                )
            self._whole = whole
        return self._whole

    @property
    def _iam(self) -> Any:
        return client("iam", self.engine_url)

    @property
    def _name(self) -> str:
        logical = f"{self.function.capitalize()}Role"
        stacks = client("cloudformation", self.engine_url)
        found = stacks.describe_stack_resource(StackName=STACK_NAME, LogicalResourceId=logical)
        name: str = found["StackResourceDetail"]["PhysicalResourceId"]
        return name

    def _write(self, policy: dict[str, Any]) -> None:
        self._iam.put_role_policy(RoleName=self._name, PolicyName=self.function, PolicyDocument=json.dumps(policy))


def lacking(policy: dict[str, Any], taken: list[Place]) -> dict[str, Any]:
    """Write a policy that allows all it did but for the grants at some places."""
    if not taken:
        return policy
    kept = []
    for number, statement in enumerate(policy["Statement"]):
        actions, resources = _many(statement["Action"]), _many(statement["Resource"])
        gone = {(action, place) for at, action, place in taken if at == number}
        for action in actions:
            left = [each for place, each in enumerate(resources) if (action, place) not in gone]
            if left:
                kept.append(deepcopy(statement) | {"Action": action, "Resource": left})
    return policy | {"Statement": kept}
