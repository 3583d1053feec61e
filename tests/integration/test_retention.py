"""How long calls are kept: written with each call, followed by those that are there, and seen by every reader."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest

from callcard.domain.jobs import Kind, State
from callcard.domain.retention import expires
from callcard.jobs import keeping
from callcard.retention import CALLS
from callcard.wiring import background, jobs, shared
from functions.callbacks.app import lambda_handler as callbacks_door
from functions.jobs.app import lambda_handler as jobs_door
from tests.fake_context import LambdaContext
from tests.integration.conftest import Account
from tests.integration.faults import Killed, free, killing, meeting
from tests.integration.relinking import Stream
from tests.integration.test_admin import DEFAULTS
from tests.integration.test_inbound import ANSWER, RING
from tests.integration.test_inbound import END as OVER
from tests.integration.test_journal import journal, told
from tests.integration.waiting import END as MISSED
from tests.integration.waiting import EVENT

RECORDED = {"incoming_record": "end", "outgoing_record": "end", "incoming_card": "ring"}


def choose(account: Account, days: int | None) -> None:
    """Let an administrator say how long calls are kept."""
    status, body = account.admin("PUT", "/settings", DEFAULTS | RECORDED | {"calls_kept_days": days})
    assert status == 200, body


def state(account: Account) -> Any:
    """Ask how far the calls are."""
    status, body = account.admin("GET", "/settings/retention")
    assert status == 200
    return body


def look(account: Account) -> str:
    """Let a worker go on whatever the queue's delay; the state the job is in then."""
    message = {"messageId": "1", "body": '{"kind": "retention", "job_id": "calls"}'}
    assert jobs_door({"Records": [message]}, LambdaContext()) == {"batchItemFailures": []}
    return background.jobs().get(Kind.RETENTION, CALLS).state.value


def follow(account: Account) -> None:
    """Let the calls follow to the end."""
    while look(account) == State.RUNNING:
        pass


def untils(account: Account) -> dict[str, int | None]:
    """Say of each item of the table until when it is kept."""
    return {
        f"{item['callid']['S']} {item['leg']['S']}": int(item["ttl"]["N"]) if "ttl" in item else None
        for item in account.scan("CallsTable")
    }


def age(account: Account, callid: str, days: float) -> None:
    """Let the legs of a call have come some days ago."""
    for item in account.legs():
        if item["callid"]["S"] == callid:
            came = shared.now() - timedelta(days=days)
            moment = {"S": came.isoformat(timespec="milliseconds")}
            key = item["phone_key"]["S"].split("#")[0] + "#" + moment["S"] if "phone_key" in item else None
            phone = {"phone_key": {"S": key}} if key else {}
            aged = {"rung_at": moment, "started_at": moment, "closed_at": moment}
            shared.dynamodb().put_item(TableName="CallsTable", Item=item | aged | phone)


def came(account: Account, callid: str) -> datetime:
    """Say when a call came."""
    return max(datetime.fromisoformat(item["rung_at"]["S"]) for item in account.legs() if item["callid"]["S"] == callid)


def test_a_call_and_all_that_stands_beside_it_is_written_with_its_end(account: Account) -> None:
    account.choose(calls_kept_days=30)
    account.post(RING)
    account.post(ANSWER)
    account.post(OVER)
    account.post({"cmd": "rating", "callid": RING["callid"], "rating": "5", "phone": RING["phone"]})
    items = untils(account)
    assert len(items) >= 3  # the leg, its mark, and the trace of a card that reached no tab
    until = expires(came(account, RING["callid"]), 30)
    assert until
    assert all(kept and until <= kept <= until + 60 for kept in items.values()), items  # a rating has its own time


def test_without_the_setting_nothing_ever_goes(account: Account) -> None:
    account.post(RING)
    account.post(OVER)
    assert set(untils(account).values()) == {None}
    assert state(account) == {
        "days": None,
        "state": "none",
        "started_at": None,
        "ended_at": None,
        "message": None,
        "done_rows": 0,
    }
    assert account.scan("JobsTable") == []


def test_what_is_there_already_follows_a_change_of_the_setting_in_both_directions(account: Account) -> None:
    for number in range(3):
        told(account, number)
    age(account, "call-1", 20)
    for days in (30, 365, None):
        choose(account, days)
        assert state(account)["state"] == "running"
        account.work()
        for item, until in untils(account).items():
            assert until == expires(came(account, item.split()[0]), days), item
        follow(account)
        assert (state(account)["state"], state(account)["days"]) == ("done", days)
    [change, *_] = account.admin("GET", "/settings/history")[1]["changes"]
    assert (change["field"], change["from"], change["to"]) == ("calls_kept_days", 365, None)


def test_the_second_look_finds_what_was_written_with_the_setting_of_before(account: Account) -> None:
    told(account, 1)
    choose(account, 30)
    account.work()
    told(account, 2)  # by a function that has read the settings just before the change
    for item in account.scan("CallsTable"):
        if item["callid"]["S"] == "call-2":
            item.pop("ttl", None)
            shared.dynamodb().put_item(TableName="CallsTable", Item=item)
    job = background.jobs().get(Kind.RETENTION, CALLS)
    assert (job.state, job.progress["look"], job.lease_until) == (State.RUNNING, 2, None)
    assert timedelta(seconds=keeping.PAUSE - 5) < job.asked_at - shared.now()  # who looks at it wakes nobody
    assert look(account) == "done"
    assert None not in untils(account).values()


