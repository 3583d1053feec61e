"""The missed-call desk: calls come in at one door, the stream is followed, and whoever waits is listed."""

from datetime import UTC, datetime, timedelta

import pytest

from callcard.wiring import shared
from functions.callbacks.app import lambda_handler as callbacks_door
from tests.fake_context import LambdaContext
from tests.integration.conftest import Account
from tests.integration.waiting import CALLER, DENIS, END, EVENT, SHOWN, listed, missed, reached, row, stream


def test_a_missed_client_waits_with_everything_the_page_shows(account: Account) -> None:
    account.admin("PUT", "/lines", {"lines": [{"number": "3333333", "name": "Сайт"}]})
    missed(account)
    found = listed(account)
    [waits] = found["callbacks"]
    at = waits["since"]
    assert abs(datetime.fromisoformat(at) - datetime.now(UTC)) < timedelta(minutes=1)
    line = {"number": "3333333", "name": "Сайт"}
    attempt = {"call_id": "1#100#0", "at": at, "line": line, "rang": 24, "extensions": ["100"]}
    assert waits == {
        "phone": CALLER,
        "display": SHOWN,
        "contact": None,
        "state": "open",
        "since": at,
        "last_at": at,
        "count": 1,
        "attempts": [attempt],
        "line": line,
        "taken_by": None,
        "taken_at": None,
        "closed": None,
        "version": 1,
    }
    assert (found["waiting"], found["cursor"]) == (1, None)


def test_one_row_per_client_however_often_they_called_and_the_longest_wait_first(account: Account) -> None:
    missed(account, "1")
    missed(account, "2", phone="89990000000")
    missed(account, "3")
    found = listed(account)
    assert [(one["phone"], one["count"]) for one in found["callbacks"]] == [(CALLER, 2), ("79990000000", 1)]
    assert [attempt["call_id"] for attempt in found["callbacks"][0]["attempts"]] == ["1#100#0", "3#100#0"]
    assert found["waiting"] == 2


def test_a_ring_group_is_one_attempt_at_all_its_phones(account: Account) -> None:
    for extension in ("100", "101"):
        account.post(EVENT | {"type": "INCOMING", "callid": "1", "ext": extension, "user": extension})
    account.post(END | {"status": "missed", "callid": "1"})
    stream(account)
    [attempt] = row(account)["attempts"]
    assert attempt["extensions"] == ["100", "101"]


def test_a_withheld_number_waits_for_nobody(account: Account) -> None:
    missed(account, phone="anonymous")
    assert listed(account) == {"callbacks": [], "cursor": None, "waiting": 0}


def test_whoever_is_looking_is_told_also_at_other_extensions(account: Account) -> None:
    account.socket("$connect", "olga", "100")
    account.socket("$connect", "denis", "101")
    missed(account)
    told = [frame for frame in account.browser.frames["denis"] if frame["type"] == "callback"]
    assert told == [{"type": "callback", "callback": row(account), "waiting": 1}]
    assert told == [frame for frame in account.browser.frames["olga"] if frame["type"] == "callback"]


def test_it_closes_when_the_client_was_reached_and_says_by_whom(account: Account) -> None:
    missed(account)
    reached(account)
    closed = row(account, "closed")["closed"]
    assert (closed["how"], closed["by"], closed["reason"]) == ("reached", DENIS, "")
    assert listed(account)["waiting"] == 0


def test_it_closes_when_the_client_gets_through(account: Account) -> None:
    missed(account)
    account.post(EVENT | {"type": "INCOMING", "callid": "2"})
    account.post(EVENT | {"type": "ACCEPTED", "callid": "2"})
    stream(account)
    assert row(account, "closed")["closed"]["how"] == "got_through"


def test_the_client_is_named_and_a_name_entered_since_is_known(account: Account) -> None:
    missed(account)
    assert row(account)["contact"] is None
    account.desk("POST", "/contacts", {"kind": "person", "name": "Анна Белова", "phones": [SHOWN]})
    assert row(account)["contact"]["name"] == "Анна Белова"
    missed(account, "2", phone="89991234567")
    assert [one["contact"]["name"] for one in listed(account)["callbacks"]] == ["Анна Белова", "Ирина Соколова"]


def test_a_leg_that_cannot_be_read_holds_up_nobody(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    account.post(END | {"status": "missed", "duration": 5, "callid": "1"})
    [leg] = account.legs()
    broken = {"dynamodb": {"NewImage": leg | {"version": {"S": "many"}, "callid": {"S": "2"}}}}
    removed = {"eventName": "REMOVE", "dynamodb": {"Keys": {}}}
    mark = {"dynamodb": {"NewImage": {"callid": {"S": "1"}, "leg": {"S": "!taken"}}}}
    callbacks_door({"Records": [broken, removed, mark, {"dynamodb": {"NewImage": leg}}]}, LambdaContext())
    assert row(account)["count"] == 1
    assert caplog.messages.count("Leg unreadable") == 1


# ---- lists


def test_the_closed_ones_are_newest_first_and_none_before_the_day_asked_for(account: Account) -> None:
    for number, phone in enumerate(("89990000001", "89990000002")):
        missed(account, str(number), phone=phone)
    account.desk("PUT", "/callbacks/79990000002/done")
    account.desk("PUT", "/callbacks/79990000001/done")
    asked = {"state": "closed", "from": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}
    assert [one["phone"] for one in listed(account, **asked)["callbacks"]] == ["79990000001", "79990000002"]
    later = {"state": "closed", "from": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}
    assert listed(account, **later)["callbacks"] == []


def test_pages_of_those_who_wait_lose_none(account: Account) -> None:
    for number in range(60):
        missed_alone(account, number)
    stream(account)
    first = listed(account)
    second = listed(account, cursor=first["cursor"])
    phones = [one["phone"] for one in first["callbacks"] + second["callbacks"]]
    assert (len(phones), len(set(phones)), second["cursor"], first["waiting"]) == (60, 60, None, 60)


def missed_alone(account: Account, number: int) -> None:
    """Let one of many clients be missed, told by the history alone."""
    account.post(END | {"status": "missed", "duration": 5, "callid": f"c{number}", "phone": f"8999111{number:04}"})


def test_what_has_expired_is_shown_no_more(account: Account) -> None:
    missed(account)
    [item] = account.scan("CallbacksTable")
    fortnight = (datetime.now(UTC) + timedelta(days=14)).timestamp()
    assert abs(int(item["ttl"]["N"]) - fortnight) < 60
    past = item | {"ttl": {"N": str(int(datetime.now(UTC).timestamp()) - 1)}}
    shared.dynamodb().put_item(TableName="CallbacksTable", Item=past)
    assert listed(account) == {"callbacks": [], "cursor": None, "waiting": 0}


@pytest.mark.parametrize(
    "asked", [{"state": "none"}, {"state": "all"}, {"from": "yesterday", "state": "closed"}, {"cursor": "x"}], ids=str
)
def test_a_bad_question_is_refused(account: Account, asked: dict[str, str]) -> None:
    assert account.desk("GET", "/callbacks", queryStringParameters=asked)[0] == 400
