"""A 2xx means the event is kept, whatever is broken; `contact` answers in time."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from callcard.wiring import boto_clients, inbound, shared, spool
from functions.inbound.app import lambda_handler as inbound_door
from functions.spool.app import lambda_handler as spool_door
from tests.fake_context import LambdaContext
from tests.integration.conftest import TOKEN, Account
from tests.integration.faults import BROKEN, THROTTLED, Fault, hanging, meeting, reluctant, unreachable

pytestmark = pytest.mark.clock

LEG = {"callid": "7", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "3333333"}
RING = {"cmd": "event", "type": "INCOMING", "direction": "in"} | LEG
ANSWER = {"cmd": "event", "type": "ACCEPTED", "direction": "in"} | LEG
END = {"cmd": "history", "type": "in", "duration": "50", "status": "success", "start": "", "end": ""} | LEG
CONTACT = {"cmd": "contact", "phone": "89991234567"}
MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FAULTS = {"throttled": THROTTLED, "broken": BROKEN, "unreachable": unreachable}
ANSWER_WITHIN = 1.5
PUSHED_WITHIN = 0.8 + 0.4  # the budget, and what the rest of the answer takes on a loaded machine


class Clock:
    """The doors' time, moved by hand."""

    def __init__(self) -> None:
        self.at = MORNING

    def __call__(self) -> datetime:
        return self.at

    def wait(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock(account: Account, monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(inbound, "now", made)
    return made


@pytest.fixture
def queue(account: Account) -> Iterator[Any]:
    spool.intake.cache_clear()
    client = boto_clients.session().client("sqs")
    client.create_queue(QueueName="spool")
    yield client
    spool.intake.cache_clear()


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out botocore's pauses between its attempts; the attempts stay."""
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None, time=time.time))


@contextmanager
def tabs_meeting(account: Account, fault: Fault) -> Iterator[list[str]]:
    """Let pushes meet a fault; what it lets through reaches the browser."""
    events = vars(shared.sockets())["_client"].meta.events
    met: list[str] = []

    def push(request: AWSPreparedRequest, event_name: str, **_: Any) -> Any:
        met.append(event_name)
        return fault(request) or account.browser(request)

    events.unregister("before-send", account.browser)
    events.register_first("before-send", push)
    try:
        yield met
    finally:
        events.unregister("before-send", push)
        events.register_first("before-send", account.browser)


def spool_client() -> Any:
    return vars(inbound.intake().spool)["_client"]


def kept_in(queue: Any) -> list[dict[str, Any]]:
    found = queue.receive_message(QueueUrl=spool_url(queue), MaxNumberOfMessages=10, VisibilityTimeout=0)
    messages: list[dict[str, Any]] = found.get("Messages", [])
    return messages


def spool_url(queue: Any) -> str:
    return str(queue.get_queue_url(QueueName="spool")["QueueUrl"])


