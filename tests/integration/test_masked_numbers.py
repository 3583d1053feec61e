"""An operator who may not see whole numbers: what every route and every frame gives, and what can still be done."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
import responses

from callcard.adapters.reveals_table import RevealsTable
from callcard.errors import UnavailableError
from callcard.readers import GUESSES_PER_HOUR
from callcard.reveals import PER_HOUR
from callcard.wiring import shared
from functions.makecall.app import lambda_handler as makecall_door
from local.template import read_template
from tests.integration.conftest import Account, browser_event
from tests.integration.relinking import Stream
from tests.integration.waiting import do, missed

CLIENT, STRANGER, SECOND = "79991357924", "79035550188", "74952468013"
PBX = "https://pbx.example.com/makecall"
OLGA = {"name": "Ольга Миронова", "extension": "100", "login": "olga", "pbx_login": None, "active": True}
DENIS = {"name": "Денис Карпов", "extension": "101", "login": "denis", "pbx_login": None, "active": True}
ANNA = {
    "kind": "person",
    "name": f"Анна тел. 8 (999) {CLIENT[4:7]}-{CLIENT[7:9]}-{CLIENT[9:]}",
    "company": "ООО «Полюс»",
    "phones": [f"{CLIENT} доб. 100", SECOND],
    "note": f"личный {SECOND}",
}


def digits_in(told: Any) -> list[str]:
    """Find the clients' numbers in whatever was told, however they are written."""
    squeezed = re.sub(r"[^0-9\w]|_", "", json.dumps(told, ensure_ascii=False))
    return [number for number in (CLIENT, STRANGER, SECOND) if number[1:] in squeezed or number[-7:] in squeezed]


def set_right(account: Account, numbers: str, person: dict[str, Any] = OLGA) -> None:
    path = f"/operators/operator-{person['extension']}"
    status, made = account.admin("PUT", path, person | {"numbers": numbers})
    assert (status, made["numbers"], "seal" in made) == (200, numbers, False)


@pytest.fixture
def office(account: Account) -> Account:
    """Olga sees no whole number; a client is known, one has called, one was missed, one is on the line."""
    set_right(account, "masked")
    account.socket("$connect", "tab", "100")
    status, _ = account.desk("POST", "/contacts", ANNA, login="denis")
    assert status == 201
    said = {"cmd": "event", "type": "INCOMING", "direction": "in", "user": "100", "ext": "100", "phone": CLIENT}
    link = f"https://rec.example.com/{CLIENT}.mp3"
    over = {"cmd": "history", "type": "in", "status": "success", "duration": 60, "link": link}
    account.post(said | {"callid": "past"})
    account.post(said | {"callid": "past", "type": "ACCEPTED"})
    account.post(said | over | {"callid": "past"})
    account.desk("PUT", "/calls/past%23100%230/note", {"note": f"звонить на {SECOND}"}, login="denis")
    missed(account, "lost")
    account.post(said | {"callid": "now"})
    return account


def anna(account: Account, login: str = "olga") -> Any:
    [found] = account.desk("GET", "/contacts", queryStringParameters={"query": "Полюс"}, login=login)[1]["contacts"]
    return found


def asked(account: Account) -> Iterator[tuple[str, Any]]:
    """Ask every GET route of the desk, lists with and without what they are filtered by."""
    known = {"contact_id": anna(account)["contact_id"], "call_id": "past%23100%230"}
    for event in read_template()["Resources"]["DeskFunction"]["Properties"]["Events"].values():
        if event["Properties"]["Method"] != "get":
            continue
        path = re.sub(r"{(\w+)}", lambda found: known[found[1]], event["Properties"]["Path"])
        for query in ({}, {"query": "анна"}, {"query": CLIENT}, {"state": "closed"}, {"cursor": "e30="}):
            yield f"{path} {query}", account.desk("GET", path, queryStringParameters=query)


def test_no_route_and_no_frame_gives_a_whole_number(office: Account) -> None:
    stream = Stream(office)
    changed = {"kind": "person", "name": "Анна Новая", "company": "ООО «Полюс»", "phones": [CLIENT], "version": 1}
    assert office.desk("PUT", f"/contacts/{anna(office, 'denis')['contact_id']}", changed, login="denis")[0] == 200
    stream.flow()
    office.socket("$default", "tab", "100", {"action": "sync"})
    do(office, "PUT", "taken", login="denis")  # and everybody is told
    answers = dict(asked(office))
    assert len(answers) >= 50
    assert {path: digits_in(told) for path, told in answers.items() if digits_in(told)} == {}
    frames = office.browser.frames["tab"]
    assert {frame["type"] for frame in frames} == {"call", "sync", "callback"}
    assert [frame for frame in frames if digits_in(frame)] == []
    assert {call["relinked"] for call in office.browser.calls("tab")} == {True, False}


