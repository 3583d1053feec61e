"""The operator's pages: address book, journal, self-check, wallboard, missed calls."""

from urllib.parse import quote
from uuid import uuid4

from local.roles.bench import Bench, fresh_number
from local.roles.owner import EXTENSION, NOBODYS, OPERATOR
from local.roles.probe import probe
from local.roles.probes.calls import SETUP, ended, new_call


def person(phone: str) -> dict[str, object]:
    """Write a contact as the page does."""
    name = f"Пробный {uuid4().hex[:8]}"
    return {"kind": "person", "name": name, "company": "", "phones": [phone], "responsible": OPERATOR, "note": ""}


def get(bench: Bench, path: str, **asked: str) -> bool:
    """Ask for a page."""
    return bench.operator.call("GET", path, params=asked).ok


@probe("desk", *SETUP)
def who_is_logged_in_is_known(bench: Bench) -> bool:
    return get(bench, "/me")


@probe("desk", "PutItem StateTable")
def a_ticket_is_issued(bench: Bench) -> bool:
    return bench.operator.call("POST", "/tickets").ok


@probe("desk", "PutItem ContactsTable", "PutItem NumbersTable", "BatchWriteItem TermsTable")
def a_contact_is_made(bench: Bench) -> bool:
    answer = bench.operator.call("POST", "/contacts", person(fresh_number()))
    if answer.ok:
        bench.memory["contacts"].append(answer.json()["contact_id"])
    return answer.ok


@probe("desk", "GetItem ContactsTable")
def a_contact_is_shown(bench: Bench) -> bool:
    return get(bench, f"/contacts/{bench.memory['contact']}")


@probe("desk", "DeleteItem ContactsTable", "DeleteItem NumbersTable")
def a_contact_is_removed(bench: Bench) -> bool:
    made = bench.operator.must("POST", "/contacts", person(fresh_number()))["contact_id"]
    bench.memory["contacts"].append(made)
    return bench.operator.call("DELETE", f"/contacts/{made}").ok


@probe("desk", "Query TermsTable", "BatchGetItem ContactsTable")
def a_contact_is_found_by_a_word(bench: Bench) -> bool:
    return get(bench, "/contacts", query="Соколова")


@probe("desk", "Query ContactsTable/index/NameIndex")
def contacts_are_listed_by_name(bench: Bench) -> bool:
    return get(bench, "/contacts")


@probe("desk", "GetItem NumbersTable")
def a_number_is_pinned(bench: Bench) -> bool:
    path = f"/numbers/{fresh_number()}/pin"
    pinned = bench.operator.call("PUT", path, {"contact_id": bench.memory["contact"]}).ok
    return pinned and bench.operator.call("DELETE", path).ok


@probe("desk", "Query CallsTable/index/JournalIndex")
def the_journal_is_shown(bench: Bench) -> bool:
    return get(bench, "/calls")


@probe("desk", "Query CallsTable/index/OperatorIndex")
def the_journal_of_an_operator_is_shown(bench: Bench) -> bool:
    return get(bench, "/calls", operator=OPERATOR)


@probe("desk", "Query CallsTable/index/ContactIndex")
def the_journal_of_a_contact_is_shown(bench: Bench) -> bool:
    return get(bench, "/calls", contact=bench.memory["contact"])


@probe("desk", "Query CallsTable/index/PhoneIndex")
def the_journal_of_a_number_is_shown(bench: Bench) -> bool:
    return get(bench, "/calls", query=bench.memory["phone"])


@probe("desk", "Query CallsTable/index/TimeIndex", "Query ConnectionsTable")
def the_self_check_is_shown(bench: Bench) -> bool:
    return get(bench, "/check")


@probe("desk", "Query CallsTable/index/OpenIndex", "Scan ConnectionsTable")
def the_wallboard_is_shown(bench: Bench) -> bool:
    return get(bench, "/wallboard")


@probe("desk", "BatchGetItem CallsTable", "Query NumbersTable")
def why_a_card_did_not_come_is_told(bench: Bench) -> bool:
    return get(bench, f"/calls/{quote(bench.memory['call'], safe='')}/trace")


@probe("desk", "Query CallsTable", "PutItem CallsTable")
def a_call_is_noted(bench: Bench) -> bool:
    path = f"/calls/{quote(bench.memory['call'], safe='')}/note"
    return bench.operator.call("PUT", path, {"note": uuid4().hex}).ok


@probe("desk", "PutItem RevealsTable")
def a_number_is_shown_on_request(bench: Bench) -> bool:
    return bench.operator.call("POST", "/reveals", {"contact_id": bench.memory["contact"]}).ok


@probe("desk", "Query CallbacksTable/index/StateIndex")
def who_waits_to_be_called_back_is_listed(bench: Bench) -> bool:
    return get(bench, "/callbacks")


@probe("desk", "GetItem CallbacksTable", "PutItem CallbacksTable")
def a_client_who_waits_is_taken(bench: Bench) -> bool:
    return take(bench)


@probe("desk", "ManageConnections sockets/POST")
def everybody_is_told_who_takes_a_client(bench: Bench) -> bool:
    with bench.screen() as screen:
        return take(bench) and screen.frame(lambda frame: frame["type"] == "callback") is not None


@probe("desk", "DeleteItem ConnectionsTable")
def a_tab_that_is_gone_is_forgotten_by_the_desk(bench: Bench) -> bool:
    with bench.owner.closed_tab(NOBODYS) as tab:
        return take(bench) and bench.until(lambda: tab not in bench.owner.tabs(NOBODYS))


def take(bench: Bench) -> bool:
    """Take the client who waits, and leave them to others again."""
    path = f"/callbacks/{bench.memory['waiting']}/taken"
    return bench.operator.call("PUT", path).ok and bench.operator.call("DELETE", path).ok


def prepare(bench: Bench) -> None:
    """A contact, a call of theirs, and a client who waits to be called back."""
    phone = fresh_number()
    made = bench.operator.must("POST", "/contacts", person(phone))
    bench.memory |= {"contact": made["contact_id"], "phone": made["phones"][0], "contacts": [made["contact_id"]]}
    callid, waiting = new_call(), fresh_number()
    bench.post(ended(bench, callid, bench.memory["phone"]))
    bench.post(ended(bench, new_call(), waiting))
    bench.memory |= {"call": f"{callid}#{EXTENSION}#0", "waiting": waiting}
    if not bench.until(lambda: bench.owner.item("CallbacksTable", phone=waiting) is not None):
        raise TimeoutError("Nobody follows the calls.")
