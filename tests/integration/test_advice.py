"""The advisor at the administrator's door: counted in the background, kept, counted anew when the book has changed."""

from datetime import timedelta
from typing import Any

import pytest

from callcard.domain.jobs import LEASE, PATIENCE
from callcard.errors import NotFoundError
from callcard.wiring import background, shared
from tests.integration.conftest import Account
from tests.integration.transfers import book, run, set_in


def advice(account: Account, **event: Any) -> Any:
    """Ask for the advice."""
    status, told = account.admin("GET", "/settings/advice", **event)
    assert status == 200
    return told


def add(account: Account, *phones: str, name: str = "Кто-то") -> None:
    """Put a contact into the book."""
    assert account.desk("POST", "/contacts", {"kind": "person", "name": name, "phones": list(phones)})[0] == 201


def test_the_first_look_has_the_book_counted_once(account: Account) -> None:
    first = [advice(account) for _ in range(3)]
    assert first[0] == {
        "numbers": 0,
        "computed_at": None,
        "computing": True,
        "risks": [],
        "recommended": None,
        "sentence": "",
    }
    assert first[1:] == [first[0]] * 2
    assert account.work() == 1
    told = advice(account)
    assert (told["numbers"], told["computing"], told["recommended"]) == (1, False, 3)
    assert [risk["digits"] for risk in told["risks"]] == [*range(1, 21)]
    assert told["risks"][0] == {"digits": 1, "share": 0.1}
    assert told["risks"][1] == {"digits": 2, "share": 0.01}
    assert told["sentence"] == "Сейчас чужая карточка в 1 случае из 100\u00a0000. Менять ничего не нужно."
    assert told["computed_at"]
    assert account.work() == 0


def test_it_counts_what_the_phone_index_holds(account: Account) -> None:
    add(account, "8 999 555-66-77", "8 495 555-66-77")  # one client's own numbers are no risk
    add(account, "8 916 123-45-67")  # ends like Irina's
    add(account, "8 999 123-45-67")  # is Irina's
    advice(account)
    account.work()
    told = advice(account)
    shares = [risk["share"] for risk in told["risks"]]
    assert told["numbers"] == 4
    # of four numbers, two end alike and belong to different people; they share seven digits
    assert shares[6] == 0.5
    assert shares[9] == 4 / 10**10
    assert told["recommended"] == 8
    assert told["sentence"].startswith("Сейчас чужая карточка в 50 случаях из 100, с 8 цифрами реже чем в 1 случае")
    english = advice(account, headers={"Accept-Language": "en-GB,en;q=0.9"})["sentence"]
    assert english.startswith("A wrong card now shows in 50 cases out of 100, with 8 digits")


def test_a_pinned_number_is_nobody_else_s(account: Account) -> None:
    add(account, "8 999 555-66-77", "8 495 555-66-77")
    item = next(one for one in account.scan("NumbersTable") if one["number_key"]["S"].startswith("77"))
    item["number_key"] = {"S": item["number_key"]["S"].split("#")[0] + "#!"}
    shared.dynamodb().put_item(TableName="NumbersTable", Item=item)
    advice(account)
    account.work()
    told = advice(account)
    assert (told["numbers"], told["risks"][6]["share"]) == (3, 2 / 10**7)


def test_two_first_looks_at_once_ask_for_one_count(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    def not_yet(*_: Any) -> Any:
        raise NotFoundError("no_such_job")

    with monkeypatch.context() as patches:
        patches.setattr(background.jobs(), "get", not_yet)
        assert [advice(account)["computing"], advice(account)["computing"]] == [True, True]
    assert account.work() == 1


def age(account: Account, by: timedelta = timedelta(hours=25)) -> None:
    """Let the last count be older."""
    old = (shared.now() - by).isoformat(timespec="milliseconds")
    shared.dynamodb().update_item(
        TableName="JobsTable",
        Key={"kind": {"S": "advice"}, "job_id": {"S": "book"}},
        UpdateExpression="SET progress.#at = :old",
        ExpressionAttributeNames={"#at": "at"},
        ExpressionAttributeValues={":old": {"S": old}},
    )


@pytest.mark.parametrize(("age_in_hours", "counted_again"), [(23, False), (25, True)])
def test_a_day_old_count_is_shown_while_the_book_is_counted_again(
    account: Account, age_in_hours: int, counted_again: bool
) -> None:
    advice(account)
    account.work()
    before = advice(account)
    add(account, "8 999 555-66-77")
    age(account, timedelta(hours=age_in_hours))
    shown = advice(account)
    assert (shown["computing"], shown["risks"]) == (counted_again, before["risks"])
    assert account.work() == int(counted_again)
    assert advice(account)["numbers"] == (2 if counted_again else 1)


@pytest.mark.parametrize(("dry_run", "counted_again"), [(False, True), (True, False)])
def test_after_an_import_the_book_is_counted_again(account: Account, dry_run: bool, counted_again: bool) -> None:
    advice(account)
    account.work()
    run(account, book(3), dry_run=dry_run)
    assert advice(account)["computing"] is counted_again
    account.work()
    told = advice(account)
    assert (told["numbers"], told["computing"]) == (4 if counted_again else 1, False)


def test_a_count_whose_worker_died_is_asked_for_again(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    advice(account)
    background.queue()._client.purge_queue(QueueUrl=background.queue()._url)
    asked = (shared.now() - LEASE - PATIENCE).isoformat(timespec="milliseconds")
    set_in(account, "book", "advice", asked_at=asked)
    assert advice(account)["computing"]
    assert account.work() == 1
    assert advice(account)["numbers"] == 1


def test_an_empty_book_says_so(account: Account) -> None:
    account.desk("DELETE", "/contacts/c-irina")
    advice(account)
    account.work()
    told = advice(account)
    assert (told["numbers"], told["recommended"]) == (0, None)
    assert told["sentence"] == "В контактах ещё нет номеров, сравнивать нечего."
