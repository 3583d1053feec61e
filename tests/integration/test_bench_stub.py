"""The bench's AWS, asked by AWS's own clients over TLS."""

import os
import time
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, SSLError

from local.bench.cores import OURS
from local.bench.probe import probe
from local.bench.stub.control import StubProcess
from local.bench.world import SECRET, TOKEN
from local.places import REGION

ACCOUNT = "AKIABENCHTEST"
KEY = {"pk": {"S": "settings"}}
ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1})
TWICE = Config(retries={"mode": "standard", "total_max_attempts": 2})


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StubProcess]:
    with StubProcess(tmp_path_factory.mktemp("stub"), OURS) as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(stub: StubProcess) -> None:
    stub.ask("reset", account=ACCOUNT)


def client(stub: StubProcess, service: Any, config: Config = ONCE, **more: Any) -> Any:
    given = stub.environment(ACCOUNT)
    endpoint = given["SOCKETS_ENDPOINT"] if service == "apigatewaymanagementapi" else given["AWS_ENDPOINT_URL"]
    settings = {
        "region_name": REGION,
        "endpoint_url": endpoint,
        "aws_access_key_id": ACCOUNT,
        "aws_secret_access_key": given["AWS_SECRET_ACCESS_KEY"],
        "aws_session_token": given["AWS_SESSION_TOKEN"],
        "verify": given["AWS_CA_BUNDLE"],
    }
    return boto3.Session().client(service, config=config, **(settings | more))


def read(dynamodb: Any) -> Any:
    return dynamodb.get_item(TableName="StateTable", Key=KEY)


def test_every_service_answers_what_is_signed_and_counts_it(stub: StubProcess) -> None:
    assert read(client(stub, "dynamodb"))["Item"]["value"]["M"]["auto_transfer"] == {"BOOL": True}
    secret = client(stub, "secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"]
    assert TOKEN in secret
    client(stub, "apigatewaymanagementapi").post_to_connection(ConnectionId="L0/SM9=", Data=b'{"type": "pong"}')
    client(stub, "sqs").send_message(QueueUrl=stub.environment(ACCOUNT)["SPOOL_URL"], MessageBody="kept")
    taken = stub.ask("take", account=ACCOUNT)
    names = [request["name"] for request in taken["requests"]]
    assert names == ["GetItem", "GetSecretValue", "PostToConnection", "SendMessage"]
    assert taken["waves"] == [1, 1, 1, 1]
    assert (taken["frames"], taken["queue"]) == ([["L0/SM9=", {"type": "pong"}]], ["kept"])
    assert stub.ask("take", account=ACCOUNT)["requests"] == []


def test_a_wrong_secret_is_refused_and_told(stub: StubProcess) -> None:
    with pytest.raises(ClientError, match="another signature"):
        read(client(stub, "dynamodb", aws_secret_access_key="stolen"))
    assert "another signature" in stub.ask("stats")["refused"]
    assert stub.ask("take", account=ACCOUNT)["requests"] == []


def test_nobody_else_believes_its_certificate(stub: StubProcess) -> None:
    with pytest.raises(SSLError):
        read(client(stub, "dynamodb", verify=True))


def test_it_answers_as_late_as_it_is_told(stub: StubProcess) -> None:
    dynamodb = client(stub, "dynamodb")
    read(dynamodb)
    stub.ask("latency", dynamodb=0.05)
    began = time.perf_counter()
    read(dynamodb)
    took = time.perf_counter() - began
    stub.ask("latency", dynamodb=0)
    assert 0.05 <= took < 0.5


@pytest.mark.parametrize(
    ("fault", "service", "code"),
    [
        ("500", "dynamodb", "InternalServerError"),
        ("throttle", "dynamodb", "ProvisionedThroughputExceededException"),
        ("410", "apigatewaymanagementapi", "GoneException"),
        ("throttle", "apigatewaymanagementapi", "LimitExceededException"),
    ],
)
def test_it_fails_once_as_it_is_told_and_then_serves(stub: StubProcess, fault: str, service: str, code: str) -> None:
    asking = client(stub, service)
    signing = "execute-api" if service == "apigatewaymanagementapi" else service
    stub.ask("fault", account=ACCOUNT, mode=fault, service=signing)

    def ask() -> None:
        if service == "dynamodb":
            read(asking)
        else:
            asking.post_to_connection(ConnectionId="one", Data=b"{}")

    with pytest.raises(ClientError) as refused:
        ask()
    assert refused.value.response["Error"]["Code"] == code
    ask()


def test_a_bare_socket_waits_as_long_as_the_stub_does(stub: StubProcess) -> None:
    cores = os.sched_getaffinity(0)
    stub.ask("latency", dynamodb=0.02)
    try:
        assert min(probe(stub, 3)) >= 0.02
    finally:
        stub.ask("latency", dynamodb=0)
        os.sched_setaffinity(0, cores)


def test_a_slow_answer_is_later_by_what_was_asked_for(stub: StubProcess) -> None:
    dynamodb = client(stub, "dynamodb")
    stub.ask("fault", account=ACCOUNT, mode="slow", seconds=0.2)
    began = time.perf_counter()
    read(dynamodb)
    assert time.perf_counter() - began >= 0.2


def test_a_connection_closed_while_idle_is_opened_anew(stub: StubProcess) -> None:
    dynamodb = client(stub, "dynamodb", TWICE)
    stub.ask("fault", account=ACCOUNT, mode="idle_close")
    read(dynamodb)
    before = stub.ask("stats")["connections"]
    read(dynamodb)
    assert stub.ask("stats")["connections"] > before
