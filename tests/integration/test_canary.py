"""Five hundred scenarios with names, numbers, tickets and tokens that no log, metric or error may repeat."""

import json
import random
import re
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
import responses

from callcard.wiring import shared
from functions.makecall.app import lambda_handler as makecall_door
from tests.integration.conftest import TOKEN, Account, browser_event
from tests.integration.test_inbound import ANSWER, RING

type Answered = tuple[int, Any]

SCENARIOS = 500
NAME, COMPANY, NOTE = "Канарейкина Желтопуза", "ООО «Кенаровая Роща»", "секрет-кенара"
PHONE, DIALLED, STRANGE = "79991357924", "79035551357", "79161112244"
SECRETS = (NAME, COMPANY, NOTE, TOKEN, "pbx-token-for-tests", "wrong-token-canary")
PBX = "https://pbx.example.com/makecall"


def digits_in(text: str) -> set[str]:
    """Find the canaries' numbers however they are written."""
    squeezed = re.sub(r"[\s()+\-\u2011\u00a0]", "", text)
    return {number for number in (PHONE, DIALLED, STRANGE) if number[1:] in squeezed}


@dataclass
class Canary:
    """Does what people and the PBX do, well and badly, with what nothing may repeat."""

    account: Account
    rng: random.Random
    tickets: list[str] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Some number, or what stands in its place."""
        return self.rng.choice([PHONE, STRANGE, f"8{PHONE[1:]}", "anonymous", "", "8" * 60, NAME])

    def told(self, **more: Any) -> dict[str, Any]:
        """The PBX's message about one of thirty calls."""
        callid = f"c{self.rng.randrange(30)}"
        return {"direction": "in", "user": "100", "ext": "100", "phone": self.number, "callid": callid} | more

    def event(self) -> Answered:
        kind = self.rng.choice(["INCOMING", "ACCEPTED", "CANCELLED", NAME])
        return self.account.post(self.told(cmd="event", type=kind))

    def history(self) -> Answered:
        times = {"start": "20260908T135640", "end": "20260908T135650", "duration": "10"}
        return self.account.post(self.told(cmd="history", type="in", status="success", link=NOTE) | times)

    def contact(self) -> Answered:
        return self.account.post(self.told(cmd="contact"))

    def forged(self) -> Answered:
        return self.account.post(self.told(cmd="event", type="INCOMING", crm_token="wrong-token-canary"))

    def broken(self) -> Answered:
        whole = json.dumps({"crm_token": TOKEN, "cmd": NAME, "phone": [self.number]})
        return self.account.post(whole[: self.rng.randrange(90)])

    def search(self) -> Answered:
        query = {"query": self.rng.choice([NAME, self.number, "\x00"])}
        return self.account.desk("GET", "/contacts", queryStringParameters=query)

    def create(self) -> Answered:
        person = {"kind": "person", "name": NAME, "company": COMPANY, "phones": [self.number], "note": NOTE}
        return self.account.desk("POST", "/contacts", person | {"responsible": self.rng.choice([None, NAME])})

    def journal(self) -> Answered:
        query = {"query": self.number, "missed": self.rng.choice(["1", NAME])}
        return self.account.desk("GET", "/calls", queryStringParameters=query)

    def ticket(self) -> Answered:
        status, body = self.account.desk("POST", "/tickets")
        self.tickets.append(body["ticket"])
        self.account.authorize(self.rng.choice([body["ticket"], NOTE]))
        return status, {}

    def click(self) -> Answered:
        phone = self.rng.choice([DIALLED, "88091234567", NAME])
        body = {"phone": phone, "request_id": f"click-{self.rng.randrange(10**9)}"}
        event = browser_event("POST", "/makecall", body, self.rng.choice(["olga", NAME]))
        return self.account.answer(makecall_door, event)

    def token(self) -> Answered:
        return self.account.admin("PUT", "/tokens/pbx", {"token": self.rng.choice(["pbx-token-for-tests", "", 7])})

    def socket(self) -> Answered:
        said = {"action": self.rng.choice(["sync", NAME]), "x": NOTE}
        self.account.socket("$default", self.rng.choice(["tab", NOTE]), "100", said)
        return 200, {}

    def scenario(self) -> Answered:
        """Do any of these."""
        deeds = [self.event, self.history, self.contact, self.forged, self.broken, self.search, self.create]
        return self.rng.choice([*deeds, self.journal, self.ticket, self.click, self.token, self.socket])()


def repeated(text: str, tickets: Iterable[str] = ()) -> list[str]:
    """List the canaries that a text repeats."""
    return [secret for secret in (*SECRETS, *tickets) if secret in text] + sorted(digits_in(text))


def test_nothing_that_is_logged_or_refused_repeats_a_name_a_number_a_ticket_or_a_token(
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("DIALS_PER_MINUTE", "1000")
    canary, refused = Canary(account, random.Random(5)), []
    account.socket("$connect", "tab")
    with responses.RequestsMock(assert_all_requests_are_fired=False) as pbx:
        pbx.post(PBX, json={"result": "ok"})
        for number in range(SCENARIOS):
            if number == SCENARIOS // 2:  # from now on the browser is gone and the PBX says no
                account.browser.gone = {"tab"}
                pbx.replace(responses.POST, PBX, json={"error": "busy"}, status=500)
            status, body = canary.scenario()
            if status >= HTTPStatus.BAD_REQUEST:
                refused.append((status, json.dumps(body, ensure_ascii=False)))
    printed = capsys.readouterr()
    written = printed.out + printed.err + "".join(str(vars(record)) for record in caplog.records)
    assert len(written) > 100_000
    assert {status for status, _ in refused} >= {400, 401, 403, 502}
    for text in (written, *(body for _, body in refused)):
        assert repeated(text, canary.tickets) == [], text[:500]


def test_an_exception_says_nothing_of_what_it_was_about(account: Account) -> None:
    """What leaves a door as an exception is printed by Lambda, with its message."""
    account.post(RING | {"phone": PHONE})
    for table, keys, lost in (
        ("NumbersTable", ("last_digit", "number_key"), "kind"),
        ("CallsTable", ("callid", "leg"), "direction"),
        ("ContactsTable", ("contact_id",), "kind"),
    ):
        for row in account.scan(table):  # rows that nobody of us wrote
            key = {name: row[name] for name in keys}
            names = {"#lost": lost}
            dynamodb = shared.dynamodb()
            dynamodb.update_item(
                TableName=table, Key=key, UpdateExpression="REMOVE #lost", ExpressionAttributeNames=names
            )
    raised = []
    works: list[Callable[[], object]] = [
        lambda: account.post(RING | {"phone": "79991234567", "callid": "2"}),
        lambda: account.post(ANSWER | {"phone": PHONE}),
        lambda: account.desk("GET", "/contacts/c-irina"),
        lambda: account.desk("GET", "/contacts", queryStringParameters={"query": NAME}),
    ]
    for work in works:
        try:
            work()
        except Exception as exc:
            raised.append("".join(traceback.format_exception(exc)))
    assert len(raised) >= 2
    assert [repeated(text) for text in raised] == [[]] * len(raised)
