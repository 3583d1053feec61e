"""The missed-call desk in its operators' hands: they take, let go, finish and put back, and all who look are told."""

from typing import Any

import pytest

from tests.integration.conftest import Account
from tests.integration.waiting import DENIS, OLGA, do, listed, missed, reached, row, stream


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


# ---- refused


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
