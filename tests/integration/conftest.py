"""A whole account in memory: tables from template.yaml's own schema, secrets, a user pool, a listening browser."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from threading import RLock
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import unquote

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from moto import mock_aws
from moto.core.models import botocore_stubber

from callcard.domain.cards import Moment, Settings, Shown
from callcard.domain.contacts import Contact, Kind
from callcard.domain.setup import Operator
from callcard.threads import Threads
from callcard.turns import take_turns
from callcard.wiring import background, boto_clients, desk, shared
from functions.admin.app import lambda_handler as admin_door
from functions.desk.app import lambda_handler as desk_door
from functions.inbound.app import lambda_handler as inbound_door
from functions.jobs.app import lambda_handler as jobs_door
from functions.notify.app import authorize
from functions.notify.app import lambda_handler as notify_door
from functions.relink.app import lambda_handler as relink_door
from local.template import read_template
from tests.fake_context import LambdaContext

TOKEN = "crm-token-for-tests"
TABLE_KEYS = {"AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes"}
IRINA = Contact("c-irina", Kind.CONTACT_PERSON, "Ирина Соколова", "ООО «Вектор Плюс»", ("79991234567",), "operator-100")


@dataclass
class Browser:
    """Stands at the far end of the sockets: keeps what is pushed, and can be gone."""

    frames: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    closed: list[str] = field(default_factory=list)

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> Any:
        tab = unquote(request.url).rsplit("/", 1)[-1]
        if tab in self.gone:
            return _answer(request, 410, {"x-amzn-errortype": "GoneException"})
        if request.method == "DELETE":
            self.closed.append(tab)
            return _answer(request, 204, {})
        self.frames.setdefault(tab, []).append(json.loads(cast("bytes", request.body)))
        return _answer(request, 200, {})

    def calls(self, tab: str) -> list[dict[str, Any]]:
        """List the calls a tab was told of, one by one."""
        return [frame["call"] for frame in self.frames.get(tab, []) if frame["type"] == "call"]


@dataclass
class Account:
    """The doors, and short ways to what stands behind them."""

    browser: Browser
    requests: list[str]

    def post(self, body: Any, **event: Any) -> tuple[int, Any]:
        """Send the PBX's message; a dict gets the good token unless it has one."""
        text = json.dumps({"crm_token": TOKEN} | body) if isinstance(body, dict) else body
        return self.answer(inbound_door, {"httpMethod": "POST", "path": "/pbx", "body": text} | event)

    def desk(self, method: str, path: str, body: Any = None, *, login: str = "olga", **event: Any) -> tuple[int, Any]:
        """Ask the desk as an operator."""
        return self.answer(desk_door, browser_event(method, path, body, login) | event)

    def admin(
        self, method: str, path: str, body: Any = None, *, groups: str = "admins", login: str = "boss", **event: Any
    ) -> tuple[int, Any]:
        """Ask the administrator's door."""
        ensure_pool()
        return self.answer(admin_door, browser_event(method, path, body, login, groups) | event)

    def work(self, seconds_left: float = 900) -> int:
        """Let workers take what waits in the queue of jobs, until nothing does; how many messages that were."""
        queue, url, taken = background.queue()._client, os.environ["JOBS_URL"], 0
        while found := queue.receive_message(QueueUrl=url).get("Messages"):
            records = [{"messageId": each["MessageId"], "body": each["Body"]} for each in found]
            answer = jobs_door({"Records": records}, LambdaContext(seconds_left=seconds_left))
            assert answer == {"batchItemFailures": []}
            queue.delete_message(QueueUrl=url, ReceiptHandle=found[0]["ReceiptHandle"])
            taken += 1
            assert taken < 100, "work that never ends"
        return taken

    def answer(self, door: Any, event: dict[str, Any]) -> tuple[int, Any]:
        """Give a door one request; its status and its body as JSON."""
        found = door(event, LambdaContext())
        return found["statusCode"], json.loads(found["body"]) if found["body"] else None

    def socket(self, route: str, tab: str, extension: str = "100", body: Any = None) -> None:
        """Let a tab connect, leave or say something."""
        context = {
            "routeKey": route,
            "connectionId": tab,
            "authorizer": {"operator_id": f"operator-{extension}", "extension": extension},
        }
        notify_door({"requestContext": context, "body": json.dumps(body) if body else None}, LambdaContext())

    def authorize(self, ticket: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        """Ask the authorizer about a ticket."""
        event = {"queryStringParameters": {"ticket": ticket}, "methodArn": "arn:aws:execute-api:x:1:a/live/$connect"}
        event |= {"headers": headers or {}}
        found: dict[str, Any] = authorize(event, LambdaContext())
        return found

    def relink(self, *records: dict[str, Any]) -> dict[str, Any]:
        """Let late linking take records of the phone index's stream, or messages kept for the second look."""
        found: Any = relink_door({"Records": list(records)}, LambdaContext())
        return cast("dict[str, Any]", found)

    def choose(self, **settings: Any) -> None:
        """Set the settings: cards at the start, records of everything, and what is named."""
        chosen = {
            "incoming_card": Moment.RING,
            "outgoing_card": Moment.START,
            "incoming_record": Moment.END,
            "outgoing_record": Moment.END,
            "show_record": Shown.BOTH,
        } | settings
        shared.setup_tables().save_settings(Settings(**chosen))

    def legs(self) -> list[dict[str, Any]]:
        """Read all call legs, without the marks beside them."""
        return [item for item in self.scan("CallsTable") if not item["leg"]["S"].startswith("!")]

    def scan(self, table: str) -> list[dict[str, Any]]:
        """Read a whole table."""
        found: list[dict[str, Any]] = shared.dynamodb().scan(TableName=table)["Items"]
        return found


def ensure_pool() -> None:
    """Make the user pool when somebody needs it: its key takes longer than the rest of an account."""
    if "USER_POOL_ID" not in os.environ:
        cognito = boto_clients.session().client("cognito-idp")
        pool = cognito.create_user_pool(PoolName="p")["UserPool"]["Id"]
        cognito.create_group(UserPoolId=pool, GroupName="admins")
        os.environ["USER_POOL_ID"] = pool


def browser_event(method: str, path: str, body: Any, login: str, groups: str = "") -> dict[str, Any]:
    """Write the proxy event of a request by somebody who is logged in."""
    claims = {"cognito:username": login} | ({"cognito:groups": groups} if groups else {})
    return {
        "httpMethod": method,
        "path": path,
        "body": json.dumps(body) if body is not None else None,
        "headers": {},
        "queryStringParameters": None,
        "requestContext": {"authorizer": {"claims": claims}, "requestId": "r", "stage": "api", "path": path},
    }


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let moto answer one request after another: it copies whole tables for a transaction, and no thread may write."""
    lock, answer = RLock(), botocore_stubber.process_request

    def wait_and_answer(request: AWSPreparedRequest) -> Any:
        with lock:
            return answer(request)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(botocore_stubber, "process_request", wait_and_answer)
        yield


@pytest.fixture
def account() -> Iterator[Account]:
    """Make a fresh account with two operators, one contact and the specification's other defaults."""
    with one_at_a_time(), mock_aws(), _own_threads():
        _forget()
        _create_tables()
        _create_secrets()
        _create_files()
        boto_clients.session().client("sqs").create_queue(QueueName="relink")
        os.environ.pop("USER_POOL_ID", None)
        made = Account(Browser(), [])
        _listen(made)
        tables = shared.setup_tables()
        tables.save_operator(Operator("operator-100", "Ольга Миронова", "100", "olga", "omironova"))
        tables.save_operator(Operator("operator-101", "Денис Карпов", "101", "denis"))
        desk.book().contacts.create(IRINA)
        made.choose()
        yield made
        _forget()


@contextmanager
def _own_threads() -> Iterator[None]:
    """Wait for what was given up on: a request that hung is tried again, and would write to the next account."""
    threads = Threads()
    before = take_turns(threads)
    try:
        yield
    finally:
        threads.end()
        take_turns(before)


def _listen(account: Account) -> None:
    def count(request: AWSPreparedRequest, event_name: str, **_: Any) -> None:
        account.requests.append(event_name.removeprefix("before-send."))

    shared.sockets()._client.meta.events.register_first("before-send", cast("Callable[..., None]", account.browser))
    for client in (shared.dynamodb(), shared.secrets_manager(), shared.sockets()._client):
        client.meta.events.register_first("before-send", count)


def _answer(request: AWSPreparedRequest, status: int, headers: dict[str, str]) -> AWSResponse:
    raw = SimpleNamespace(stream=lambda: iter([b"{}"]))
    return AWSResponse(request.url, status, HTTPHeaders.from_dict(headers), cast("Any", raw))


def _forget() -> None:
    for module in [each for name, each in sys.modules.items() if name.startswith("callcard.wiring.")]:
        for made in vars(module).values():
            # the session holds nothing but AWS's descriptions of its services, which take long to read
            if hasattr(made, "cache_clear") and made is not boto_clients.session:
                made.cache_clear()


def _create_tables() -> None:
    for name, schema in _tables().items():
        shared.dynamodb().create_table(TableName=name, **schema)


@cache
def _tables() -> dict[str, Any]:
    """Each table's keys and indexes as the template has them."""
    return {
        name: {key: value for key, value in resource["Properties"].items() if key in TABLE_KEYS}
        for name, resource in read_template()["Resources"].items()
        if resource["Type"] == "AWS::DynamoDB::Table"
    }


def _create_files() -> None:
    background.files()._client.create_bucket(
        Bucket=os.environ["FILES_BUCKET"], CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    os.environ["JOBS_URL"] = background.queue()._client.create_queue(QueueName="jobs")["QueueUrl"]


def _create_secrets() -> None:
    for name, token in (("crm-token", TOKEN), ("pbx-token", "pbx-token-for-tests")):
        shared.secrets_manager().create_secret(Name=name, SecretString=json.dumps({"token": token}))


def in_seconds(seconds: float) -> datetime:
    """Give the time some seconds from now."""
    return datetime.now(UTC) + timedelta(seconds=seconds)
