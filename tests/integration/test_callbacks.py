"""The missed-call desk: calls come in at one door, the stream is followed, operators take, finish and put back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callcard.wiring import shared
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


# ---- taking care


def test_taking_shows_the_name_to_all(account: Account) -> None:
    missed(account)
    account.socket("$connect", "denis", "101")
    status, taken = do(account, "PUT", "taken")
    assert (status, taken["taken_by"], taken["version"]) == (200, OLGA, 2)
    assert account.browser.frames["denis"] == [{"type": "callback", "callback": taken, "waiting": 1}]
    assert row(account) == taken


def test_a_colleagues_is_taken_over_only_from_the_one_the_page_has_shown(account: Account) -> None:
    missed(account)
    held = do(account, "PUT", "taken")[1]
    refused = (409, {"message": "С этим клиентом уже что-то изменилось. Посмотрите и повторите.", "callback": held})
    assert do(account, "PUT", "taken", login="denis") == refused
    assert do(account, "PUT", "taken", {"from": "operator-777"}, login="denis") == refused
    status, taken = do(account, "PUT", "taken", {"from": "operator-100"}, login="denis")
    assert (status, taken["taken_by"]) == (200, DENIS)
    assert do(account, "PUT", "taken", {"from": "operator-100"})[0] == 409  # Olga takes it back from whom she sees
    assert do(account, "PUT", "taken", {"from": "operator-101"})[1]["taken_by"] == OLGA


def test_taking_again_changes_nothing(account: Account) -> None:
    missed(account)
    assert do(account, "PUT", "taken")[1] == do(account, "PUT", "taken", {"from": "operator-101"})[1]


def test_letting_go_is_for_whoever_holds_it(account: Account) -> None:
    missed(account)
    do(account, "PUT", "taken")
    assert do(account, "DELETE", "taken", login="denis")[0] == 409
    status, free = do(account, "DELETE", "taken")
    assert (status, free["taken_by"], free["taken_at"]) == (200, None, None)
    assert do(account, "DELETE", "taken", login="denis") == (200, free)


def test_what_is_closed_cannot_be_taken(account: Account) -> None:
    missed(account)
    reached(account)
    status, refused = do(account, "PUT", "taken")
    assert (status, refused["message"]) == (409, "Перезванивать уже не нужно.")
    assert refused["callback"]["state"] == "closed"


def test_a_closed_callback_that_opens_again_is_nobodys(account: Account) -> None:
    missed(account)
    do(account, "PUT", "taken")
    reached(account)
    missed(account, "later")
    assert (row(account)["taken_by"], row(account)["count"]) == (None, 1)


def test_the_stream_takes_nothing_from_people(account: Account) -> None:
    missed(account)
    do(account, "PUT", "taken")
    missed(account, "2")
    assert (row(account)["taken_by"], row(account)["count"]) == (OLGA, 2)


# ---- done


def test_done_closes_it_with_a_name_and_a_reason(account: Account) -> None:
    missed(account)
    status, done = do(account, "PUT", "done", {"version": 1, "reason": "ошиблись номером"})
    assert (status, done["state"], done["closed"]["by"]) == (200, "closed", OLGA)
    assert (done["closed"]["how"], done["closed"]["reason"]) == ("done", "ошиблись номером")
    stream(account)
    assert row(account, "closed") == done


def test_done_is_said_of_what_the_page_has_shown(account: Account) -> None:
    missed(account)
    missed(account, "2")
    status, refused = do(account, "PUT", "done", {"version": 1})
    assert (status, refused["callback"]["count"]) == (409, 2)
    assert do(account, "PUT", "done")[1]["state"] == "closed"


def test_who_calls_again_after_it_was_done_waits_again(account: Account) -> None:
    missed(account)
    do(account, "PUT", "done")
    missed(account, "2")
    assert row(account)["count"] == 1


@pytest.mark.parametrize("how", ["done", "reached"])
def test_what_is_closed_can_be_put_back(account: Account, how: str) -> None:
    missed(account)
    if how == "done":
        do(account, "PUT", "done")
    else:
        reached(account)
    account.socket("$connect", "denis", "101")
    status, back = do(account, "DELETE", "done")
    assert (status, back["state"], back["closed"]) == (200, "open", None)
    assert account.browser.frames["denis"] == [{"type": "callback", "callback": back, "waiting": 1}]
    stream(account)
    assert row(account) == back


def test_all_that_are_still_as_shown_are_marked_done(account: Account) -> None:
    for number, phone in enumerate(("89990000001", "89990000002", "89990000003")):
        missed(account, str(number), phone=phone)
    shown = [{"phone": one["phone"], "version": one["version"]} for one in listed(account)["callbacks"]]
    missed(account, "again", phone="89990000002")
    account.socket("$connect", "denis", "101")
    body = {"phones": [*shown, {"phone": "70000000000", "version": 1}]}
    status, now = account.desk("POST", "/callbacks/done", body)
    states = {one["phone"]: one["state"] for one in now["callbacks"]}
    assert (status, now["waiting"]) == (200, 1)
    assert states == {"79990000001": "closed", "79990000002": "open", "79990000003": "closed"}
    assert account.browser.frames["denis"] == [{"type": "callbacks", "waiting": 1}]


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


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "taken"), ("DELETE", "taken"), ("PUT", "done"), ("DELETE", "done")]
)
def test_who_is_no_operator_may_look_and_change_nothing(account: Account, method: str, path: str) -> None:
    missed(account)
    assert account.desk("GET", "/callbacks", login="boss")[0] == 200
    assert do(account, method, path, login="boss")[0] == 403
    assert account.desk("POST", "/callbacks/done", {"phones": []}, login="boss")[0] == 403
    assert row(account)["version"] == 1


@pytest.mark.parametrize("phone", ["79990000000", "nobody", "7#1"])
def test_a_client_who_does_not_wait_is_not_found(account: Account, phone: str) -> None:
    missed(account)
    status, refused = account.desk("PUT", f"/callbacks/{phone}/taken")
    assert (status, "message" in refused) == (404, True)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("taken", {"from": 5}),
        ("taken", {"by": "operator-100"}),
        ("done", {"version": "1"}),
        ("done", {"version": 0}),
        ("done", {"reason": "x" * 201}),
        ("done", {"reason": "a\nb"}),
    ],
    ids=str,
)
def test_a_bad_body_is_refused_and_changes_nothing(account: Account, what: str, body: Any) -> None:
    missed(account)
    assert do(account, "PUT", what, body)[0] == 400
    assert row(account)["version"] == 1


def test_more_than_two_hundred_at_once_are_refused(account: Account) -> None:
    phones = [{"phone": f"7999000{number:04}", "version": 1} for number in range(201)]
    assert account.desk("POST", "/callbacks/done", {"phones": phones})[0] == 400


def test_a_leg_that_cannot_be_read_holds_up_nobody(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    account.post(END | {"status": "missed", "duration": 5, "callid": "1"})
    [leg] = account.legs()
    broken = {"dynamodb": {"NewImage": leg | {"version": {"S": "many"}, "callid": {"S": "2"}}}}
    removed = {"eventName": "REMOVE", "dynamodb": {"Keys": {}}}
    mark = {"dynamodb": {"NewImage": {"callid": {"S": "1"}, "leg": {"S": "!taken"}}}}
    callbacks_door({"Records": [broken, removed, mark, {"dynamodb": {"NewImage": leg}}]}, LambdaContext())
    assert row(account)["count"] == 1
    assert caplog.messages.count("Leg unreadable") == 1
