"""The clients that are loaded at once against botocore's: the same answers, errors, signatures and attempts."""

import json
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from threading import Barrier, Thread
from typing import Any, cast
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from callcard.aws.client import DynamoDB, JsonClient, Sockets
from callcard.aws.failures import LateError, UnreachedError, failures
from callcard.aws.line import Line
from callcard.aws.signing import Account
from callcard.aws.wire import Patience
from callcard.waves import soon
from tests.integration.moto_server import Answer, Server, hanging, refusing, serving

REGION = "eu-central-1"
PATIENCE = Patience(connect=1, read=0.4, attempts=4)
ACCOUNT = Account("test", "test", "session", REGION)
ONCE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def server() -> Iterator[Server]:
    """Listen, with an account in memory behind."""
    with mock_aws(), serving() as made:
        yield made


def dynamodb(url: str) -> Any:
    """Make ours."""
    return DynamoDB("DynamoDB_20120810", "1.0", url, "dynamodb", ACCOUNT, PATIENCE)


def sockets(url: str) -> Any:
    """Make ours, at an address with a path as the local engine has it."""
    return Sockets(f"{url}/_aws/live", "execute-api", ACCOUNT, PATIENCE)


def without_metadata(found: Any) -> Any:
    """Leave out what says how a request went."""
    metadata = {"ResponseMetadata", "ConsumedCapacity"}
    return {name: value for name, value in found.items() if name not in metadata} if found else found


def told(ask: Callable[[], Any]) -> Any:
    """Give what a request answers, or the code and the reasons of its error."""
    try:
        return without_metadata(ask())
    except failures() as exc:
        reasons = [reason.get("Code") for reason in exc.response.get("CancellationReasons", [])]  # type: ignore[attr-defined]
        return exc.response["Error"]["Code"], reasons  # type: ignore[attr-defined]


def table(client: Any, name: str) -> list[Any]:
    """Do with a table all that the adapters do; what came of each request."""
    key = {"pk": {"S": "а"}, "sk": {"S": "1"}}
    new = {"TableName": name, "ConditionExpression": "attribute_not_exists(pk)"}
    rows: list[dict[str, Any]] = [{"pk": {"S": "а"}, "sk": {"S": str(n)}, "n": {"N": str(n)}} for n in range(4)]
    condition = {"KeyConditionExpression": "pk = :p AND sk >= :s", "ConsistentRead": True}
    values = {":p": {"S": "а"}, ":s": {"S": "1"}}
    asked = {"TableName": name, "ExpressionAttributeValues": values} | condition
    update = {"UpdateExpression": "SET seen = list_append(if_not_exists(seen, :none), :new)"}
    added = {":none": {"L": []}, ":new": {"L": [{"M": {"name": {"S": "Ирина \U0001f600"}, "ok": {"BOOL": True}}}]}}
    puts = [{"Put": new | {"Item": row}} for row in rows[1:3]]
    return [
        told(lambda: client.get_item(TableName=name, Key=key)),
        told(lambda: client.put_item(Item=rows[0], **new)),
        told(lambda: client.put_item(Item=rows[0], **new)),
        told(lambda: client.transact_write_items(TransactItems=puts)),
        told(lambda: client.transact_write_items(TransactItems=[*puts, {"Put": new | {"Item": rows[3]}}])),
        told(lambda: client.query(**asked, Limit=1)),
        told(lambda: client.query(**asked, Limit=1, ScanIndexForward=False)),
        told(lambda: client.update_item(TableName=name, Key=key, ExpressionAttributeValues=added, **update)),
        told(lambda: client.get_item(TableName=name, Key=key)),
        [item for page in client.get_paginator("scan").paginate(TableName=name, Limit=1) for item in page["Items"]],
        told(lambda: client.delete_item(TableName=name, Key=key, ReturnValues="ALL_OLD")),
        told(lambda: client.delete_item(TableName=name, Key=key, ConditionExpression="attribute_exists(pk)")),
        told(lambda: client.query(**asked | {"TableName": "Nothing"})),
        told(lambda: client.query(**asked | {"KeyConditionExpression": "wrong"})),
    ]


