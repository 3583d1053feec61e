"""Browsers come and go: the sockets' function and their authorizer."""

import time

from local.roles.bench import Bench, fresh_number
from local.roles.probe import probe
from local.roles.probes.calls import SETUP, new_call


@probe("authorizer", "DeleteItem StateTable", "GetItem OperatorsTable")
def a_ticket_opens_a_socket(bench: Bench) -> bool:
    with bench.screen():
        return True


@probe("notify", "PutItem ConnectionsTable")
def a_tab_that_opens_is_noted(bench: Bench) -> bool:
    before = set(bench.owner.tabs())
    with bench.screen():
        return bench.until(lambda: bool(set(bench.owner.tabs()) - before))


@probe("notify", "DeleteItem ConnectionsTable")
def a_tab_that_closes_is_forgotten(bench: Bench) -> bool:
    before = set(bench.owner.tabs())
    with bench.screen():
        [tab] = set(bench.owner.tabs()) - before
    gone = bench.until(lambda: tab not in bench.owner.tabs())
    bench.owner.forget_tab(tab)
    return gone


@probe("notify", "ManageConnections sockets/POST")
def a_ping_is_answered(bench: Bench) -> bool:
    with bench.screen() as screen:
        return screen.heard("ping", "pong") is not None


@probe("notify", "Query CallsTable/index/OpenIndex", "Query NumbersTable", *SETUP)
def a_sync_shows_the_open_call_and_its_client(bench: Bench) -> bool:
    callid = new_call()
    bench.post(bench.message(callid, bench.memory["phone"]))
    with bench.screen() as screen:
        time.sleep(bench.stack["settings_ttl"])
        told = screen.heard("sync", "sync")
    open_calls = [call for call in told["calls"] if call["call_id"].startswith(callid)] if told else []
    return bool(open_calls and open_calls[0]["contacts"])


@probe("notify", "Query ConnectionsTable", "PutItem CallsTable", "ConditionCheckItem CallsTable")
def a_test_call_rings(bench: Bench) -> bool:
    with bench.screen() as screen:
        screen.say("test")
        told = screen.frame(lambda frame: frame["type"] == "call" and frame["call"]["state"] == "ringing")
    return bool(told and told["call"]["call_id"].startswith("callcard-test-"))


@probe("notify", "Query CallsTable", "UpdateItem CallsTable")
def a_card_that_is_shown_is_confirmed(bench: Bench) -> bool:
    callid = new_call()
    with bench.screen() as screen:
        bench.post(bench.message(callid, fresh_number()))
        if not (told := screen.call(callid)):
            return False
        screen.say("shown", call_id=told["call_id"], version=told["version"])
        return bench.until(lambda: any(leg.startswith("!trace#") for leg in bench.owner.legs(callid)))