def record(message_id: str, body: str) -> dict[str, Any]:
    source = {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:spool"}
    return source | {"messageId": message_id, "receiptHandle": "r", "body": body, "awsRegion": "eu-central-1"}


def drain(*records: dict[str, Any]) -> list[str]:
    """Hand kept messages to the spool's function; the ids it could not take."""
    answer: Any = spool_door({"Records": list(records)}, LambdaContext())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def empty(account: Account) -> None:
    for item in account.scan("CallsTable"):
        shared.dynamodb().delete_item(TableName="CallsTable", Key={name: item[name] for name in ("callid", "leg")})


def timed(account: Account, message: dict[str, Any]) -> tuple[tuple[int, Any], float]:
    started = time.monotonic()
    answer = account.post(message)
    return answer, time.monotonic() - started


# ---- the spool


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("struck", range(3))
@pytest.mark.usefixtures("no_waiting")
def test_an_event_dynamodb_cannot_take_waits_in_the_spool_and_changes_nothing_of_the_truth(
    account: Account, clock: Clock, queue: Any, fault: str, struck: int
) -> None:
    def call(broken: int | None) -> list[dict[str, Any]]:
        empty(account)
        clock.at = MORNING
        for number, message in enumerate((RING, ANSWER, END)):
            clock.wait(20)
            if number == broken:
                with meeting(FAULTS[fault], shared.dynamodb()):
                    assert account.post(message) == (200, {})
            else:
                account.post(message)
        clock.wait(3600)
        return account.legs()

    undisturbed = call(None)
    call(struck)
    [kept] = kept_in(queue)
    assert TOKEN not in kept["Body"]
    assert json.loads(kept["Body"])["received_at"] == (MORNING + timedelta(seconds=20 * (struck + 1))).isoformat()
    assert drain(record("1", kept["Body"])) == []
    [leg], [expected] = account.legs(), undisturbed
    # an event that comes last is also the last change; its order among the others shows in these alone
    told_by_order = {"version", "answered_at", "closed_at", "rung_at", "started_at", "moments"} if struck < 2 else set()
    assert {k: v for k, v in leg.items() if k not in told_by_order} == {
        k: v for k, v in expected.items() if k not in told_by_order
    }


@pytest.mark.usefixtures("no_waiting")
def test_a_whole_call_out_of_the_spool_is_the_call_as_it_was(account: Account, clock: Clock, queue: Any) -> None:
    def call() -> None:
        clock.at = MORNING
        for message in (RING, ANSWER, END):
            clock.wait(20)
            assert account.post(message) == (200, {})

    call()
    undisturbed = account.legs()
    empty(account)
    with meeting(BROKEN, shared.dynamodb()):
        call()
    assert account.legs() == []
    clock.wait(3600)
    assert drain(*(record(str(n), kept["Body"]) for n, kept in enumerate(kept_in(queue)))) == []
    assert account.legs() == undisturbed


def test_a_dynamodb_that_hangs_costs_the_pbx_no_time_out(account: Account, queue: Any) -> None:
    with meeting(hanging(1.5), shared.dynamodb()):
        answer, seconds = timed(account, RING)
    assert answer == (200, {})
    assert seconds < 7  # the function itself ends after 10
    assert len(kept_in(queue)) == 1


def test_a_dynamodb_that_answers_every_fourth_attempt_is_not_waited_for(account: Account, queue: Any) -> None:
    with meeting(reluctant(1.5, attempts=4), shared.dynamodb()):
        answer, seconds = timed(account, RING)
    assert answer == (200, {})
    assert seconds < 7
    while not account.legs():  # what was given up is written all the same
        time.sleep(0.2)
    [kept], [leg] = kept_in(queue), account.legs()
    assert drain(record("1", kept["Body"])) == []
    assert account.legs() == [leg]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("no_waiting")
def test_when_nothing_durable_takes_the_event_the_pbx_is_asked_to_come_again(
    account: Account, queue: Any, fault: str
) -> None:
    with meeting(FAULTS[fault], shared.dynamodb(), spool_client()):
        body = json.dumps(RING | {"crm_token": TOKEN})
        answer = inbound_door({"httpMethod": "POST", "body": body}, LambdaContext())
    assert answer["statusCode"] == 503
    assert int(answer["headers"]["Retry-After"]) > 0
    assert list(json.loads(answer["body"])) == ["message"]
    assert (account.scan("CallsTable"), kept_in(queue)) == ([], [])


@pytest.mark.usefixtures("no_waiting")
def test_a_few_throttled_requests_are_repeated_without_the_spool(account: Account, queue: Any) -> None:
    left = [3]

    def sometimes(request: Any) -> Any:
        left[0] -= 1
        return THROTTLED(request) if left[0] >= 0 else None

    with meeting(sometimes, shared.dynamodb(), only="TransactWriteItems"):
        assert account.post(RING) == (200, {})
    assert (len(account.legs()), kept_in(queue)) == (1, [])


@pytest.mark.parametrize("message", ["RING", "END"])
@pytest.mark.usefixtures("no_waiting")
def test_a_write_whose_answer_is_lost_is_one_write(account: Account, queue: Any, message: str) -> None:
    operation = "TransactWriteItems"  # a start, and the first word that somebody took the call
    with meeting(BROKEN, shared.dynamodb(), only=operation, too_late=True):
        assert account.post({"RING": RING, "END": END}[message]) == (200, {})
    [leg] = account.legs()
    assert leg["version"] == {"N": "1"}
    assert drain(*(record(str(n), kept["Body"]) for n, kept in enumerate(kept_in(queue)))) == []
    assert account.legs() == [leg]


def test_of_a_batch_only_what_failed_comes_again(account: Account, queue: Any) -> None:
    good = [{"fields": RING | {"callid": callid}, "received_at": MORNING.isoformat()} for callid in ("1", "2")]
    failed = drain(record("a", json.dumps(good[0])), record("b", "{"), record("c", json.dumps(good[1])))
    assert failed == ["b"]
    assert {leg["callid"]["S"] for leg in account.legs()} == {"1", "2"}


@pytest.mark.usefixtures("no_waiting")
def test_a_batch_that_meets_the_trouble_again_stays_in_the_queue(account: Account, queue: Any) -> None:
    body = json.dumps({"fields": RING, "received_at": MORNING.isoformat()})
    with meeting(THROTTLED, shared.dynamodb()):
        assert drain(record("a", body)) == ["a"]
    assert drain(record("a", body)) == []


# ---- contact: always an answer, always in time


@pytest.mark.parametrize("fault", [THROTTLED, BROKEN, unreachable, hanging(1.5)], ids=[*FAULTS, "hanging"])
@pytest.mark.parametrize("broken", ["", "GetItem", "Scan"], ids=["everything", "settings", "operators"])
def test_contact_answers_nobody_in_time_when_dynamodb_fails(account: Account, fault: Fault, broken: str) -> None:
    account.choose(auto_transfer=True)
    with meeting(fault, shared.dynamodb(), only=broken):
        answer, seconds = timed(account, CONTACT)
    assert answer == (200, {"responsible": ""})
    assert seconds < ANSWER_WITHIN


@pytest.mark.parametrize("fault", [BROKEN, unreachable, hanging(1)], ids=["broken", "unreachable", "hanging"])
@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
def test_contact_answers_in_time_when_secrets_manager_fails(
    account: Account, clock: Clock, fault: Fault, warm: bool
) -> None:
    account.choose(auto_transfer=True)
    if warm:
        assert account.post(CONTACT) == (200, {"responsible": "100"})
        clock.wait(301)
    with meeting(fault, shared.secrets_manager()):
        answer, seconds = timed(account, CONTACT)
    assert answer[0] == 200
    assert list(answer[1]) == ["responsible"]
    assert seconds < ANSWER_WITHIN


def test_contact_with_a_wrong_token_is_refused_while_only_dynamodb_fails(account: Account) -> None:
    with meeting(BROKEN, shared.dynamodb()):
        assert account.post(CONTACT | {"crm_token": "wrong"})[0] == 401


# ---- the tokens


@pytest.mark.parametrize("fault", [BROKEN, unreachable], ids=["broken", "unreachable"])
@pytest.mark.usefixtures("no_waiting")
def test_the_last_known_token_serves_an_hour(account: Account, clock: Clock, fault: Fault) -> None:
    assert account.post(RING) == (200, {})
    with meeting(fault, shared.secrets_manager()):
        clock.wait(300 + 3590)
        assert account.post(ANSWER) == (200, {})
        assert account.post(ANSWER | {"crm_token": "wrong"})[0] == 401
        clock.wait(20)
        assert account.post(END)[0] == 503
    assert account.post(END) == (200, {})


@pytest.mark.usefixtures("no_waiting")
def test_a_failing_secrets_manager_is_not_asked_for_every_event(account: Account, clock: Clock) -> None:
    account.post(RING)
    clock.wait(301)
    with meeting(BROKEN, shared.secrets_manager()) as met:
        for message in (ANSWER, END, CONTACT, CONTACT):
            account.post(message)
        assert len(met) == 2  # one read, tried twice
        clock.wait(6)
        account.post(END)
        assert len(met) == 4


@pytest.mark.parametrize("token", [TOKEN, "wrong"])
@pytest.mark.usefixtures("no_waiting")
def test_a_cold_function_without_secrets_neither_accepts_nor_refuses(account: Account, token: str) -> None:
    with meeting(BROKEN, shared.secrets_manager()):
        assert account.post(RING | {"crm_token": token})[0] == 503
    assert account.scan("CallsTable") == []


def test_a_secrets_manager_that_hangs_leaves_time_to_say_so(account: Account) -> None:
    with meeting(hanging(1), shared.secrets_manager()):
        answer, seconds = timed(account, RING)
    assert (answer[0], seconds < 7) == (503, True)