def test_that_test_would_find_numbers_that_are_given(office: Account) -> None:
    set_right(office, "whole")
    given = [path for path, told in asked(office) if digits_in(told)]
    for path in ("/calls {}", "/contacts {}", "/callbacks {}", "/check/calls {}", "/calls/past%23100%230/trace {}"):
        assert path in given
    office.socket("$connect", "tab", "100")
    office.socket("$default", "tab", "100", {"action": "sync"})
    assert digits_in(office.browser.frames["tab"][-1]) == [CLIENT]


def test_what_is_refused_gives_no_number_either(office: Account) -> None:
    contact = anna(office)
    for body in (contact_body(contact) | {"version": 7}, ANNA | {"version": 7}, {"phones": [CLIENT]}):
        status, told = office.desk("PUT", f"/contacts/{contact['contact_id']}", body)
        assert (status in {400, 409}, digits_in(told)) == (True, [])
    [waits] = office.desk("GET", "/callbacks")[1]["callbacks"]
    do(office, "PUT", "taken", login="denis")
    status, told = office.desk("PUT", f"/callbacks/{waits['phone']}/taken", {"from": None})
    assert (status, "callback" in told, digits_in(told)) == (409, True, [])


def test_who_has_left_sees_no_number_with_an_old_login(office: Account) -> None:
    told = office.desk("GET", "/calls", login="somebody who was here")[1]["calls"]
    assert (len(told), digits_in(told)) == (2, [])
    office.admin("DELETE", "/operators/operator-101")
    assert digits_in(office.desk("GET", "/contacts", login="denis")) == []


def contact_body(contact: dict[str, Any]) -> dict[str, Any]:
    names = ("kind", "name", "company", "phones", "responsible", "note", "dial_after", "version")
    return {name: contact[name] for name in names}


@pytest.mark.parametrize("phones", ["phones", "displays"])
def test_a_contact_that_is_saved_masked_keeps_its_numbers(office: Account, phones: str) -> None:
    before, shown = anna(office, "denis"), anna(office)
    assert (shown["displays"], shown["note"]) == (
        ["+7 999 •••-••-24 доб. 100", "+7 495 •••-••-13"],
        "личный 7495•••••13",
    )
    body = contact_body(shown) | {"phones": shown[phones], "company": "ООО «Север»"}
    if phones == "displays":
        del body["dial_after"]
    status, saved = office.desk("PUT", f"/contacts/{shown['contact_id']}", body)
    assert (status, digits_in(saved)) == (200, [])
    after = office.desk("GET", f"/contacts/{shown['contact_id']}", login="denis")[1]
    assert after == before | {"company": "ООО «Север»", "version": 2}


def test_numbers_can_be_added_and_taken_away_unseen(office: Account) -> None:
    shown = anna(office)
    body = contact_body(shown) | {"phones": [shown["phones"][1], "8 912 000-11-22"], "dial_after": {}}
    status, saved = office.desk("PUT", f"/contacts/{shown['contact_id']}", body)
    assert (status, len(saved["phones"])) == (200, 2)
    assert anna(office, "denis")["phones"] == [SECOND, "79120001122"]
    body = contact_body(saved) | {"phones": ["+7 999 •••-••-99"]}
    assert office.desk("PUT", f"/contacts/{shown['contact_id']}", body)[0] == 400  # which would that be?


def test_a_note_that_is_saved_masked_keeps_its_numbers(office: Account) -> None:
    path = "/calls/past%23100%230/note"
    [row] = [row for row in office.desk("GET", "/calls")[1]["calls"] if row["call_id"].startswith("past")]
    assert (row["note"], row["link"]) == ("звонить на 7495•••••13", None)
    office.desk("PUT", path, {"note": f"{row['note']} утром"})
    [leg] = [leg for leg in office.legs() if leg["callid"]["S"] == "past"]
    assert leg["note"]["S"] == f"звонить на {SECOND} утром"


