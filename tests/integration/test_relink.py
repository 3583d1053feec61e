"""Late linking: what a change of the address book does to past calls and open cards."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from callcard.domain.cards import Moment
from callcard.errors import UnavailableError
from callcard.wiring import boto_clients, relink, shared
from tests.integration.conftest import Account
from tests.integration.faults import BROKEN, meeting, refusing
from tests.integration.test_inbound import ANSWER, END, RING
from tests.integration.test_journal import journal, told

STRANGER = "84950000000"
ANNA = {"kind": "person", "name": "Анна Белова", "company": "ООО «Полюс»", "phones": [STRANGER]}


class Stream:
    """The phone index's stream: a record of every item that changed since it was read last."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.seen = self._items()

    def _items(self) -> dict[str, Any]:
        return {item["number_key"]["S"]: item for item in self.account.scan("NumbersTable")}

    def read(self) -> list[dict[str, Any]]:
        before, self.seen = self.seen, self._items()
        changed = [key for key in before | self.seen if before.get(key) != self.seen.get(key)]
        return [record(key) for key in sorted(changed)]

    def flow(self) -> None:
        """Hand what came to late linking, as one batch."""
        self.account.relink(*self.read())


def record(number_key: str) -> dict[str, Any]:
    """Write a record as DynamoDB does for a stream of keys."""
    keys = {"last_digit": {"S": number_key[0]}, "number_key": {"S": number_key}}
    told = {"Keys": keys, "SequenceNumber": "1", "SizeBytes": 30, "StreamViewType": "KEYS_ONLY"}
    return {"eventID": "1", "eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": told}


def kept() -> list[dict[str, Any]]:
    """Take what waits for the second look, as SQS hands it to the function."""
    queue = boto_clients.session().client("sqs")
    url = queue.get_queue_url(QueueName="relink")["QueueUrl"]
    messages = queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
    source = {"eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:relink"}
    return [
        source | {"messageId": str(number), "receiptHandle": "r", "body": message["Body"], "awsRegion": "eu-central-1"}
        for number, message in enumerate(messages)
    ]


def add(account: Account, **changed: Any) -> dict[str, Any]:
    """Create a contact."""
    status, made = account.desk("POST", "/contacts", ANNA | changed)
    assert status == 201, made
    assert isinstance(made, dict)
    return made


def change(account: Account, contact: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Write a contact anew."""
    names = ("kind", "name", "company", "phones", "responsible", "note", "version")
    body = {name: contact[name] for name in names} | changed
    status, made = account.desk("PUT", f"/contacts/{contact['contact_id']}", body)
    assert status == 200, made
    assert isinstance(made, dict)
    return made


def names(account: Account, **asked: str) -> list[str | None]:
    """Read whom the journal names, newest first."""
    rows = account.desk("GET", "/calls", queryStringParameters=asked)[1]["calls"]
    return [row["contact"] and row["contact"]["name"] for row in rows]


@pytest.fixture
def stream(account: Account) -> Stream:
    """Give the stream from here on, with two past calls of a stranger and one of Irina's."""
    told(account, 1, phone=STRANGER)
    told(account, 2)
    told(account, 3, phone=STRANGER, user="101", ext="101", status="missed")
    return Stream(account)


# ---- the journal


def test_a_new_contact_gets_the_past_calls_of_its_number_and_no_others(account: Account, stream: Stream) -> None:
    made = add(account)
    assert names(account) == [None, "Ирина Соколова", None]
    stream.flow()
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]
    assert journal(account, contact=made["contact_id"]) == ["call-3", "call-1"]
    assert journal(account, query="белова") == ["call-3", "call-1"]


def test_a_number_that_is_removed_takes_its_calls_with_it(account: Account, stream: Stream) -> None:
    made = add(account, phones=[STRANGER, "89160001122"])
    stream.flow()
    change(account, made, phones=["89160001122"])
    stream.flow()
    assert names(account) == [None, "Ирина Соколова", None]
    assert journal(account, contact=made["contact_id"]) == journal(account, query="белова") == []


def test_a_contact_that_is_removed_is_named_no_more(account: Account, stream: Stream) -> None:
    made = add(account)
    stream.flow()
    account.desk("DELETE", f"/contacts/{made['contact_id']}")
    stream.flow()
    assert names(account) == [None, "Ирина Соколова", None]


def test_past_calls_follow_a_new_name(account: Account, stream: Stream) -> None:
    made = add(account)
    stream.flow()
    change(account, made, name="Анна Чернова", company="")
    stream.flow()
    assert names(account) == ["Анна Чернова", "Ирина Соколова", "Анна Чернова"]
    assert journal(account, query="белова") == journal(account, query="полюс") == []


