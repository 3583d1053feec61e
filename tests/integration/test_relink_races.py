"""Calls and the address book change at once: the later holds."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from callcard.wiring import shared
from tests.integration.conftest import Account
from tests.integration.faults import meeting, refusing
from tests.integration.relinking import STRANGER, Stream, add, after_calls, change, kept, names, while_it_rings
from tests.integration.test_inbound import ANSWER, END
from tests.integration.test_journal import told


@pytest.fixture
def stream(account: Account) -> Stream:
    """Give the stream after some calls."""
    return after_calls(account)


@pytest.fixture
def ringing(account: Account) -> Stream:
    """Give the stream while a stranger's call rings."""
    return while_it_rings(account)


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