def test_a_reference_does_what_the_number_would_and_no_others_does(office: Account) -> None:
    set_right(office, "on_request", DENIS)
    [waits] = office.desk("GET", "/callbacks")[1]["callbacks"]
    [same] = office.desk("GET", "/callbacks", login="denis")[1]["callbacks"]
    assert waits["phone"] != same["phone"]
    for foreign in (same["phone"], STRANGER, "~", "~AAAA"):
        assert office.desk("PUT", f"/callbacks/{foreign}/taken", {"from": None})[0] == 404
        assert office.desk("DELETE", f"/numbers/{foreign}/pin")[0] == 404
    status, row = office.desk("PUT", f"/callbacks/{quote(waits['phone'])}/taken", {"from": None})
    assert (status, row["taken_by"]["name"], row["phone"]) == (200, "Ольга Миронова", waits["phone"])
    done = {"phones": [{"phone": waits["phone"], "version": row["version"]}]}
    assert office.desk("POST", "/callbacks/done", done)[1]["callbacks"][0]["state"] == "closed"
    found = office.desk("GET", "/calls", queryStringParameters={"query": waits["phone"]})[1]["calls"]
    assert [row["phone"] for row in found] == [waits["phone"]]
    pinned = office.desk("PUT", f"/numbers/{waits['phone']}/pin", {"contact_id": anna(office)["contact_id"]})[1]
    assert pinned["pinned"] == [waits["phone"]]
    set_right(office, "whole", DENIS)
    assert anna(office, "denis")["pinned"] == [STRANGER]


def test_a_list_goes_on_behind_a_sealed_cursor(office: Account) -> None:
    for number in range(60):
        office.desk("POST", "/contacts", {"kind": "person", "name": f"Клиент {number:02}"}, login="denis")
    first = office.desk("GET", "/contacts")[1]
    assert first["cursor"].startswith("~")
    rest = office.desk("GET", "/contacts", queryStringParameters={"cursor": first["cursor"]})[1]
    names = [one["name"] for one in first["contacts"] + rest["contacts"]]
    assert (len(names), len(set(names)), rest["cursor"]) == (62, 62, None)
    assert office.desk("GET", "/contacts", queryStringParameters={"cursor": "~nonsense"})[0] == 400


@pytest.mark.parametrize("query", ["9991", "+7 999", "7924", "⑦⑨⑨⑨", "13 57", CLIENT[:-1], "٩٩٩"])
@pytest.mark.parametrize("path", ["/contacts", "/calls"])
def test_a_part_of_a_number_is_not_looked_for(office: Account, path: str, query: str) -> None:
    status, told = office.desk("GET", path, queryStringParameters={"query": query})
    assert (status, told) == (403, {"message": "Введите номер целиком: по его части поиск для вас закрыт."})


@pytest.mark.parametrize("tail", ["", " 9991", " 0000", " 57"])
def test_a_part_of_a_number_beside_words_changes_nothing(office: Account, tail: str) -> None:
    found = office.desk("GET", "/contacts", queryStringParameters={"query": f"полюс{tail}"})[1]["contacts"]
    assert [one["company"] for one in found] == ["ООО «Полюс»"]
    calls = office.desk("GET", "/calls", queryStringParameters={"query": f"полюс{tail}"})[1]["calls"]
    assert [row["call_id"] for row in calls] == ["past#100#0"]


def test_a_whole_number_is_found_a_few_times_an_hour(office: Account) -> None:
    def ask(number: str) -> tuple[int, Any]:
        return office.desk("GET", "/contacts", queryStringParameters={"query": number})

    assert len(ask("8 999 135-79-24")[1]["contacts"]) == 1
    for number in range(1, GUESSES_PER_HOUR):
        assert ask(f"7999135{number:04}")[0] == 200
    assert ask("79991350000")[0] == 429
    assert office.desk("POST", "/contacts", ANNA)[0] == 429  # a contact would be linked with its number's calls
    assert office.desk("GET", "/contacts", queryStringParameters={"query": "полюс"})[0] == 200


def test_a_click_dials_what_a_reference_stands_for_and_the_pbx_s_words_are_masked(office: Account) -> None:
    def click(phone: str, number: int) -> tuple[int, Any]:
        body = {"phone": phone, "request_id": f"click-{number:04}"}
        return office.answer(makecall_door, browser_event("POST", "/makecall", body, "olga"))

    reference = office.desk("GET", "/callbacks")[1]["callbacks"][0]["phone"]
    with responses.RequestsMock() as pbx:
        pbx.post(PBX, json={"result": "ok"})
        assert click(reference, 1) == (202, {"accepted": True})
        assert json.loads(pbx.calls[0].request.body or "") == {"user": "100", "phone": STRANGER}
        pbx.replace(responses.POST, PBX, json={"error": f"no route to {STRANGER}"}, status=500)
        for _ in range(2):  # the same click again hears the first one's outcome
            status, told = click(reference, 2)
            assert (status, digits_in(told)) == (502, [])
    for number, foreign in enumerate(("~AAAA", "~79991234567"), start=3):
        assert click(foreign, number)[0] == 400


