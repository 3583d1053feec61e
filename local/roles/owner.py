"""The engine as its owner sees it: what is kept, what waits in queues, and the functions' roles."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from local.engine import client
from local.places import STACK_NAME
from local.roles.grants import Role, functions

EXTENSION, OPERATOR = "190", "operator-190"
NOBODYS = "199"  # an extension that no call is at: only what is told to all tabs reaches it


@dataclass
class Owner:
    """A local stack's engine, asked as root."""

    url: str

    def aws(self, service: str) -> Any:
        """A client that may do everything."""
        return client(service, self.url)

    @cached_property
    def physical(self) -> dict[str, str]:
        """What the resources of the template are called here."""
        pages = self.aws("cloudformation").get_paginator("list_stack_resources").paginate(StackName=STACK_NAME)
        return {
            each["LogicalResourceId"]: each["PhysicalResourceId"]
            for page in pages
            for each in page["StackResourceSummaries"]
        }

    @cached_property
    def roles(self) -> dict[str, Role]:
        """The functions' roles."""
        return {name: Role(self.url, name) for name in functions()}

    def item(self, table: str, **key: str) -> dict[str, Any] | None:
        """Read an item."""
        found = self.aws("dynamodb").get_item(
            TableName=self.physical[table], Key={name: {"S": value} for name, value in key.items()}, ConsistentRead=True
        )
        item: dict[str, Any] | None = found.get("Item")
        return item

    def legs(self, callid: str) -> dict[str, dict[str, Any]]:
        """Read all that is kept of a call, by what it is."""
        found = self.aws("dynamodb").query(
            TableName=self.physical["CallsTable"],
            KeyConditionExpression="callid = :c",
            ExpressionAttributeValues={":c": {"S": callid}},
            ConsistentRead=True,
        )
        return {item["leg"]["S"]: item for item in found["Items"]}

    def tabs(self, extension: str = EXTENSION) -> list[str]:
        """List the tabs that are noted at an extension."""
        found = self.aws("dynamodb").query(
            TableName=self.physical["ConnectionsTable"],
            KeyConditionExpression="extension = :e",
            ExpressionAttributeValues={":e": {"S": extension}},
        )
        return [item["connection_id"]["S"] for item in found["Items"]]

    @contextmanager
    def closed_tab(self, extension: str = EXTENSION) -> Iterator[str]:
        """Note a tab that is closed, as one that went away without a word."""
        tab = f"gone-{uuid4().hex[:8]}="
        row = {"extension": {"S": extension}, "connection_id": {"S": tab}, "operator_id": {"S": OPERATOR}}
        row |= {"ttl": {"N": str(int(time.time()) + 3600)}}
        self.aws("dynamodb").put_item(TableName=self.physical["ConnectionsTable"], Item=row)
        try:
            yield tab
        finally:
            self.forget_tab(tab, extension)

    def forget_tab(self, tab: str, extension: str = EXTENSION) -> None:
        """Forget a tab."""
        key = {"extension": {"S": extension}, "connection_id": {"S": tab}}
        self.aws("dynamodb").delete_item(TableName=self.physical["ConnectionsTable"], Key=key)

    def waiting_in(self, queue: str) -> int:
        """Count what lies in a queue."""
        names = [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesDelayed",
            "ApproximateNumberOfMessagesNotVisible",
        ]
        found = self.aws("sqs").get_queue_attributes(QueueUrl=self.physical[queue], AttributeNames=names)
        return sum(int(found["Attributes"][name]) for name in names)

    def wake_cold(self, function: str) -> None:
        """Let a function begin anew, without what it has kept in memory."""
        functions = self.aws("lambda")
        name = self.physical[f"{function.capitalize()}Function"]
        seconds = functions.get_function_configuration(FunctionName=name)["Timeout"]
        functions.update_function_configuration(FunctionName=name, Timeout=seconds)  # the engine starts it anew by that

    def secret(self, name: str) -> str:
        """Read a secret."""
        value: str = self.aws("secretsmanager").get_secret_value(SecretId=self.physical[name])["SecretString"]
        return value

    def store_secret(self, name: str, value: str) -> None:
        """Write a secret."""
        self.aws("secretsmanager").put_secret_value(SecretId=self.physical[name], SecretString=value)
