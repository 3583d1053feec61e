"""The stack whose book is meant: its tables are put where the product's wiring looks for them."""

import os
from typing import Any

import boto3

from local.places import REGION, STACK_NAME, Place, StackError

# the names of the wiring's variables by the template's names of the tables
TABLES = {
    "ContactsTable": "CONTACTS_TABLE",
    "NumbersTable": "NUMBERS_TABLE",
    "TermsTable": "TERMS_TABLE",
    "OperatorsTable": "OPERATORS_TABLE",
    "StateTable": "STATE_TABLE",
}


class NoStackError(Exception):
    """There is no such stack; says it in one sentence."""


def reach(name: str | None, *, local: bool) -> None:
    """Set the environment for a stack; boto3 finds the credentials as always."""
    if local:
        _use_engine()
    stack = STACK_NAME if local else str(name)
    formation = boto3.client("cloudformation")
    try:
        described = formation.describe_stacks(StackName=stack)["Stacks"][0]
        resources = formation.describe_stack_resources(StackName=stack)["StackResources"]
    except formation.exceptions.ClientError as exc:
        if exc.response["Error"]["Code"] != "ValidationError":
            raise
        raise NoStackError(f"There is no stack {stack} in {formation.meta.region_name}.") from exc
    names = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in resources}
    os.environ.update({variable: names[table] for table, variable in TABLES.items()})
    os.environ["PHONE_REGION"] = _parameter(described, "PhoneRegion") or "RU"
    os.environ["SETTINGS_TTL"] = "30"


def _use_engine() -> None:
    try:
        stack = Place.default().read_stack()
    except StackError as exc:
        raise NoStackError(str(exc)) from exc
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    os.environ.update(keys | {"AWS_ENDPOINT_URL": stack["aws_endpoint_url"], "AWS_DEFAULT_REGION": REGION})


def _parameter(stack: Any, name: str) -> str:
    found = {each["ParameterKey"]: each["ParameterValue"] for each in stack.get("Parameters", [])}
    return str(found.get(name, ""))
