"""The door of the PBX as Lambda runs it: its own process, clients that are loaded at once, an account behind HTTP."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest

from local.places import ROOT
from tests.integration.conftest import TOKEN, Account
from tests.integration.moto_server import Answer, Server, hanging, serving

SCRIPT = """
import json, os, sys, threading
from callcard import intake
from functions.inbound.app import lambda_handler
from tests.fake_context import LambdaContext
intake.RECORD_SECONDS = float(os.environ.get("PATIENCE", intake.RECORD_SECONDS))
loaded = [sorted(sys.modules)]
answers = []
for message in json.load(sys.stdin):
    found = lambda_handler({"httpMethod": "POST", "body": json.dumps(message)}, LambdaContext())
    answers.append((found["statusCode"], found["body"]))
    loaded.append(sorted(sys.modules))
threads = threading.active_count()
print("\\n" + json.dumps({"answers": answers, "loaded": loaded, "threads": threads}))
"""
MAY_LOAD = {"aws_lambda_powertools", "callcard", "greenlet", "jmespath", "orjson", "phonenumbers", "typing_extensions"}
MAY_LOAD |= {"__main__", "functions", "tests", "botocore"}  # powertools looks whether botocore is there, no more
RING = {"cmd": "event", "type": "INCOMING", "phone": "89991234567", "callid": "77", "ext": "100", "crm_token": TOKEN}
ASKED = {"cmd": "contact", "phone": "89991234567", "callid": "1", "crm_token": TOKEN}
HISTORY = {"cmd": "history", "type": "in", "phone": "89991234567", "callid": "77", "ext": "100", "status": "success",
           "duration": 5, "crm_token": TOKEN}  # fmt: skip


@dataclass
class Run:
    """What a process of the door did."""

    answers: list[tuple[int, str]]
    loaded: list[list[str]]
    threads: int


@pytest.fixture
def server(account: Account) -> Iterator[Server]:
    """Let the account be reached from other processes."""
    with serving() as made:
        yield made


def run(url: str, *messages: dict[str, Any], **more: str) -> Run:
    """Start the door, tell it some messages."""
    environment = os.environ | {
        "AWS_CLIENTS": "own",
        "AWS_ENDPOINT_URL": url,
        "SOCKETS_ENDPOINT": f"{url}/_aws/live",
        "SETTINGS_TTL": "30",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'layers/common/python'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], input=json.dumps(messages), env=environment | more, capture_output=True,
        text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    return Run([tuple(each) for each in found["answers"]], found["loaded"], found["threads"])


def operations(server: Server, since: int) -> list[str]:
    """Name what was asked of the account, in order."""
    return [headers.get("x-amz-target", path).rpartition(".")[2] for _, path, headers, _ in server.asked[since:]]


def test_a_call_is_taken_written_and_shown_by_the_clients_that_are_loaded_at_once(
    account: Account, server: Server
) -> None:
    account.choose(auto_transfer=True)
    account.socket("$connect", "tab-1")
    found = run(server.url, ASKED, RING, RING, HISTORY)
    assert found.answers == [(200, '{"responsible": "100"}'), (200, "{}"), (200, "{}"), (200, "{}")]
    assert [(leg["state"]["S"], leg["contact"]["M"]["contact_id"]["S"]) for leg in account.legs()] == [
        ("ended", "c-irina")
    ]
    frames = [json.loads(body)["call"] for _, path, _, body in server.asked if path.endswith("/@connections/tab-1")]
    assert [(frame["state"], frame["contacts"][0]["name"]) for frame in frames] == [
        ("ringing", "Ирина Соколова"), ("ended", "Ирина Соколова"),
    ]  # fmt: skip


def test_its_requests_are_as_many_as_ever(account: Account, server: Server) -> None:
    for tab in ("tab-1", "tab-2"):
        account.socket("$connect", tab)
    run(server.url, ASKED, RING)
    asked = operations(server, 0)
    before, first, second = sorted(asked[:4]), asked[4:6], asked[6:]
    assert before == ["GetItem", "GetItem", "GetSecretValue", "Scan"], "what every call needs is read at the start"
    assert first == ["Query", "Query"]
    assert sorted(second[:4]) == ["Query", "Query", "Query", "TransactWriteItems"]
    assert len(second[4:]) == 2


def test_all_of_it_takes_turns_on_one_thread(account: Account, server: Server) -> None:
    account.socket("$connect", "tab-1")
    assert run(server.url, ASKED, RING, HISTORY).threads == 1


def test_the_door_loads_no_library_that_it_can_do_without(account: Account, server: Server) -> None:
    found = run(server.url, RING)
    ours = {name for name in found.loaded[-1] if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name.split(".")[0] for name in ours} <= MAY_LOAD
    assert not {name for name in ours if name.startswith("botocore.")}
    assert "concurrent.futures" not in found.loaded[-1], "threads are for others"


def test_nothing_is_left_for_the_first_call_to_load(account: Account, server: Server) -> None:
    account.socket("$connect", "tab-1")
    found = run(server.url, ASKED, RING, HISTORY)
    assert sorted(set(found.loaded[-1]) - set(found.loaded[0])) == []


def test_what_fails_at_the_start_is_tried_again_by_the_call(account: Account, server: Server) -> None:
    failing = {"GetSecretValue": 2, "Scan": 4}  # all the attempts of the start

    def fail(number: int) -> Answer | None:
        name = operations(server, number - 1)[0]
        failing[name] = failing.get(name, 0) - 1
        return (500, {}, b"{}") if failing[name] >= 0 else None

    server.instead = fail
    assert run(server.url, RING).answers == [(200, "{}")]
    assert len(account.legs()) == 1
    assert (failing["GetSecretValue"], failing["Scan"]) == (-1, -1)


def test_without_an_account_the_door_opens_all_the_same(account: Account) -> None:
    found = run("http://127.0.0.1:9", ASKED)
    assert found.answers == [(200, '{"responsible": ""}')]


def hangs(server: Server, operation: str, times: int) -> Callable[[int], Answer | None]:
    """Let the first requests of a kind wait for longer than anybody does."""
    hung: list[int] = []

    def hang(number: int) -> Answer | None:
        if operations(server, number - 1)[0] != operation or len(hung) == times:
            return None
        hung.append(number)
        return hanging(2)

    return hang


def test_a_question_is_answered_while_the_index_hangs_and_so_is_the_next(account: Account, server: Server) -> None:
    account.choose(auto_transfer=True)
    server.instead = hangs(server, "Query", 2)
    found = run(server.url, ASKED, RING, ASKED)
    assert found.answers == [(200, '{"responsible": ""}'), (200, "{}"), (200, '{"responsible": "100"}')]
    assert len(account.legs()) == 1


def test_a_call_that_cannot_be_written_is_spooled_in_time_and_the_next_is_written(
    account: Account, server: Server
) -> None:
    queue = boto3.client("sqs")
    url = queue.create_queue(QueueName="spool")["QueueUrl"]
    server.instead = hangs(server, "TransactWriteItems", 1)
    found = run(server.url, RING, RING | {"callid": "78"}, SPOOL_URL=url, PATIENCE="1")
    asked = operations(server, 0)
    assert asked[: asked.index("SendMessage")].count("TransactWriteItems") == 1, "who waits does not wait for a retry"
    assert found.answers == [(200, "{}"), (200, "{}")]
    kept = [json.loads(each["Body"])["fields"]["callid"] for each in queue.receive_message(QueueUrl=url)["Messages"]]
    assert kept == ["77"]
    assert "78" in {leg["callid"]["S"] for leg in account.legs()}