def test_a_table_answers_both_clients_alike(server: Server) -> None:
    botocore = boto3.client("dynamodb", config=Config(retries={"total_max_attempts": 1}))
    for name in ("Ours", "Theirs"):
        botocore.create_table(
            TableName=name,
            AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk")],
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
    ours, theirs = table(dynamodb(server.url), "Ours"), table(botocore, "Theirs")
    assert ours == theirs
    refused = [one[0] for one in ours if isinstance(one, tuple)]
    assert refused == [
        "ConditionalCheckFailedException",
        "TransactionCanceledException",
        "ConditionalCheckFailedException",
        "ResourceNotFoundException",
        "ValidationException",
    ]


def test_secrets_and_queues_answer_both_clients_alike(server: Server) -> None:
    theirs = boto3.client("secretsmanager")
    theirs.create_secret(Name="crm-token", SecretString='{"token": "для теста"}')
    ours: Any = JsonClient("secretsmanager", "1.1", server.url, "secretsmanager", ACCOUNT, PATIENCE)
    for asked in (
        {"SecretId": "crm-token"},
        {"SecretId": "crm-token", "VersionStage": "AWSPREVIOUS"},
        {"SecretId": "x"},
    ):
        mine, other = (told(partial(client.get_secret_value, **asked)) for client in (ours, theirs))
        for found in (mine, other):
            if isinstance(found, dict):
                found.pop("CreatedDate")
        assert mine == other
    queues: Any = JsonClient("AmazonSQS", "1.0", server.url, "sqs", ACCOUNT, PATIENCE)
    queue = boto3.client("sqs")
    url = queue.create_queue(QueueName="spool")["QueueUrl"]
    assert queues.send_message(QueueUrl=url, MessageBody='{"имя": "\\n"}')["MessageId"]
    assert [each["Body"] for each in queue.receive_message(QueueUrl=url)["Messages"]] == ['{"имя": "\\n"}']
    with pytest.raises(queues.exceptions.QueueDoesNotExist):
        queues.send_message(QueueUrl=url + "x", MessageBody="x")


def signed_by_botocore(request: tuple[str, str, dict[str, str], bytes]) -> str:
    """Sign what arrived as botocore would have."""
    method, path, headers, body = request
    credential, signed, _ = headers["authorization"].removeprefix("AWS4-HMAC-SHA256 ").split(", ")
    _, _, region, service, _ = credential.split("/")
    names = signed.removeprefix("SignedHeaders=").split(";")
    again = AWSRequest(method, f"http://{headers['host']}{path}", {name: headers[name] for name in names}, body)
    again.context["timestamp"] = headers["x-amz-date"]
    signer = SigV4Auth(Credentials("test", "test", "session"), service, region)
    signature: str = signer.signature(signer.string_to_sign(again, signer.canonical_request(again)), again)
    return signature


@given(asked=st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=5))
@ONCE
def test_botocore_finds_every_signature_of_a_body_good(listening: Server, asked: dict[str, str]) -> None:
    dynamodb(listening.url).put_item(Item=asked)
    arrived = listening.asked[-1]
    assert json.loads(arrived[3]) == {"Item": asked}
    assert arrived[2]["authorization"].endswith(f"Signature={signed_by_botocore(arrived)}")
    assert arrived[2]["x-amz-security-token"] == "session"
    assert {"host", "x-amz-date", "x-amz-target", "content-type"} <= set(
        arrived[2]["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
    )


@given(tab=st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), frame=st.binary(max_size=500))
@ONCE
def test_botocore_finds_every_signature_of_a_push_good(listening: Server, tab: str, frame: bytes) -> None:
    sockets(listening.url).post_to_connection(ConnectionId=tab, Data=frame)
    arrived = listening.asked[-1]
    assert (arrived[0], arrived[3]) == ("POST", frame)
    assert arrived[2]["authorization"].endswith(f"Signature={signed_by_botocore(arrived)}")
    theirs = boto3.client("apigatewaymanagementapi", endpoint_url=f"{listening.url}/_aws/live")
    theirs.post_to_connection(ConnectionId=tab, Data=frame)
    assert listening.asked[-1][1] == arrived[1]


