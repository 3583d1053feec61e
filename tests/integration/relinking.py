"""What the tests of late linking share: who comes into the book, and the streams that tell of it."""

from typing import Any

from callcard.wiring import boto_clients
from tests.integration.conftest import Account
from tests.integration.test_inbound import RING
from tests.integration.test_journal import told

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


def after_calls(account: Account) -> Stream:
    """Give the stream from here on, with two past calls of a stranger and one of Irina's."""
    told(account, 1, phone=STRANGER)
    told(account, 2)
    told(account, 3, phone=STRANGER, user="101", ext="101", status="missed")
    return Stream(account)


def while_it_rings(account: Account) -> Stream:
    """Give the stream while a stranger's call rings at 100, whose operator and another have a tab open."""
    account.socket("$connect", "tab", "100")
    account.socket("$connect", "other", "101")
    account.choose(toast=True)
    account.post(RING | {"phone": STRANGER})
    return Stream(account)