def test_of_two_changes_in_a_row_the_last_is_followed(account: Account) -> None:
    told(account, 1)
    choose(account, 30)
    choose(account, 60)
    account.work()
    follow(account)
    assert set(untils(account).values()) == {expires(came(account, "call-1"), 60)}
    assert state(account)["days"] == 60


def test_a_change_whose_job_was_never_begun_is_made_good_by_who_looks(account: Account) -> None:
    told(account, 1)
    account.choose(calls_kept_days=90)  # the function died between the setting and the job
    assert state(account)["state"] == "running"
    account.work()
    assert set(untils(account).values()) == {expires(came(account, "call-1"), 90)}


def test_killed_at_any_request_the_calls_follow_all_the_same(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "WINDOW", 3)
    for number in range(5):
        told(account, number)
    for at in (0, 1, 3, 6, 10, 15, 22, 30):
        choose(account, 30 + at)
        with meeting(killing(at), jobs.patient_dynamodb()):
            try:
                look(account)
            except Killed:
                free(Kind.RETENTION, CALLS)
        follow(account)
        wanted = {item: expires(came(account, item.split()[0]), 30 + at) for item in untils(account)}
        assert untils(account) == wanted, at


@pytest.fixture
def past(account: Account) -> Account:
    """An account with one call of today and one past its time, which DynamoDB has not removed yet."""
    told(account, 1)
    told(account, 2)
    age(account, "call-1", 31)
    assert journal(account) == ["call-2", "call-1"]
    account.choose(calls_kept_days=30)
    return account


def test_no_list_shows_what_is_past_its_time(past: Account) -> None:
    assert journal(past) == ["call-2"]
    assert journal(past, contact="c-irina") == ["call-2"]
    assert journal(past, query="79991234567") == ["call-2"]
    assert journal(past, query="соколова") == ["call-2"]
    checked = past.desk("GET", "/check/calls")[1]["calls"]
    assert [call["call_id"].split("#")[0] for call in checked] == ["call-2"]
    long_ago = (shared.now() - timedelta(days=40)).date().isoformat()
    counted = past.desk("GET", "/statistics", queryStringParameters={"from": long_ago, "to": today()})[1]
    assert counted["totals"]["incoming"] + counted["totals"]["outgoing"] == 1


def today() -> str:
    return shared.now().date().isoformat()


def test_what_is_past_its_time_is_not_there_for_who_knows_its_name(past: Account) -> None:
    for callid, status in (("call-1", 404), ("call-2", 200)):
        assert past.desk("GET", f"/calls/{callid}%23100%230/trace")[0] == status
        assert past.desk("PUT", f"/calls/{callid}%23100%230/note", {"note": "x"})[0] == status


def test_a_longer_time_shows_again_what_dynamodb_has_not_removed(past: Account) -> None:
    past.choose(calls_kept_days=60)
    assert journal(past) == ["call-2", "call-1"]


def test_a_removal_by_time_makes_no_callback_and_no_trouble(account: Account) -> None:
    account.post(EVENT | {"type": "INCOMING", "callid": "1"})
    account.post(MISSED | {"status": "missed", "duration": 24, "callid": "1"})
    ttl = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    keys = {"callid": {"S": "1"}, "leg": {"S": "100#000000"}}
    gone = {"eventName": "REMOVE", "userIdentity": ttl, "dynamodb": {"Keys": keys}}
    callbacks_door({"Records": [gone]}, LambdaContext())
    assert account.scan("CallbacksTable") == []


def test_calls_of_long_ago_that_get_their_time_concern_no_callback(account: Account) -> None:
    account.post(EVENT | {"type": "INCOMING", "callid": "1"})
    account.post(MISSED | {"status": "missed", "duration": 24, "callid": "1"})
    age(account, "1", 15)
    [leg] = account.legs()
    callbacks_door({"Records": [{"eventName": "MODIFY", "dynamodb": {"NewImage": leg}}]}, LambdaContext())
    assert account.scan("CallbacksTable") == []


def test_late_linking_leaves_alone_what_is_past_its_time(past: Account) -> None:
    stream, before = Stream(past), [leg for leg in past.legs() if leg["callid"]["S"] == "call-1"]
    past.desk("DELETE", "/contacts/c-irina")
    stream.flow()
    assert [leg for leg in past.legs() if leg["callid"]["S"] == "call-1"] == before
    assert "contact" not in next(leg for leg in past.legs() if leg["callid"]["S"] == "call-2")


def test_late_linking_gives_up_a_call_that_went_while_it_was_at_it(
    account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    told(account, 1)
    [leg] = account.legs()
    stream = Stream(account)
    account.desk("DELETE", "/contacts/c-irina")
    key = {name: leg[name] for name in ("callid", "leg")}

    def go(_: AWSPreparedRequest) -> None:
        if not gone:
            gone.append(True)
            shared.dynamodb().delete_item(TableName="CallsTable", Key=key)

    gone: list[bool] = []
    with meeting(go, shared.dynamodb(), only="PutItem"):
        stream.flow()
    assert gone
    assert account.legs() == []
    assert "Not relinked at once" not in caplog.text
