"""GET /wallboard: who is doing what, who waits and how the day goes, without any client's name or number."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from callcard.wiring import shared
from tests.integration.conftest import Account
from tests.integration.waiting import CALLER, EVENT, missed, reached
from tests.unit.phones import history, legs_after


def wall(account: Account, login: str = "olga", **asked: str) -> Any:
    """Look at the wall."""
    status, found = account.desk("GET", "/wallboard", queryStringParameters=asked, login=login)
    assert status == 200, found
    return found


def states(found: Any) -> dict[str, str]:
    """Say what each operator does."""
    return {one["name"].split()[0]: one["state"] for one in found["operators"]}


def test_an_operator_is_offline_free_rings_and_talks(account: Account) -> None:
    assert states(wall(account)) == {"Денис": "offline", "Ольга": "offline"}
    account.socket("$connect", "olga", "100")
    free = wall(account)
    assert (states(free)["Ольга"], free["free"], free["talking"]) == ("free", 1, 0)
    account.post(EVENT | {"type": "INCOMING", "callid": "1"})
    rings = wall(account)
    assert (states(rings)["Ольга"], rings["ringing"]) == ("ringing", 1)
    assert rings["ringing_since"] == rings["operators"][1]["since"]
    account.post(EVENT | {"type": "ACCEPTED", "callid": "1"})
    talks = wall(account)
    assert (states(talks)["Ольга"], talks["talking"], talks["free"]) == ("talking", 1, 0)
    assert (talks["ringing"], talks["ringing_since"]) == (0, None)


def test_who_waits_and_the_longest_wait(account: Account) -> None:
    missed(account, "1")
    missed(account, "2", phone="89990000000")
    found = wall(account)
    [first, _] = account.desk("GET", "/callbacks")[1]["callbacks"]
    assert (found["waiting"], found["longest_since"]) == (2, first["since"])
    assert wall_is_clean(found)


def test_the_day_and_its_calls(account: Account) -> None:
    missed(account, "1")
    missed(account, "2", phone="89991234567", ext="101", user="101")
    found = wall(account, zone="+03:00")
    today = found["today"]
    assert (today["incoming"], today["missed"], today["answered"], today["service"]) == (2, 2, 0, 0.0)
    assert sum(hour["missed"] for hour in today["hours"]) == 2
    assert (len(today["hours"]), today["average_callback"]) == (24, None)


def test_how_long_clients_wait_for_being_called_back(account: Account) -> None:
    began = datetime.now(UTC) - timedelta(minutes=30)
    told = history("9", "100", began, 10, success=False)
    legs = legs_after([replace(told, event=replace(told.event, phone=CALLER))])
    assert shared.calls().save(legs[0], None)
    reached(account)
    assert abs(wall(account)["today"]["average_callback"] - 1800) <= 60
    missed(account, "2", phone="89990000000")
    account.desk("PUT", "/callbacks/79990000000/done")
    assert abs(wall(account)["today"]["average_callback"] - 1800) <= 60  # nobody has called that one back


def wall_is_clean(found: Any) -> bool:
    """Say whether nothing on the wall is a client's."""
    text = json.dumps(found, ensure_ascii=False)
    return not any(secret in text for secret in ("5550188", "9000000", "79", "Соколова", "Вектор"))


def test_whoever_is_no_operator_may_look_and_an_inactive_one_hangs_there_no_more(account: Account) -> None:
    body = {"name": "Денис Карпов", "extension": "101", "login": "denis", "pbx_login": None, "active": False}
    account.admin("PUT", "/operators/operator-101", body)
    assert list(states(wall(account, login="boss"))) == ["Ольга"]


def test_a_tab_that_has_expired_is_nobodys_presence(account: Account) -> None:
    shared.connections().add("100", "old", "operator-100", datetime.now(UTC) - timedelta(hours=3))
    assert states(wall(account))["Ольга"] == "offline"
    shared.connections().add("100", "tab", "operator-100", datetime.now(UTC) - timedelta(hours=1))
    shared.connections().add("100", "tab2", "operator-100", datetime.now(UTC))
    found = wall(account)
    since = datetime.fromisoformat(found["operators"][1]["since"])
    assert abs(datetime.now(UTC) - since - timedelta(hours=1)) < timedelta(minutes=1)


def test_a_free_operator_is_so_since_the_last_call_and_missed_ones_are_no_work_done(account: Account) -> None:
    shared.connections().add("100", "tab", "operator-100", datetime.now(UTC) - timedelta(hours=1))
    now = datetime.now(UTC).replace(microsecond=0)
    said = (("1", 30, True), ("2", 20, False), ("3", 10, True))
    for callid, ago, success in said:
        told = history(callid, "100", now - timedelta(seconds=ago + 5), 5, success=success)
        [leg] = legs_after([told])
        assert shared.calls().save(replace(leg, recorded=True), None)
    row = wall(account)["operators"][1]
    assert (row["state"], row["calls"]) == ("free", 2)
    assert datetime.fromisoformat(row["since"]) == now - timedelta(seconds=10)


def test_a_bad_zone_is_refused(account: Account) -> None:
    assert account.desk("GET", "/wallboard", queryStringParameters={"zone": "Mars"})[0] == 400