def test_a_reveal_is_noted_before_the_number_is_given(office: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    set_right(office, "on_request")
    with monkeypatch.context() as broken:
        broken.setattr(RevealsTable, "note", refuse)
        status, told = office.desk("POST", "/reveals", {"call_id": "past#100#0"})
        assert (status, digits_in(told)) == (503, [])
    assert office.scan("RevealsTable") == []
    given = {"phones": [CLIENT], "displays": ["+7 999 135-79-24"]}
    assert office.desk("POST", "/reveals", {"call_id": "past#100#0"}) == (200, given)
    contact_id = anna(office)["contact_id"]
    assert office.desk("POST", "/reveals", {"contact_id": contact_id})[1]["phones"] == [CLIENT, SECOND]
    status, told = office.admin("GET", "/reveals")
    who = {"operator_id": "operator-100", "name": "Ольга Миронова"}
    rows = [{name: row[name] for name in ("by", "call_id", "contact_id")} for row in told["reveals"]]
    assert rows == [
        {"by": who, "call_id": None, "contact_id": contact_id},
        {"by": who, "call_id": "past#100#0", "contact_id": contact_id},
    ]
    assert (status, digits_in(office.scan("RevealsTable")), told["cursor"]) == (200, [], None)


def refuse(*_: Any) -> None:
    raise UnavailableError("unavailable")


def test_who_may_not_ask_is_shown_nothing_and_the_thirty_first_in_an_hour_neither(office: Account) -> None:
    path, body = "/reveals", {"call_id": "past#100#0"}
    assert office.desk("POST", path, body)[0] == 403
    assert office.desk("POST", path, body, login="somebody")[0] == 403
    set_right(office, "on_request")
    for wrong in ({}, body | {"contact_id": "c-irina"}, {"phone": CLIENT}):
        assert office.desk("POST", path, wrong)[0] == 400
    for nobody in ({"call_id": "none#100#0"}, {"contact_id": "c-nobody"}, {"call_id": "x"}):
        assert office.desk("POST", path, nobody)[0] == 404
    silent = office.desk("POST", "/contacts", {"kind": "person", "name": "Без номера"}, login="denis")[1]
    assert office.desk("POST", path, {"contact_id": silent["contact_id"]})[0] == 404
    answers = [office.desk("POST", path, body)[0] for _ in range(PER_HOUR + 1)]
    assert answers == [200] * PER_HOUR + [429]
    first = office.admin("GET", path)[1]
    assert len(first["reveals"]) == len(office.scan("RevealsTable")) == PER_HOUR
    assert office.admin("GET", path, groups="")[0] == 403


def test_the_list_of_reveals_goes_on_page_by_page(office: Account) -> None:
    set_right(office, "on_request")
    for number in range(3):
        for _ in range(PER_HOUR):
            assert office.desk("POST", "/reveals", {"call_id": "past#100#0"})[0] == 200
        key = {"pk": {"S": "reveals#operator-100"}}
        shared.dynamodb().delete_item(TableName="StateTable", Key=key)  # an hour later
        assert number < 3
    first = office.admin("GET", "/reveals")[1]
    rest = office.admin("GET", "/reveals", queryStringParameters={"cursor": first["cursor"]})[1]
    assert (len(first["reveals"]), len(rest["reveals"]), rest["cursor"]) == (50, 40, None)


def test_a_right_is_in_force_at_once_told_in_the_history_and_its_secret_in_no_answer(office: Account) -> None:
    office.browser.closed.clear()
    office.socket("$connect", "tab", "100")
    set_right(office, "on_request")
    assert office.browser.closed == ["tab"]  # what it shows was made for another right
    [change, *_] = office.admin("GET", "/settings/history")[1]["changes"]
    told = {name: change[name] for name in ("field", "of", "from", "to")}
    assert told == {"field": "operator.numbers", "of": "Ольга Миронова", "from": "masked", "to": "on_request"}
    assert office.desk("GET", "/me")[1]["numbers"] == "on_request"
    assert office.desk("GET", "/me", login="denis")[1]["numbers"] == "whole"
    [seal] = [row["seal"]["S"] for row in office.scan("OperatorsTable") if "seal" in row]
    assert seal not in json.dumps([office.admin("GET", path) for path in ("/operators", "/settings/history")])
    status, _ = office.admin("PUT", "/operators/operator-100", OLGA)  # a page from yesterday knows of no such right
    assert (status, office.desk("GET", "/me")[1]["numbers"]) == (200, "on_request")


def test_a_call_that_is_kept_no_longer_shows_no_number(office: Account) -> None:
    set_right(office, "on_request")
    office.choose(calls_kept_days=30)
    old = shared.now() - timedelta(days=31)
    [leg] = [leg for leg in office.legs() if leg["callid"]["S"] == "past"]
    shared.dynamodb().put_item(TableName="CallsTable", Item=leg | {"rung_at": {"S": old.isoformat()}})
    assert office.desk("POST", "/reveals", {"call_id": "past#100#0"})[0] == 404
    assert office.scan("RevealsTable") == []
