"""The PBX tells of calls: at the door, and out of the spool."""

from collections.abc import Callable
from uuid import uuid4

from local.roles.bench import Bench, fresh_number
from local.roles.grants import Grant
from local.roles.owner import EXTENSION
from local.roles.probe import probe

SETUP = ("GetItem StateTable", "Scan OperatorsTable")

type Tell = Callable[[dict[str, str]], object]


def new_call() -> str:
    """Name a call that nobody has heard of."""
    return f"roles-{uuid4()}"


def ended(bench: Bench, callid: str, phone: str) -> dict[str, str]:
    """Write what the PBX says when a caller has given up."""
    over = {"cmd": "history", "type": "in", "start": "", "end": "", "duration": "20", "status": "missed", "link": ""}
    return bench.message(callid, phone, **over)


def begins(bench: Bench, tell: Tell) -> bool:
    """A call that begins is written down."""
    callid = new_call()
    tell(bench.message(callid, fresh_number()))
    return bench.until(lambda: f"{EXTENSION}#000000" in bench.owner.legs(callid))


def ends(bench: Bench, tell: Tell) -> bool:
    """A call's end is written down."""
    callid, phone = new_call(), fresh_number()
    bench.post(bench.message(callid, phone))
    tell(ended(bench, callid, phone))
    return bench.until(lambda: any(leg.get("state") == {"S": "ended"} for leg in bench.owner.legs(callid).values()))


def shown(bench: Bench, tell: Tell) -> bool:
    """A card comes to the operator's tab, and names the client."""
    with bench.screen() as screen:
        callid = new_call()
        tell(bench.message(callid, bench.memory["phone"]))
        told = screen.call(callid)
    return bool(told and told["contacts"])


def follows(bench: Bench, tell: Tell) -> bool:
    """The frame of an outgoing call names the click it follows."""
    phone, request = fresh_number(), uuid4().hex
    bench.operator.must("POST", "/makecall", {"phone": phone, "request_id": request})
    with bench.screen() as screen:
        callid = new_call()
        tell(bench.message(callid, phone, type="OUTGOING", direction="out", diversion=""))
        told = screen.call(callid)
    return bool(told and told["click"] == request)


def forgets(bench: Bench, tell: Tell) -> bool:
    """A tab that went away without a word is forgotten."""
    with bench.owner.closed_tab() as tab:
        tell(bench.message(new_call(), fresh_number()))
        return bench.until(lambda: tab not in bench.owner.tabs())


def traces(bench: Bench, tell: Tell) -> bool:
    """That a card did not reach a tab is kept beside the call."""
    with bench.owner.closed_tab():
        callid = new_call()
        tell(bench.message(callid, fresh_number()))
        return bench.until(lambda: any(leg.startswith("!trace#") for leg in bench.owner.legs(callid)))


@probe("inbound", "GetSecretValue CrmTokenSecret", cold=True)
def a_cold_function_knows_the_token(bench: Bench) -> bool:
    return bench.post(bench.message(new_call(), fresh_number())).ok


@probe("inbound", "Query NumbersTable", *SETUP)
def a_waiting_call_gets_its_operator(bench: Bench) -> bool:
    answer = bench.post({"cmd": "contact", "phone": bench.memory["phone"]})
    return bool(answer.json()["responsible"] == EXTENSION)


@probe("inbound", "PutItem CallsTable", "ConditionCheckItem CallsTable")
def a_call_that_begins_is_written_down(bench: Bench) -> bool:
    return begins(bench, bench.post)


@probe("inbound", "Query CallsTable")
def a_calls_end_is_written_down(bench: Bench) -> bool:
    return ends(bench, bench.post)


@probe("inbound", "Query ConnectionsTable", "ManageConnections sockets/POST")
def a_card_names_the_client(bench: Bench) -> bool:
    return shown(bench, bench.post)


@probe("inbound", "DeleteItem StateTable")
def a_call_names_the_click_it_follows(bench: Bench) -> bool:
    return follows(bench, bench.post)


@probe("inbound", "DeleteItem ConnectionsTable")
def a_tab_that_is_gone_is_forgotten(bench: Bench) -> bool:
    return forgets(bench, bench.post)


@probe("inbound", "UpdateItem CallsTable")
def a_card_that_did_not_come_leaves_a_trace(bench: Bench) -> bool:
    return traces(bench, bench.post)


@probe("inbound", "SendMessage SpoolQueue")
def an_event_that_dynamodb_refuses_goes_to_the_spool(bench: Bench) -> bool:
    before = bench.owner.waiting_in("SpoolQueue")
    with bench.owner.roles["inbound"].without(Grant("inbound", "dynamodb:PutItem", "CallsTable")):
        answer = bench.post(bench.message(new_call(), fresh_number()))
    return answer.ok and bench.owner.waiting_in("SpoolQueue") > before


@probe("spool", "PutItem CallsTable", "ConditionCheckItem CallsTable", *SETUP)
def a_spooled_call_is_written_down(bench: Bench) -> bool:
    return begins(bench, bench.spool)


@probe("spool", "Query CallsTable")
def a_spooled_end_is_written_down(bench: Bench) -> bool:
    return ends(bench, bench.spool)


@probe("spool", "Query NumbersTable", "Query ConnectionsTable", "ManageConnections sockets/POST")
def a_spooled_calls_card_names_the_client(bench: Bench) -> bool:
    return shown(bench, bench.spool)


@probe("spool", "DeleteItem StateTable")
def a_spooled_call_names_its_click(bench: Bench) -> bool:
    return follows(bench, bench.spool)


@probe("spool", "DeleteItem ConnectionsTable")
def a_tab_that_is_gone_is_forgotten_by_the_spool(bench: Bench) -> bool:
    return forgets(bench, bench.spool)


@probe("spool", "UpdateItem CallsTable")
def a_spooled_calls_lost_card_leaves_a_trace(bench: Bench) -> bool:
    return traces(bench, bench.spool)