@pytest.fixture(scope="module")
def listening() -> Iterator[Server]:
    """Listen, and agree with everything."""
    with serving() as made:
        made.instead = lambda _: (200, {}, b"{}")
        yield made


@pytest.fixture
def faulty() -> Iterator[Server]:
    """Listen, for what goes wrong."""
    with serving() as made:
        yield made


WRITE: Any = {"Delete": {"TableName": "x", "Key": {"pk": {"S": "1"}}}}
AGREED: Answer = (200, {}, b'{"Items": []}')


@pytest.mark.parametrize(
    "fault",
    [
        refusing("InternalServerError", 500),
        refusing("ServiceUnavailable", 503),
        refusing("ProvisionedThroughputExceededException"),
        refusing("ThrottlingException"),
        refusing("ValidationException"),
        refusing("ConditionalCheckFailedException"),
        refusing("TransactionCanceledException", CancellationReasons=[{"Code": "TransactionConflict"}]),
    ],
    ids=lambda fault: fault[1]["x-amzn-errortype"],
)
def test_what_is_asked_again_and_how_often_is_as_with_botocore(faulty: Server, fault: Any) -> None:
    attempts, raised = [], []
    theirs = boto3.client(
        "dynamodb",
        endpoint_url=faulty.url,
        config=Config(retries={"mode": "standard", "total_max_attempts": 2}),
    )
    ours: Any = DynamoDB(
        "DynamoDB_20120810", "1.0", faulty.url, "dynamodb", ACCOUNT, Patience(connect=1, read=1, attempts=2)
    )
    faulty.instead = lambda _: fault
    for client in (ours, theirs):
        faulty.asked.clear()
        raised.append(told(partial(client.transact_write_items, TransactItems=[WRITE])))
        attempts.append(len(faulty.asked))
        tokens = {json.loads(body)["ClientRequestToken"] for *_, body in faulty.asked}
        assert len(tokens) == 1, "a repetition would not be known as one"
    assert attempts[0] == attempts[1]
    assert raised[0] == raised[1]


def test_what_passes_is_asked_again_until_it_is_answered(faulty: Server) -> None:
    faulty.instead = lambda number: AGREED if number == 4 else refusing("InternalServerError", 500)
    assert dynamodb(faulty.url).query(TableName="x") == {"Items": []}
    assert len(faulty.asked) == 4


def test_a_host_that_hangs_is_given_up_in_the_time_that_there_is(faulty: Server) -> None:
    faulty.instead = lambda _: hanging(1)
    with pytest.raises(LateError):
        dynamodb(faulty.url).query(TableName="x")
    assert len(faulty.asked) == PATIENCE.attempts


def test_a_host_that_is_not_there_is_unreached() -> None:
    with pytest.raises(UnreachedError):
        dynamodb("http://127.0.0.1:9").query(TableName="x")


def test_connections_are_kept_and_one_that_was_closed_while_idle_costs_no_attempt(faulty: Server) -> None:
    faulty.instead = lambda _: AGREED
    client = DynamoDB(
        "DynamoDB_20120810", "1.0", faulty.url, "dynamodb", ACCOUNT, Patience(connect=1, read=1, attempts=1)
    )
    for _ in range(5):
        client.query(TableName="x")
    assert faulty.connections == 1
    faulty.close_idle = True
    for _ in range(5):
        client.query(TableName="x")
    assert len(faulty.asked) == 10


