"""DynamoDB puts off what it cannot do now; the address book asks again, for as long as it may."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from callcard.adapters.book import BulkBook
from callcard.adapters.book.sending import Sender
from callcard.domain.contacts import Change, Contact, Kind
from callcard.errors import ConflictError, UnavailableError
from tests.integration.memory import TABLES, Memory, client

pytestmark = pytest.mark.clock

MANY = [Contact(f"c-{n:02}", Kind.PERSON, f"Клиент {n:02}", phones=(f"7900{n:07}",)) for n in range(60)]
Answer = tuple[int, Any]


def cancelled(*codes: str) -> Answer:
    """Cancel a transaction for these reasons."""
    reasons = [{"Code": code} for code in codes]
    return 400, {"__type": "x#TransactionCanceledException", "message": "x", "CancellationReasons": reasons}


def busy(code: str) -> Answer:
    """Refuse a request for now."""
    return 400, {"__type": f"x#{code}", "message": "x"}


def first(times: int, wanted: str, answer: Callable[[Any], Answer]) -> Callable[[str, Any], Answer | None]:
    """Answer the first requests of a kind."""
    left = iter(range(times))
    return lambda operation, asked: answer(asked) if operation == wanted and next(left, None) is not None else None


def half(memory: Memory, operation: str, asked: Any) -> Answer | None:
    """Do half of what a batch asks, and give the rest back; one thing alone is done."""
    [(table, part)] = asked["RequestItems"].items()
    reads = operation == "BatchGetItem"
    keys = part["Keys"] if reads else part
    if len(keys) == 1:
        return None
    done, left = ({table: part | {"Keys": some} if reads else some} for some in (keys[::2], keys[1::2]))
    rest = {"UnprocessedKeys" if reads else "UnprocessedItems": left}
    return 200, memory.tables.answer(operation, {"RequestItems": done}) | rest


@pytest.mark.parametrize(
    ("operation", "answer"),
    [
        ("TransactWriteItems", cancelled("None", "TransactionConflict")),
        ("TransactWriteItems", cancelled("ThrottlingError", "None")),
        ("TransactWriteItems", cancelled("ProvisionedThroughputExceeded")),
        ("TransactWriteItems", busy("ProvisionedThroughputExceededException")),
        ("BatchWriteItem", busy("ProvisionedThroughputExceededException")),
        ("BatchGetItem", busy("ThrottlingException")),
    ],
)
def test_what_is_put_off_is_asked_for_again_until_it_is_done(operation: str, answer: Answer) -> None:
    memory = Memory()
    memory.instead = first(3, operation, lambda _: answer)
    assert memory.bulk().write_many([Change(None, MANY[0])]) == []
    assert memory.bulk().get_many(["c-00"]) == {"c-00": MANY[0]}
    assert memory.requests.count(operation) > 3


def test_the_rest_of_a_batch_is_asked_for_again() -> None:
    memory = Memory()

    memory.instead = lambda operation, asked: half(memory, operation, asked) if "Batch" in operation else None
    assert memory.bulk().write_many([Change(None, contact) for contact in MANY]) == []
    assert memory.bulk().get_many([contact.contact_id for contact in MANY]).keys() == {c.contact_id for c in MANY}
    assert len(memory.contacts().search("клиент", None, 60).rows) == 60


WORKS: dict[str, Callable[[BulkBook], object]] = {
    "TransactWriteItems": lambda book: book.write_many([Change(None, MANY[0])]),
    "BatchWriteItem": lambda book: book.write_many([Change(None, MANY[0])]),
    "BatchGetItem": lambda book: book.get_many(["c-00"]),
}


@pytest.mark.parametrize("operation", WORKS)
def test_patience_ends(operation: str) -> None:
    memory = Memory()
    memory.instead = first(10**6, operation, lambda _: busy("RequestLimitExceeded"))
    started = time.monotonic()
    with pytest.raises(UnavailableError):
        WORKS[operation](memory.bulk(patience=0.5))
    assert 0.5 <= time.monotonic() - started < 30
    assert memory.requests.count(operation) > 2


def test_a_transaction_that_can_never_succeed_is_not_repeated() -> None:
    memory = Memory()
    memory.instead = first(10**6, "TransactWriteItems", lambda _: cancelled("ItemCollectionSizeLimitExceeded"))
    with pytest.raises(UnavailableError):
        memory.contacts().create(MANY[0])
    assert memory.requests.count("TransactWriteItems") == 1


def test_a_lost_condition_beside_a_conflict_is_lost() -> None:
    memory = Memory()
    memory.instead = first(
        1, "TransactWriteItems", lambda _: cancelled("ConditionalCheckFailed", "TransactionConflict")
    )
    with pytest.raises(ConflictError):
        memory.contacts().create(MANY[0])


def test_terms_that_cannot_be_removed_fail_no_edit() -> None:
    memory = Memory()
    memory.contacts().create(MANY[0])
    made, line = client(0)
    line.memory = memory
    memory.instead = lambda operation, asked: (
        busy("InternalServerError") if operation == "BatchWriteItem" and "DeleteRequest" in str(asked) else None
    )
    memory.contacts().delete(memory.contacts().get("c-00"))
    memory.instead = lambda *_: None
    assert (memory.tables.all("ContactsTable"), memory.contacts().search("клиент", None).rows) == ([], [])
    assert Sender(made).read(TABLES.contacts, [{"contact_id": {"S": "c-00"}}]) == []
