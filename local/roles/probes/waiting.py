"""Following the calls: whoever nobody answered waits to be called back."""

from local.roles.bench import Bench, fresh_number
from local.roles.owner import NOBODYS
from local.roles.probe import probe
from local.roles.probes.calls import SETUP, ended, new_call


def missed(bench: Bench) -> str:
    """Let somebody whom nobody knows give up."""
    phone = fresh_number()
    bench.post(ended(bench, new_call(), phone))
    return phone


@probe(
    "callbacks",
    "Query CallsTable/index/PhoneIndex",
    "GetItem CallbacksTable",
    "PutItem CallbacksTable",
    "Query NumbersTable",
    *SETUP,
)
def whoever_was_missed_waits(bench: Bench) -> bool:
    phone = missed(bench)
    return bench.until(lambda: bench.owner.item("CallbacksTable", phone=phone) is not None)


@probe(
    "callbacks",
    "Query CallbacksTable/index/StateIndex",
    "Scan ConnectionsTable",
    "ManageConnections sockets/POST",
)
def everybody_is_told_who_waits(bench: Bench) -> bool:
    with bench.screen() as screen:
        phone = missed(bench)
        return screen.frame(lambda frame: frame.get("callback", {}).get("phone") == phone) is not None


@probe("callbacks", "DeleteItem ConnectionsTable")
def a_tab_that_is_gone_is_forgotten_when_a_client_waits(bench: Bench) -> bool:
    with bench.owner.closed_tab(NOBODYS) as tab:
        missed(bench)
        return bench.until(lambda: tab not in bench.owner.tabs(NOBODYS))
