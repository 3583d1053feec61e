"""«Забыть этого человека»: nothing of a person is left in any table or file, whatever interrupts it."""

import json
from contextlib import suppress
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from callcard.adapters.clicks_table import ClicksTable
from callcard.adapters.person_items import CLICKS
from callcard.call_items import call_item, call_of
from callcard.domain.erasure import LEFT, erased
from callcard.domain.jobs import Kind
from callcard.wiring import background, jobs, shared
from functions.jobs.app import lambda_handler as jobs_door
from tests.fake_context import LambdaContext
from tests.integration.conftest import Account, _tables
from tests.integration.faults import Killed, free, killing, meeting
from tests.integration.test_inbound import RING
from tests.integration.test_journal import journal, told
from tests.integration.waiting import stream

NAME, FIRST, SECOND = "Канарейкина Желтопуза", "79991357924", "74951357913"
PERSON = {"kind": "person", "name": NAME, "company": "", "phones": [FIRST, SECOND], "note": "секрет-кенара"}
SECRETS = ("анарейкин", "елтопуз", "секрет", "anary")
LINK = "https://rec.example.com/9991357924/canary.mp3"


def create(account: Account, **changed: Any) -> str:
    """Write a contact."""
    status, made = account.desk("POST", "/contacts", PERSON | changed)
    assert status == 201, made
    return str(made["contact_id"])


def person(account: Account) -> str:
    """A person of whom everything is kept that may be: calls, notes, records, a callback, a click, a pin, files."""
    contact_id = create(account)
    account.desk("PUT", f"/numbers/{FIRST}/pin", {"contact_id": contact_id})
    account.socket("$connect", "tab")
    told(account, 1, phone=FIRST, link=LINK)
    told(account, 2, phone=SECOND, status="missed")
    told(account, 3, phone="84957654321")  # a stranger's
    account.desk("PUT", "/calls/call-1%23100%230/note", {"note": f"секрет {NAME}"})
    stream(account)
    clicks = ClicksTable(shared.dynamodb(), "StateTable")
    clicks.expect("100", FIRST, "click-1", shared.now())
    clicks.claim("operator-100", "click-2", shared.now())
    clicks.settle("operator-100", "click-2", "номер +7 (999) 135-79-24 занят")
    files = background.files()
    files.write("imports/theirs", f"Имя;Телефон\r\n{NAME};8 (495) 135-79-13".encode())
    files.write("imports/others", "Имя;Телефон\r\nПётр Иванов;8 (495) 765-43-21".encode())
    files.write("guesses/theirs.json", json.dumps({"samples": [NAME]}, ensure_ascii=False).encode())
    files.write("exports/theirs.csv", f"Название;Номера\r\n{NAME};+7 999 135-79-24".encode())
    files.write("reports/theirs/run/000000001.json", b"[]")
    files.write("reports/theirs/run/000000002.json", json.dumps([NAME], ensure_ascii=False).encode())
    files.write("imports/unreadable", b"PK\x03\x04 a workbook that was cut off")
    return contact_id


def begin(account: Account, contact_id: str, name: str = NAME) -> Any:
    """Ask for the erasure."""
    status, body = account.admin("POST", "/erasures", {"contact_id": contact_id, "name": name})
    assert status == 202, body
    return body


def work(account: Account, erasure_id: str) -> str:
    """Let a worker go on; how its job stands then."""
    body = json.dumps({"kind": "erasure", "job_id": erasure_id})
    answer = jobs_door({"Records": [{"messageId": "1", "body": body}]}, LambdaContext())
    assert answer == {"batchItemFailures": []}
    return background.jobs().get(Kind.ERASURE, erasure_id).state.value


def forget(account: Account, contact_id: str, name: str = NAME) -> Any:
    """Have a person forgotten, to the end."""
    begun = begin(account, contact_id, name)
    while work(account, begun["erasure_id"]) == "running":
        pass
    return account.admin("GET", f"/erasures/{begun['erasure_id']}")[1]


def everything(account: Account) -> str:
    """All tables and files, item by item."""
    tables = [json.dumps(account.scan(name), ensure_ascii=False, default=str) for name in _tables()]
    files = background.files()
    return "\n".join(tables + [f"{key} {(files.read(key) or b'').decode()}" for key in files.keys("")])


def left_of_them(text: str) -> list[str]:
    """List what a text still holds of the person: digits, digits backwards, words."""
    digits = [each[-10:] for each in (FIRST, SECOND)]
    return [each for each in (*digits, *(one[::-1] for one in digits), *SECRETS) if each in text.lower()]