def test_a_number_that_moves_takes_its_calls_to_the_other_contact(account: Account, stream: Stream) -> None:
    anna, boris = add(account), add(account, name="Борис", phones=[])
    change(account, anna, phones=[])
    change(account, boris, phones=[STRANGER])
    stream.flow()
    assert names(account) == ["Борис", "Ирина Соколова", "Борис"]


def test_two_who_fit_equally_well_get_no_call_and_the_one_who_stays_gets_it(account: Account, stream: Stream) -> None:
    add(account)
    rival = add(account, name="Борис")
    stream.flow()
    assert names(account) == [None, "Ирина Соколова", None]
    account.desk("DELETE", f"/contacts/{rival['contact_id']}")
    stream.flow()
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]


def test_a_pin_gives_past_calls_and_the_open_card_to_one_of_several(account: Account, stream: Stream) -> None:
    anna = add(account)
    add(account, name="Борис")
    stream.flow()
    account.socket("$connect", "tab", "100")
    account.post(RING | {"phone": STRANGER})
    pin = f"/numbers/{anna['phones'][0]}/pin"
    assert account.desk("PUT", pin, {"contact_id": anna["contact_id"]})[0] == 200
    stream.flow()
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]
    assert account.desk("DELETE", pin)[0] == 204
    stream.flow()
    assert names(account) == [None, "Ирина Соколова", None]
    shown = [[contact["reason"] for contact in call["contacts"]] for call in account.browser.calls("tab")]
    assert shown == [["full", "full"], ["pinned"], ["full", "full"]]


def test_a_whole_number_beats_the_last_digits_that_were_the_best_so_far(account: Account, stream: Stream) -> None:
    add(account, name="Похожий", phones=["89160000000"])
    stream.flow()
    assert names(account) == ["Похожий", "Ирина Соколова", "Похожий"]
    add(account)
    stream.flow()
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]


@pytest.mark.parametrize(("digits", "links"), [(7, True), (8, False), (20, False)])
def test_last_digits_link_as_the_setting_says(account: Account, stream: Stream, digits: int, links: bool) -> None:
    account.choose(suffix_digits=digits)
    add(account, phones=["89160000000"])  # seven digits in common with the stranger's
    stream.flow()
    assert names(account)[0] == ("Анна Белова" if links else None)


def test_few_last_digits_link_no_past_call_but_a_new_name_and_a_removal_reach_all(account: Account) -> None:
    account.choose(suffix_digits=3)
    stream = Stream(account)
    told(account, 1, phone="84957777123")
    made = add(account, phones=["89160000123"])
    stream.flow()
    assert names(account) == [None]
    told(account, 2, phone="84958888123")
    made = change(account, made, name="Анна Чернова")
    stream.flow()
    assert names(account) == ["Анна Чернова", None]
    account.desk("DELETE", f"/contacts/{made['contact_id']}")
    stream.flow()
    assert names(account) == [None, None]


def test_a_short_number_is_only_its_own(account: Account) -> None:
    told(account, 1, phone="112")
    told(account, 2, phone="84957777112")
    stream = Stream(account)
    add(account, phones=["112"])
    stream.flow()
    assert names(account) == [None, "Анна Белова"]


def test_repeated_records_write_nothing_more(account: Account, stream: Stream) -> None:
    add(account)
    records = stream.read()
    account.relink(*records)
    account.requests.clear()
    account.relink(*records, *records)
    assert "dynamodb.PutItem" not in account.requests


def test_a_withheld_number_and_an_internal_call_are_in_no_phone_index(account: Account) -> None:
    account.post(RING | {"phone": "anonymous"})
    account.post(RING | {"phone": "101", "callid": "2"})
    account.post(RING | {"callid": "3"})
    assert [leg["phone_key"]["S"][:12] for leg in account.legs() if "phone_key" in leg] == ["76543219997#"]


# ---- open cards


@pytest.fixture
def ringing(account: Account) -> Stream:
    """Give the stream while a stranger's call rings at 100, whose operator and another have a tab open."""
    account.socket("$connect", "tab", "100")
    account.socket("$connect", "other", "101")
    account.choose(toast=True)
    account.post(RING | {"phone": STRANGER})
    return Stream(account)


def test_the_open_card_learns_its_contact_at_once_without_a_toast(account: Account, ringing: Stream) -> None:
    made = add(account, responsible="operator-101")
    ringing.flow()
    before, after = account.browser.calls("tab")
    assert after["contacts"] == [
        {name: made[name] for name in ("contact_id", "name", "kind", "company", "responsible")}
        | {"phone": made["phones"][0], "display": made["displays"][0], "reason": "full", "matched": 11}
    ]
    changed = {"version": before["version"] + 1, "toast": False, "relinked": True}
    assert after | {"contacts": [], "server_time": 0} == before | changed | {"server_time": 0}
    assert (before["toast"], before["relinked"], before["card"]) == (True, False, True)
    assert account.browser.frames.get("other") is None


