"""What probes work with: an operator of their own, the PBX's messages, open tabs, and the tables as they are."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import requests
from websockets.sync.client import connect

from local import demo
from local.api import Login, log_in
from local.roles.owner import EXTENSION, Owner
from local.roles.screen import Screen

LONG, SHORT = 30.0, 3.0  # seconds: for what has to come, at least for what must not
LOGIN = "role-probe"
PERSON = {"name": "Проверка ролей", "extension": EXTENSION, "login": LOGIN, "pbx_login": None, "active": True}


def fresh_number() -> str:
    """Give a number that nobody has."""
    return f"7997{time.time_ns() // 1000 % 10**7:07}"


@dataclass
class Bench:
    """A local stack as its people, its PBX and its owner reach it."""

    stack: dict[str, Any]
    patience: float = LONG
    memory: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def owner(self) -> Owner:
        """The engine."""
        return Owner(self.stack["aws_endpoint_url"])

    # ---- people

    @cached_property
    def admin(self) -> Login:
        """The administrator."""
        return self.log_in(self.stack["admin"]["login"])

    @cached_property
    def operator(self) -> Login:
        """The probes' own operator."""
        return self.log_in(LOGIN)

    def log_in(self, login: str) -> Login:
        """Log in as the page does."""
        stack = self.stack
        return log_in(stack["cognito_url"], stack["user_pool_client_id"], stack["api_url"], login, demo.PASSWORD)

    def employ(self, operator_id: str, person: dict[str, Any]) -> None:
        """Make an operator who can log in."""
        self.admin.must("PUT", f"/operators/{operator_id}", person)
        self.owner.aws("cognito-idp").admin_set_user_password(
            UserPoolId=self.owner.physical["UserPool"], Username=person["login"], Password=demo.PASSWORD, Permanent=True
        )

    def forget(self, operator_id: str, login: str) -> None:
        """Remove an operator and the login without a trace."""
        self.owner.aws("dynamodb").delete_item(
            TableName=self.owner.physical["OperatorsTable"], Key={"operator_id": {"S": operator_id}}
        )
        cognito = self.owner.aws("cognito-idp")
        try:
            cognito.admin_delete_user(UserPoolId=self.owner.physical["UserPool"], Username=login)
        except cognito.exceptions.UserNotFoundException:
            return

    def settle(self) -> None:
        """Wait until no function remembers its settings, operators or the PBX's token."""
        time.sleep(self.stack["settings_ttl"] + 0.1)

    def until(self, wanted: Callable[[], bool]) -> bool:
        """Wait for something as long as it may take."""
        deadline = time.monotonic() + self.patience
        while not wanted():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    # ---- the PBX

    def message(self, callid: str, phone: str, **more: str) -> dict[str, str]:
        """Write what the PBX says when a call comes in, or something else of it."""
        known = {"cmd": "event", "type": "INCOMING", "direction": "in", "user": EXTENSION, "ext": EXTENSION}
        return known | {"phone": phone, "diversion": "3333333", "callid": callid} | more

    def post(self, message: dict[str, str]) -> requests.Response:
        """Say it at the door."""
        return requests.post(f"{self.stack['api_url']}/pbx", json=message | {"crm_token": self.crm_token}, timeout=30)

    def spool(self, message: dict[str, str]) -> None:
        """Say it as if DynamoDB had been away."""
        body = json.dumps({"fields": message, "received_at": datetime.now(UTC).isoformat()})
        self.owner.aws("sqs").send_message(QueueUrl=self.owner.physical["SpoolQueue"], MessageBody=body)

    @property
    def crm_token(self) -> str:
        """The token the PBX shows."""
        token: str = json.loads(self.owner.secret("CrmTokenSecret"))["token"]
        return token

    # ---- browsers

    @contextmanager
    def screen(self, login: Login | None = None) -> Iterator[Screen]:
        """An operator's open tab."""
        ticket = (login or self.operator).must("POST", "/tickets")["ticket"]
        with connect(f"{self.stack['ws_url']}?ticket={ticket}", open_timeout=30) as socket:
            screen = Screen(socket, self.patience)
            screen.heard("ping", "pong")  # and $connect has been written down
            yield screen