def test_the_canary_is_everywhere_before_and_nowhere_after(account: Account) -> None:
    contact_id = person(account)
    assert len(left_of_them(everything(account))) >= 7
    report = forget(account, contact_id)
    assert left_of_them(everything(account)) == []
    assert contact_id not in everything(account)
    assert report["state"] == "done"
    assert report["erased"] | {"search_terms": 0} == {
        "contacts": 1,
        "numbers": 2,
        "pins": 1,
        "search_terms": 0,
        "calls": 2,
        "notes": 1,
        "recordings": 1,
        "callbacks": 2,
        "clicks": 2,
        "files": 5,
    }
    assert report["erased"]["search_terms"] > 20
    left = [one["what"] for one in report["left"]]
    assert left == [code.removeprefix("left_") for code in LEFT]  # and no calls of others, as there are none
    assert all(one["text"] for one in report["left"])
    assert left_of_them(json.dumps(report, ensure_ascii=False)) == []


def test_what_is_others_stays(account: Account) -> None:
    contact_id = person(account)
    before = {name: account.scan(name) for name in ("OperatorsTable", "ContactsTable")}
    forget(account, contact_id)
    assert account.desk("GET", "/contacts/c-irina")[0] == 200
    assert account.scan("OperatorsTable") == before["OperatorsTable"]
    assert background.files().keys("") == ["imports/others", "reports/theirs/run/000000001.json"]
    [stranger] = [leg for leg in account.legs() if leg["callid"]["S"] == "call-3"]
    assert (stranger["phone"], "erased" in stranger) == ({"S": "74957654321"}, True)
    assert stranger["erased"] == {"BOOL": False}


def test_the_calls_stay_as_figures_and_as_what_the_domain_says_is_left(account: Account) -> None:
    contact_id = person(account)
    before = {leg["callid"]["S"]: call_of(leg) for leg in account.legs()}
    totals = account.desk("GET", "/statistics")[1]["totals"]
    forget(account, contact_id)
    assert account.desk("GET", "/statistics")[1]["totals"] == totals
    for leg in account.legs():
        was = before[leg["callid"]["S"]]
        assert leg == call_item(erased(was) if was.callid != "call-3" else was)


def test_a_call_from_the_number_is_an_unknown_callers_and_search_finds_nobody(account: Account) -> None:
    forget(account, person(account))
    assert journal(account, query=FIRST) == []
    assert journal(account, query="канарейкина") == []
    for query in ("канарейкина", "9991357924", "желт"):
        assert account.desk("GET", "/contacts", queryStringParameters={"query": query})[1]["contacts"] == []
    assert account.desk("GET", "/callbacks")[1]["callbacks"] == []
    account.post(RING | {"phone": FIRST, "callid": "new"})
    call = account.browser.calls("tab")[-1]
    assert (call["phone"], call["contacts"]) == (FIRST, [])


def test_a_late_word_of_the_pbx_brings_nothing_back(account: Account) -> None:
    contact_id = create(account)
    account.post(RING | {"phone": FIRST, "callid": "open"})
    forget(account, contact_id)
    over = {"cmd": "history", "type": "in", "user": "100", "ext": "100", "callid": "open", "status": "success"}
    account.post(over | {"phone": FIRST, "duration": "10", "link": LINK})
    [leg] = account.legs()
    assert (leg["state"], leg["erased"]) == ({"S": "ended"}, {"BOOL": True})
    assert left_of_them(everything(account)) == []
    assert account.desk("PUT", "/calls/open%23100%230/note", {"note": NAME})[0] == 404


@pytest.mark.parametrize("table", ["CallsTable", "CallbacksTable", "StateTable", "TermsTable"])
def test_what_is_written_meanwhile_is_found_by_the_second_look(account: Account, table: str) -> None:
    contact_id = person(account)
    rows = [row for row in account.scan(table) if table != "StateTable" or row["pk"]["S"].startswith(CLICKS)]
    begun = begin(account, contact_id)
    assert work(account, begun["erasure_id"]) == "running"  # it rests before the second look
    for row in rows:  # by a function that had read the calls before
        shared.dynamodb().put_item(TableName=table, Item=row)
    assert work(account, begun["erasure_id"]) == "done"
    assert left_of_them(everything(account)) == []


def test_a_number_that_they_were_given_after_it_was_asked_for_is_theirs(account: Account) -> None:
    told(account, 1, phone=SECOND)  # nobody's yet
    contact_id = create(account, phones=[FIRST])
    begin(account, contact_id)
    changed = PERSON | {"version": 1}
    assert account.desk("PUT", f"/contacts/{contact_id}", changed)[0] == 200
    assert forget(account, contact_id)["erased"]["calls"] == 1
    assert left_of_them(everything(account)) == []


