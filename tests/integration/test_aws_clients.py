"""The clients that are loaded at once against botocore's: the same answers, errors and signatures."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto import mock_aws

from callcard.aws.client import JsonClient
from tests.integration.aws_clients import ACCOUNT, PATIENCE, dynamodb, sockets, told
from tests.integration.moto_server import Server, serving

ONCE = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def server() -> Iterator[Server]:
    """Listen, with an account in memory behind."""
    with mock_aws(), serving() as made:
        yield made


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


def test_a_client_that_lives_past_midnight_signs_for_the_new_day(
    listening: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = dynamodb(listening.url)
    midnight = datetime(2026, 11, 30, tzinfo=UTC).timestamp()
    for moment in (midnight - 1, midnight):
        monkeypatch.setattr("callcard.aws.signing.time.time", lambda moment=moment: moment)
        client.query(TableName="x")
        arrived = listening.asked[-1]
        assert arrived[2]["authorization"].endswith(f"Signature={signed_by_botocore(arrived)}")
    assert "/20261130/" in arrived[2]["authorization"]


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


def test_half_a_character_is_aws_to_refuse(listening: Server) -> None:
    dynamodb(listening.url).put_item(Item={"name": {"S": "\ud83d"}})
    assert json.loads(listening.asked[-1][3]) == {"Item": {"name": {"S": "\ud83d"}}}