def test_who_was_not_answered_in_time_trusts_no_connection_that_slept_as_long(faulty: Server) -> None:
    together = Barrier(2)

    def answer(number: int) -> Answer:
        if number <= 2:
            together.wait()
        return hanging(1) if number == 3 else AGREED

    faulty.instead = answer
    client = DynamoDB(
        "DynamoDB_20120810", "1.0", faulty.url, "dynamodb", ACCOUNT, Patience(connect=1, read=0.4, attempts=1)
    )
    waiting = [soon(partial(client.query, TableName="x")) for _ in range(2)]
    assert [each.result() for each in waiting] == [{"Items": []}] * 2
    with pytest.raises(LateError):
        client.query(TableName="x")
    assert client.query(TableName="x") == {"Items": []}
    assert faulty.connections == 3


def test_half_a_character_is_aws_to_refuse(listening: Server) -> None:
    dynamodb(listening.url).put_item(Item={"name": {"S": "\ud83d"}})
    assert json.loads(listening.asked[-1][3]) == {"Item": {"name": {"S": "\ud83d"}}}


@pytest.mark.parametrize(("status", "code"), [(410, "GoneException"), (413, "PayloadTooLargeException")])
def test_a_push_is_refused_by_the_names_that_the_adapter_knows(faulty: Server, status: int, code: str) -> None:
    faulty.instead = lambda _: (status, {"x-amzn-ErrorType": f"{code}:http://internal.example/"}, b"")
    client = sockets(faulty.url)
    with pytest.raises(getattr(client.exceptions, code)):
        client.post_to_connection(ConnectionId="L0SM9cOFvHcCIhw=", Data=b"{}")
    assert len(faulty.asked) == 1
    assert urlsplit(faulty.asked[0][1]).path == "/_aws/live/@connections/L0SM9cOFvHcCIhw%3D"


def raw(port_of: socket.socket, parts: list[bytes], pause: float = 0) -> None:
    """Answer one connection with bytes as they are, one after another."""
    accepted, _ = port_of.accept()
    with accepted:
        accepted.settimeout(5)
        accepted.recv(65536)
        with suppress(OSError):  # given up
            for part in parts:
                accepted.sendall(part)
                time.sleep(pause)


def asked_of(parts: list[bytes], pause: float = 0) -> Any:
    """Ask a host that answers with bytes as they are."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answering = Thread(target=raw, args=(listening, parts, pause))
        answering.start()
        try:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            client: Any = DynamoDB(
                "DynamoDB_20120810", "1.0", url, "dynamodb", ACCOUNT, Patience(connect=1, read=0.4, attempts=1)
            )
            return client.query(TableName="x")
        finally:
            answering.join()


def test_an_answer_in_chunks_is_put_together() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert asked_of([head, b'5;x=y\r\n{"Ite\r\n', b'8\r\nms": []}\r', b"\n0\r\nx-after: 1\r\n\r\n"]) == {"Items": []}


def test_an_answer_that_drips_is_given_up() -> None:
    drops = [b"HTTP/1.1 200 OK\r\n"] + [b"a: b\r\n"] * 12
    with pytest.raises(LateError):
        asked_of(drops, 0.1)


class Endless:
    """A socket that always has more."""

    def fileno(self) -> int:
        return 0

    def recv(self, _: int) -> bytes:
        return b"a: b\r\n"

    def close(self) -> None:
        return


def test_an_answer_without_an_end_is_given_up() -> None:
    line = Line(cast("socket.socket", Endless()))
    line.begin(0.01)
    with pytest.raises(TimeoutError):
        deque((line.receive() for _ in range(1_000_000)), maxlen=0)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        b"SSH-2.0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    ],
)
def test_half_an_answer_and_none_are_no_answer(answer: bytes) -> None:
    with pytest.raises(UnreachedError):
        asked_of([answer])