def test_a_call_that_time_removed_meanwhile_stops_nothing(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    contact_id = create(account)
    told(account, 1, phone=FIRST)
    [leg] = account.legs()
    key = {name: leg[name] for name in ("callid", "leg")}

    def go(_: AWSPreparedRequest) -> None:
        shared.dynamodb().delete_item(TableName="CallsTable", Key=key)

    with meeting(go, jobs.patient_dynamodb(), only="UpdateItem") as met:
        assert forget(account, contact_id)["state"] == "done"
    assert (len(met), account.legs(), "Job broken off" in caplog.text) == (1, [], False)


def test_a_number_that_somebody_else_has_too_keeps_their_calls(account: Account) -> None:
    contact_id = create(account)
    told(account, 1, phone=FIRST)
    other = create(account, name="Пётр Иванов", phones=[SECOND], note="")
    told(account, 2, phone=SECOND)  # both have it, so it names nobody
    account.desk("PUT", f"/numbers/{SECOND}/pin", {"contact_id": other})
    told(account, 3, phone=SECOND, status="missed")
    stream(account)
    report = forget(account, contact_id)
    assert [row["phone"]["S"] for row in account.scan("CallbacksTable")] == [SECOND]
    kept = {leg["callid"]["S"]: leg.get("phone", {}).get("S", "") for leg in account.legs()}
    assert kept == {"call-1": "", "call-2": "", "call-3": SECOND}
    assert account.desk("GET", f"/contacts/{other}")[1]["phones"] == [SECOND]
    [others] = [one for one in report["left"] if one["what"] == "others_calls"]
    assert (others["count"], report["erased"]["calls"]) == (1, 2)


def test_search_terms_that_a_dead_writer_left_are_found(account: Account) -> None:
    contact_id = create(account)
    for item in account.scan("TermsTable")[:]:
        if item["contact_id"]["S"] == contact_id:
            key = item["term"]["S"] + "-of-before"
            shared.dynamodb().put_item(TableName="TermsTable", Item=item | {"term": {"S": key}})
    forget(account, contact_id)
    assert left_of_them(everything(account)) == []


def test_the_name_has_to_be_theirs(account: Account) -> None:
    contact_id = create(account)
    before = everything(account)
    status, body = account.admin("POST", "/erasures", {"contact_id": contact_id, "name": "Ирина Соколова"})
    assert (status, body["message"]) == (409, "Это имя другого контакта. Впишите имя того, кого нужно забыть.")
    assert account.admin("POST", "/erasures", {"contact_id": "nobody", "name": NAME})[0] == 404
    assert everything(account) == before
    assert begin(account, contact_id, name=f" {NAME.upper()} ")["state"] == "running"
    assert account.admin("POST", "/erasures", {"contact_id": contact_id, "name": "Ирина Соколова"})[0] == 409


def test_asked_twice_it_is_one_erasure(account: Account) -> None:
    contact_id = create(account)
    first, second = begin(account, contact_id), begin(account, contact_id)
    assert first["erasure_id"] == second["erasure_id"]
    account.work()
    listed = account.admin("GET", "/erasures")[1]["erasures"]
    assert [one["erasure_id"] for one in listed] == [first["erasure_id"]]


def test_one_that_was_given_up_goes_on_when_asked_again(account: Account) -> None:
    contact_id = person(account)
    begun = begin(account, contact_id)
    with meeting(killing(12), jobs.patient_dynamodb()), pytest.raises(Killed):
        work(account, begun["erasure_id"])
    key = {"kind": {"S": "erasure"}, "job_id": {"S": begun["erasure_id"]}}
    ended = "SET #s = :f REMOVE lease, lease_until"
    names, values = {"#s": "state"}, {":f": {"S": "failed"}}
    shared.dynamodb().update_item(
        TableName="JobsTable",
        Key=key,
        UpdateExpression=ended,
        ExpressionAttributeNames=names,
        ExpressionAttributeValues=values,
    )
    report = forget(account, contact_id)
    assert (report["erasure_id"], report["state"]) == (begun["erasure_id"], "done")
    assert left_of_them(everything(account)) == []


def test_it_is_told_of_without_saying_who(account: Account) -> None:
    report = forget(account, person(account))
    changes = account.admin("GET", "/settings/history")[1]["changes"]
    assert [(one["by"], one["field"], one["of"], one["to"]) for one in changes] == [
        ("boss", "erasure", report["erasure_id"], 2),
        ("boss", "erasure", report["erasure_id"], None),
    ]


@pytest.mark.parametrize("at", range(0, 120, 9))
def test_killed_at_any_request_it_comes_to_the_same_end(account: Account, at: int) -> None:
    contact_id = person(account)
    begun = begin(account, contact_id)
    for kill in (at, at + 5):  # twice
        clients = (jobs.patient_dynamodb(), background.files()._client, background.jobs()._client)
        with suppress(Killed), meeting(killing(kill), *clients):
            work(account, begun["erasure_id"])
        free(Kind.ERASURE, begun["erasure_id"])
    while work(account, begun["erasure_id"]) == "running":
        free(Kind.ERASURE, begun["erasure_id"])
    report = account.admin("GET", f"/erasures/{begun['erasure_id']}")[1]
    assert left_of_them(everything(account)) == []
    counts = report["erased"]
    assert (report["state"], counts["contacts"], counts["calls"], counts["notes"]) == ("done", 1, 2, 1)
    assert (counts["callbacks"], counts["clicks"], counts["files"]) == (2, 2, 5)
    told_of = [one for one in account.admin("GET", "/settings/history")[1]["changes"] if one["to"] is not None]
    assert len(told_of) == 1