def test_the_card_follows_every_further_change(account: Account, ringing: Stream) -> None:
    made = add(account)
    ringing.flow()
    change(account, made, name="Анна Чернова")
    ringing.flow()
    rival = add(account, name="Борис")
    ringing.flow()
    account.desk("DELETE", f"/contacts/{rival['contact_id']}")
    account.desk("DELETE", f"/contacts/{made['contact_id']}")
    ringing.flow()
    shown = [[contact["name"] for contact in call["contacts"]] for call in account.browser.calls("tab")]
    assert shown == [[], ["Анна Белова"], ["Анна Чернова"], ["Анна Чернова", "Борис"], []]


def test_a_card_that_has_not_come_yet_does_not_come_by_this(account: Account, ringing: Stream) -> None:
    account.choose(incoming_card=Moment.ANSWER)
    account.post(RING | {"phone": STRANGER, "callid": "2"})
    account.choose(incoming_card=Moment.RING, toast=True)  # for the calls to come
    add(account)
    ringing.flow()
    told = {call["call_id"]: (call["card"], call["toast"]) for call in account.browser.calls("tab") if call["relinked"]}
    assert told == {"2#100#0": (False, False), f"{RING['callid']}#100#0": (True, False)}


@pytest.mark.parametrize(
    ("ended", "seconds", "hears"),
    [
        (END, 25, True),
        (END, 35, False),
        (END | {"status": "missed"}, 35, True),
        (END | {"status": "missed"}, 11 * 3600, True),
        (END | {"status": "missed"}, 13 * 3600, False),
    ],
    ids=["just ended", "gone", "missed", "missed hours ago", "missed long ago"],
)
def test_the_card_of_a_call_that_is_over_is_told_while_it_may_stay(
    account: Account, ringing: Stream, monkeypatch: pytest.MonkeyPatch, ended: dict[str, Any], seconds: int, hears: bool
) -> None:
    account.post(ended | {"phone": STRANGER})
    add(account)
    at = shared.now() + timedelta(seconds=seconds)
    monkeypatch.setattr(relink, "now", lambda: at)
    ringing.flow()
    frames = [call for call in account.browser.calls("tab") if call["relinked"]]
    assert [(call["state"], call["card"], call["contacts"][0]["name"]) for call in frames] == (
        [("ended", True, "Анна Белова")] if hears else []
    )
    assert names(account) == ["Анна Белова"]


def test_past_calls_are_written_before_the_card_asks_for_them(account: Account, ringing: Stream) -> None:
    for number in range(5):
        told(account, number, phone=STRANGER)
    add(account)
    account.requests.clear()
    ringing.flow()
    assert [name for name in account.requests if name.endswith(("PutItem", "PostToConnection"))] == [
        *["dynamodb.PutItem"] * 6,
        "apigatewaymanagementapi.PostToConnection",
    ]
    assert account.browser.calls("tab")[-1]["relinked"]


# ---- at the same time


def between(account: Account, operation: str, work: Callable[[], object]) -> None:
    """Do something just before the next request of a kind is sent."""
    events = shared.dynamodb().meta.events
    name = f"before-send.dynamodb.{operation}"

    def interrupt(request: AWSPreparedRequest, **_: Any) -> None:
        events.unregister(name, interrupt)
        work()

    events.register_first(name, interrupt)


@pytest.mark.parametrize(("message", "state"), [(ANSWER, "talking"), (END, "ended")], ids=["answer", "end"])
def test_an_event_that_comes_while_a_leg_is_linked_is_not_undone(
    account: Account, ringing: Stream, message: dict[str, Any], state: str
) -> None:
    add(account)
    between(account, "PutItem", lambda: account.post(message | {"phone": STRANGER}))
    ringing.flow()
    [leg] = account.legs()
    assert leg["state"]["S"] == state
    last = account.browser.calls("tab")[-1]
    assert (last["state"], last["version"], last["relinked"]) == (state, int(leg["version"]["N"]), True)
    assert [contact["name"] for contact in last["contacts"]] == ["Анна Белова"]
    assert names(account) == (["Анна Белова"] if message is END else [])


@pytest.mark.parametrize("message", [ANSWER, END], ids=["answer", "end"])
def test_an_event_handled_with_an_older_book_loses_to_the_change(
    account: Account, ringing: Stream, message: dict[str, Any]
) -> None:
    def book_changes() -> None:
        add(account)
        ringing.flow()

    between(account, "TransactWriteItems", book_changes)
    account.post(message | {"phone": STRANGER})
    assert [contact["name"] for contact in account.browser.calls("tab")[-1]["contacts"]] == ["Анна Белова"]
    assert names(account) == (["Анна Белова"] if message is END else [])
    assert account.legs()[0]["state"]["S"] == account.browser.calls("tab")[-1]["state"]


