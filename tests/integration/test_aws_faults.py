"""What the clients that are loaded at once do when AWS is slow, refuses or breaks off, against botocore's."""

import json
import socket
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from threading import Barrier, Thread
from typing import Any, cast
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config

from callcard.aws.client import DynamoDB
from callcard.aws.failures import LateError, UnreachedError
from callcard.aws.line import Line
from callcard.aws.wire import Patience
from callcard.turns import soon
from tests.integration.aws_clients import ACCOUNT, PATIENCE, dynamodb, sockets, told
from tests.integration.moto_server import Answer, Server, hanging, refusing, serving


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


def test_who_is_given_up_on_is_hung_up_on_at_once() -> None:
    heard: list[bytes] = []

    def listen() -> None:
        accepted, _ = listening.accept()
        with accepted:
            accepted.settimeout(5)
            accepted.recv(65536)
            heard.append(accepted.recv(1))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        silent = Thread(target=listen)
        silent.start()
        patience = Patience(connect=1, read=0.2, attempts=1)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        client: Any = DynamoDB("DynamoDB_20120810", "1.0", url, "dynamodb", ACCOUNT, patience)
        with pytest.raises(LateError) as held:
            client.query(TableName="x")
        silent.join()
    assert heard == [b""], held


def test_a_host_is_tried_at_each_of_its_addresses(faulty: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    port = urlsplit(faulty.url).port
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, port))
        for host in ("127.0.0.9", "127.0.0.1")
    ]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)
    faulty.instead = lambda _: AGREED
    assert dynamodb(f"http://two.example:{port}").query(TableName="x") == {"Items": []}


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
