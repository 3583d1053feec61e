"""Imports that are refused, fail or are asked for twice, and what the administrator's page is told of it."""

from datetime import timedelta
from typing import Any

import pytest

from callcard.jobs import fetching
from callcard.wiring import background, shared
from tests.integration.conftest import Account
from tests.integration.transfers import ORDER, book, checked, set_in, shown, uploaded


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"file_name": "a.csv", "size": 100_000_001}, "Файл больше 100 МБ. Разделите его на части."),
        ({"file_name": "a.csv", "size": 0}, "size"),
        ({"file_name": "a.csv", "size": "5"}, "size"),
        ({"file_name": "", "size": 5}, "file_name"),
        ({"file_name": "a\nb", "size": 5}, "file_name"),
        ({"size": 5}, "file_name"),
        ({"file_name": "a.csv", "size": 5, "state": "done"}, "state"),
    ],
)
def test_what_cannot_be_a_file_is_refused(account: Account, body: Any, told: str) -> None:
    status, refused = account.admin("POST", "/imports", body)
    assert (status, told in refused["message"]) == (400, True)
    assert account.scan("JobsTable") == []


def test_the_largest_file_is_taken(account: Account) -> None:
    assert account.admin("POST", "/imports", {"file_name": "a.csv", "size": 100_000_000})[0] == 201


@pytest.mark.parametrize(
    "order",
    [
        {},
        ORDER | {"mapping": {"0": "colour"}},
        ORDER | {"mapping": {"a": "name"}},
        ORDER | {"mapping": {"1": "phones"}},
        ORDER | {"mapping": {"0": "name", "1": "name"}},
        ORDER | {"dry_run": "yes"},
        ORDER | {"on_duplicate": "delete"},
        ORDER | {"kind": "enemy"},
        ORDER | {"by": "somebody else"},
    ],
    ids=str,
)
def test_an_order_that_means_nothing_is_refused(account: Account, order: Any) -> None:
    import_id = checked(account, book(1).encode())
    status, refused = account.admin("PUT", f"/imports/{import_id}", order)
    assert (status, list(refused)) == (400, ["message"])
    assert shown(account, import_id)["state"] == "ready"


def test_an_import_whose_file_never_came_says_so(account: Account) -> None:
    _, begun = account.admin("POST", "/imports", {"file_name": "a.csv", "size": 5})
    path = f"/imports/{begun['import_id']}"
    assert shown(account, begun["import_id"])["message"] == "Файл ещё не загружен."
    assert account.admin("POST", f"{path}/check") == (409, {"message": "Файл ещё не загружен."})
    assert account.admin("PUT", path, ORDER)[0] == 409
    assert account.work() == 0
    late = shared.now() - timedelta(minutes=61)
    set_in(account, begun["import_id"], created_at=late.isoformat(timespec="milliseconds"))
    told = shown(account, begun["import_id"])
    assert (told["state"], told["message"]) == ("waiting", "Файл так и не был загружен. Начните загрузку снова.")
    assert account.admin("GET", "/imports")[1]["imports"][0]["message"] == told["message"]


def test_a_file_that_is_gone_when_it_is_needed_fails_the_import(account: Account) -> None:
    import_id = checked(account, book(1).encode())
    account.admin("PUT", f"/imports/{import_id}", ORDER)
    background.files()._client.delete_object(Bucket="callcard-files", Key=f"imports/{import_id}")
    account.work()
    told = shown(account, import_id)
    assert (told["state"], told["message"]) == ("failed", "Файл так и не был загружен. Начните загрузку снова.")
    assert account.admin("PUT", f"/imports/{import_id}", ORDER)[0] == 409


def test_a_file_larger_than_it_may_be_is_not_even_fetched(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 20)
    monkeypatch.setattr(background.files(), "fetch", None)
    import_id = uploaded(account, book(1).encode())
    account.admin("POST", f"/imports/{import_id}/check")
    account.work()
    assert shown(account, import_id)["state"] == "failed"
    assert "Файл больше" in shown(account, import_id)["message"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "старый формат Excel"),
        (b"<html><table></table></html>", "веб-страница"),
        (b" \n \n", "нет ни одной заполненной строки"),
    ],
)
def test_a_file_that_is_no_list_of_contacts_fails_with_a_sentence(account: Account, content: bytes, told: str) -> None:
    import_id = checked(account, content)
    failed = shown(account, import_id)
    assert (failed["state"], told in failed["message"], failed["guess"]) == ("failed", True, None)
    assert account.admin("PUT", f"/imports/{import_id}", ORDER)[0] == 409  # nobody has looked into it
    assert account.admin("POST", f"/imports/{import_id}/check")[1]["state"] == "checking"  # but one may look again


def test_checking_twice_looks_once(account: Account) -> None:
    import_id = uploaded(account, book(1).encode())
    states = [account.admin("POST", f"/imports/{import_id}/check")[1]["state"] for _ in range(3)]
    assert (states, account.work()) == (["checking"] * 3, 1)
    assert account.admin("POST", f"/imports/{import_id}/check")[1]["state"] == "ready"
    assert account.work() == 0


def test_a_running_import_is_not_started_twice(account: Account) -> None:
    import_id = checked(account, book(3).encode())
    assert [account.admin("PUT", f"/imports/{import_id}", ORDER)[0] for _ in range(2)] == [202, 409]
    assert account.work() == 1


@pytest.mark.parametrize("job_id", ["unknown", "a" * 64, "a" * 3000, "%00", "book"])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/imports/{}", None),
        ("PUT", "/imports/{}", ORDER),
        ("DELETE", "/imports/{}", None),
        ("POST", "/imports/{}/check", None),
        ("GET", "/exports/{}", None),
    ],
)
def test_what_is_not_there_answers_404(account: Account, method: str, path: str, body: Any, job_id: str) -> None:
    account.admin("GET", "/settings/advice")  # there is a job called book, but it is no import
    assert account.admin(method, path.format(job_id), body)[0] == 404


@pytest.mark.parametrize("job_id", ["a" * 3000, "%00", "Иван"])
def test_what_can_be_no_id_is_not_even_looked_for(account: Account, job_id: str) -> None:
    before = len(account.requests)
    assert account.admin("GET", f"/imports/{job_id}")[0] == 404
    assert account.requests[before:] == []  # DynamoDB refuses a key of over 1,024 bytes, and that would be a 503