def test_of_two_changes_at_once_the_later_holds(account: Account, stream: Stream) -> None:
    made = add(account)

    def renamed() -> None:
        change(account, made, name="Анна Чернова")
        stream.flow()

    records = stream.read()
    between(account, "PutItem", renamed)
    account.relink(*records)
    assert names(account) == ["Анна Чернова", "Ирина Соколова", "Анна Чернова"]


def test_a_record_that_was_written_with_an_older_book_is_found_by_the_second_look(
    account: Account, stream: Stream
) -> None:
    def book_changes() -> None:
        add(account)
        stream.flow()

    between(account, "TransactWriteItems", book_changes)
    told(account, 4, phone=STRANGER)  # the history is all that is ever heard of this call: nobody could find it before
    assert names(account) == [None, "Анна Белова", "Ирина Соколова", "Анна Белова"]
    assert account.relink(*kept()) == {"batchItemFailures": []}
    assert names(account) == ["Анна Белова", "Анна Белова", "Ирина Соколова", "Анна Белова"]


def test_a_write_that_meets_a_transaction_is_tried_again(account: Account, stream: Stream) -> None:
    add(account)
    struck: list[str] = []

    def once(request: AWSPreparedRequest) -> Any:
        struck.append("")
        return refusing(400, "TransactionConflictException")(request) if len(struck) == 1 else None

    with meeting(once, shared.dynamodb(), only="PutItem"):
        stream.flow()
    assert len(struck) == 3
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]


# ---- what is asked, kept and repeated


def test_a_batch_looks_each_ending_up_once_and_matches_each_number_once(account: Account, stream: Stream) -> None:
    for number in range(40):
        add(account, name=f"Клиент {number}", phones=[f"8916{number:02}00000"])
    records = stream.read()
    assert len(records) == 40
    account.requests.clear()
    account.relink(*records, *records)
    setup = ["dynamodb.GetItem", "dynamodb.GetItem", "dynamodb.Scan"]
    # one ending; one number of the journal's that ends so, asked on either side; its two calls
    assert sorted(account.requests) == sorted([*setup, *["dynamodb.Query"] * 3, *["dynamodb.PutItem"] * 2])


def test_the_phone_index_is_read_as_it_is_now(account: Account, stream: Stream) -> None:
    asked: list[dict[str, Any]] = []

    def note(request: AWSPreparedRequest, **_: Any) -> None:
        asked.append(json.loads(str(request.body, "utf-8") if isinstance(request.body, bytes) else str(request.body)))

    shared.dynamodb().meta.events.register("before-send.dynamodb.Query", note)
    add(account)
    stream.flow()
    assert {ask["ConsistentRead"] for ask in asked if ask["TableName"] == "NumbersTable"} == {True}


def test_when_dynamodb_fails_the_second_look_does_it(account: Account, stream: Stream) -> None:
    add(account)
    records = stream.read()
    with meeting(BROKEN, shared.dynamodb()):
        account.relink(*records)
        messages = kept()
        assert account.relink(*messages) == {"batchItemFailures": [{"itemIdentifier": "0"}]}
    assert names(account) == [None, "Ирина Соколова", None]
    assert account.relink(*messages) == {"batchItemFailures": []}
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]


def test_when_nothing_keeps_the_changes_the_stream_has_to_bring_them_again(account: Account, stream: Stream) -> None:
    add(account)
    records = stream.read()
    with meeting(BROKEN, vars(relink.use_case().later)["_client"]), pytest.raises(UnavailableError):
        account.relink(*records)
    assert names(account) == ["Анна Белова", "Ирина Соколова", "Анна Белова"]
    assert kept() == []


def test_changes_are_kept_a_hundred_to_a_message(account: Account) -> None:
    account.relink(*(record(f"{number:011}#c-{number}") for number in range(230)))
    bodies = [json.loads(message["body"]) for message in kept()]
    assert [len(body) for body in bodies] == [100, 100, 30]
    assert [number for body in bodies for number, _ in body] == [f"{number:011}"[::-1] for number in range(230)]


def test_no_number_and_no_name_is_logged(
    account: Account, stream: Stream, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    add(account)
    records = stream.read()
    with meeting(BROKEN, shared.dynamodb()):
        account.relink(*records)
        account.relink(*kept())
    account.relink(*records)
    logged = "".join([*capsys.readouterr(), *(str(vars(line)) for line in caplog.records)])
    assert "Not relinked at once" in logged
    assert not [word for word in ("4950000000", "0000005948", "Анна", "Белова") if word in logged]
