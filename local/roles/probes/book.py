"""Late linking: the address book changes, calls known already follow."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle

from local.roles.bench import Bench, fresh_number
from local.roles.owner import EXTENSION
from local.roles.probe import probe
from local.roles.probes.calls import SETUP, ended, new_call
from local.roles.probes.desk import person

MANY = 12  # of them the next to be written is sure to have changed since it was read


def meet(bench: Bench, phone: str) -> str:
    """Enter somebody into the address book."""
    made: str = bench.operator.must("POST", "/contacts", person(phone))["contact_id"]
    bench.memory["contacts"].append(made)
    return made


def linked(bench: Bench) -> bool:
    """A call of the past gets the contact that is made after it."""
    callid, phone = new_call(), fresh_number()
    bench.post(ended(bench, callid, phone))
    made = meet(bench, phone)
    return bench.until(lambda: named(bench, callid) == made)


def named(bench: Bench, callid: str) -> str | None:
    """Say which contact the journal names for a call."""
    legs = bench.owner.legs(callid).values()
    return next((leg["journal_contact"]["S"] for leg in legs if "journal_contact" in leg), None)


@probe("relink", "Query NumbersTable", "PutItem CallsTable", "Query CallsTable/index/PhoneIndex", *SETUP)
def a_call_of_the_past_gets_its_contact(bench: Bench) -> bool:
    return linked(bench)


@probe("relink", "Query CallsTable/index/ContactIndex")
def a_call_of_the_past_gets_its_contact_when_few_digits_decide(bench: Bench) -> bool:
    with few_digits(bench):
        return linked(bench)


@contextmanager
def few_digits(bench: Bench) -> Iterator[None]:
    """Let fewer digits decide than the phone index begins with."""
    settings = bench.admin.must("GET", "/settings")
    bench.admin.must("PUT", "/settings", settings | {"suffix_digits": 4})
    bench.settle()
    try:
        yield
    finally:
        bench.admin.must("PUT", "/settings", settings)
        bench.settle()


@probe("relink", "Query ConnectionsTable", "ManageConnections sockets/POST")
def a_card_that_is_open_gets_its_contact(bench: Bench) -> bool:
    callid, phone = new_call(), fresh_number()
    bench.post(bench.message(callid, phone))
    with bench.screen() as screen:
        meet(bench, phone)
        return screen.call(callid, relinked=True) is not None


@probe("relink", "DeleteItem ConnectionsTable")
def a_tab_that_is_gone_is_forgotten_when_the_book_changes(bench: Bench) -> bool:
    phone = fresh_number()
    bench.post(bench.message(new_call(), phone))
    with bench.owner.closed_tab() as tab:
        meet(bench, phone)
        return bench.until(lambda: tab not in bench.owner.tabs())


@probe("relink", "SendMessage RelinkQueue")
def a_change_waits_for_its_second_look(bench: Bench) -> bool:
    before = bench.owner.waiting_in("RelinkQueue")
    meet(bench, fresh_number())
    return bench.until(lambda: bench.owner.waiting_in("RelinkQueue") > before)


# the last of them: it keeps those busy who follow the calls
@probe("relink", "Query CallsTable")
def calls_that_change_meanwhile_get_their_contact_all_the_same(bench: Bench) -> bool:
    phone, callids = fresh_number(), [new_call() for _ in range(MANY)]
    for callid in callids:
        bench.post(ended(bench, callid, phone))
    with changing(bench, callids):
        made = meet(bench, phone)
        return bench.until(lambda: all(named(bench, callid) == made for callid in callids))


@contextmanager
def changing(bench: Bench, callids: Sequence[str]) -> Iterator[None]:
    """Write calls anew all the time, one after the other, as notes and late events do."""
    enough = threading.Event()
    dynamodb, table = bench.owner.aws("dynamodb"), bench.owner.physical["CallsTable"]

    def write() -> None:
        for callid in cycle(callids):
            if enough.is_set():
                return
            dynamodb.update_item(
                TableName=table,
                Key={"callid": {"S": callid}, "leg": {"S": f"{EXTENSION}#000000"}},
                UpdateExpression="ADD version :one",
                ExpressionAttributeValues={":one": {"N": "1"}},
            )

    writing = threading.Thread(target=write)
    writing.start()
    try:
        yield
    finally:
        enough.set()
        writing.join()
