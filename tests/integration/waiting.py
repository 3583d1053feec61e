"""What the tests of the missed-call desk share: a client who waits for a call, and what is asked and done about it."""

from typing import Any

from functions.callbacks.app import lambda_handler as callbacks_door
from tests.fake_context import LambdaContext
from tests.integration.conftest import Account

CALLER, SHOWN = "79035550188", "+7 903 555-01-88"
EVENT = {"cmd": "event", "direction": "in", "user": "100", "ext": "100", "phone": "89035550188", "diversion": "3333333"}
END = {"cmd": "history", "type": "in", "user": "100", "ext": "100", "phone": "89035550188", "diversion": "3333333"}
OLGA = {"operator_id": "operator-100", "name": "Ольга Миронова"}
DENIS = {"operator_id": "operator-101", "name": "Денис Карпов"}


def stream(account: Account) -> None:
    """Let the function follow the table's stream: every leg as it is now."""
    records = [{"eventName": "MODIFY", "dynamodb": {"NewImage": item}} for item in account.scan("CallsTable")]
    callbacks_door({"Records": records}, LambdaContext())


def missed(account: Account, callid: str = "1", **changed: Any) -> None:
    """Let a client call and give up."""
    account.post(EVENT | {"type": "INCOMING", "callid": callid} | changed)
    account.post(END | {"status": "missed", "duration": 24, "callid": callid} | changed)
    stream(account)


def reached(account: Account, callid: str = "out") -> None:
    """Let Denis call the client back."""
    out = {"type": "OUTGOING", "direction": "out", "user": "101", "ext": "101", "diversion": "", "callid": callid}
    account.post(EVENT | out)
    account.post(EVENT | out | {"type": "ACCEPTED"})
    stream(account)


def listed(account: Account, **asked: str) -> Any:
    """Ask for the list."""
    status, found = account.desk("GET", "/callbacks", queryStringParameters=asked)
    assert status == 200, found
    return found


def row(account: Account, state: str = "open") -> Any:
    """Ask for the only one."""
    [found] = listed(account, state=state)["callbacks"]
    return found


def do(account: Account, method: str, what: str, body: Any = None, *, login: str = "olga") -> tuple[int, Any]:
    """Do something about the client."""
    return account.desk(method, f"/callbacks/{CALLER}/{what}", body, login=login)
