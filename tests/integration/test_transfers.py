"""Imports and exports as the administrator's page sees them: a file comes, is looked at, runs, and is reported."""

import base64
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from callcard import job_files
from callcard.domain.jobs import Kind, State
from callcard.jobs.asked import new_job
from callcard.wiring import background, boto_clients, jobs, shared
from local.places import ROOT
from tests.integration.conftest import Account
from tests.integration.transfers import HEADER, ORDER, book, checked, downloaded, names, run, shown, uploaded

SECRETS = ("Соколова", "Ирина", "Пётр", "9991234567", "999123", "4957654321")


def test_an_import_from_upload_to_report(account: Account) -> None:
    content = (
        HEADER + "Пётр Ильин;8 (495) 765-43-21;Денис Карпов;Просит звонить утром\nБез номера;мобильный;;\n;;;пусто\n"
    )
    import_id = uploaded(account, content.encode("cp1251"))
    waiting = shown(account, import_id)
    assert (waiting["state"], waiting["guess"], waiting["share"]) == ("waiting", None, 0)
    status, checking = account.admin("POST", f"/imports/{import_id}/check")
    assert (status, checking["state"]) == (202, "checking")
    account.work()
    ready = shown(account, import_id)
    guess = ready["guess"]
    assert (ready["state"], guess["format"], guess["encoding"], guess["delimiter"]) == ("ready", "csv", "cp1251", ";")
    assert [column["field"] for column in guess["columns"]] == ["name", "phones", "responsible", "note"]
    assert guess["columns"][0] | {"samples": guess["columns"][0]["samples"][:1]} == {
        "index": 0,
        "title": "Наименование",
        "samples": ["Пётр Ильин"],
        "field": "name",
    }
    status, begun = account.admin("PUT", f"/imports/{import_id}", ORDER)
    assert (status, begun["state"], begun["guess"]) == (202, "running", None)
    account.work()
    done = shown(account, import_id)
    counts = {"created": 2, "updated": 0, "unchanged": 0, "duplicate": 0, "bad": 1, "skipped": 0}
    assert (done["state"], done["counts"], done["done_rows"], done["total_rows"]) == ("done", counts, 3, 3)
    assert (done["share"], done["message"], done["by"], done["file_name"]) == (1.0, None, "boss", "клиенты.csv")
    assert [(each["line"], each["field"], each["reason"]) for each in done["problems"]] == [
        (3, "phones", "no_digits"),
        (4, "name", "no_name"),
    ]
    assert done["problems"][0]["message"] == "Номер не прочитан; контакт записан без него."
    assert done["problem_count"] == 2
    assert names(account) == {"Ирина Соколова", "Пётр Ильин", "Без номера"}
    report = list(csv.reader(io.StringIO(downloaded(done["report_url"]).decode("utf-8-sig")), delimiter=";"))
    assert report[0] == ["Строка", "Поле", "Причина"]
    assert [row[0] for row in report[1:]] == ["3", "4"]
    assert report[1][2] == done["problems"][0]["message"]


def test_a_dry_run_writes_nothing_and_may_be_followed_by_the_import(account: Account) -> None:
    tried = run(account, book(5), dry_run=True)
    assert (tried["state"], tried["dry_run"], tried["counts"]["created"]) == ("done", True, 5)
    assert names(account) == {"Ирина Соколова"}
    assert tried["guess"]["columns"][0]["field"] == "name"  # shown once more before the real run
    path = f"/imports/{tried['import_id']}"
    status, begun = account.admin("PUT", path, ORDER)
    assert (status, begun["total_rows"], begun["done_rows"]) == (202, 5, 0)
    account.work()
    done = shown(account, tried["import_id"])
    assert (done["state"], done["dry_run"], done["counts"]["created"]) == ("done", False, 5)
    assert len(names(account)) == 6
    assert account.admin("PUT", path, ORDER)[0] == 409  # it has landed


def test_the_same_file_again_changes_nothing(account: Account) -> None:
    run(account, book(7))
    before = account.scan("ContactsTable")
    again = run(account, book(7))
    assert again["counts"] == dict.fromkeys(again["counts"], 0) | {"unchanged": 7}
    assert account.scan("ContactsTable") == before


def test_duplicates_are_named_in_the_reader_s_language_and_handled_as_chosen(account: Account) -> None:
    row = HEADER + "Соколова Ирина;8 999 123-45-67;;От знакомых\n"
    skipped = run(account, row)
    assert skipped["counts"]["duplicate"] == 1
    assert skipped["problems"][0]["message"] == "Номер уже есть у контакта «Ирина Соколова»; строка пропущена."
    english = shown(account, skipped["import_id"], headers={"Accept-Language": "en"})
    assert english["problems"][0]["message"].startswith("The number is already that of “Ирина Соколова”")
    assert run(account, row, on_duplicate="update")["counts"]["updated"] == 1
    assert account.desk("GET", "/contacts/c-irina")[1]["note"] == "От знакомых"
    assert run(account, row, on_duplicate="create")["counts"]["created"] == 1


def test_the_job_s_item_and_the_logs_hold_no_name_and_no_number(
    account: Account, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = HEADER + "Соколова Ирина;8 999 123-45-67;;\nПётр Ильин;8 (495) 765-43-21;;\nПётр;не номер;никто;\n"
    monkeypatch.setattr(jobs.book(), "write_many", broken_once(jobs.book().write_many, "Ирина 79991234567"))
    import_id = checked(account, content.encode())
    account.admin("PUT", f"/imports/{import_id}", ORDER)
    account.work()
    seen = [str(account.scan("JobsTable")), str([vars(record) for record in caplog.records])]
    background.queue().put(Kind.IMPORT, import_id)
    account.work()
    assert shown(account, import_id)["state"] == "done"
    seen += [str(account.scan("JobsTable")), str([vars(record) for record in caplog.records])]
    assert "ValueError" in seen[1]
    for secret in SECRETS:
        assert not [text for text in seen if secret in text], secret


def broken_once(work: Any, text: str) -> Any:
    """Make a write that fails the first time, with a text that must not be logged."""
    calls: list[Any] = []

    def write(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 1:
            raise ValueError(text)
        return work(*args)

    return write


def test_the_form_takes_this_file_in_this_size_and_no_other(account: Account) -> None:
    _, begun = account.admin("POST", "/imports", {"file_name": "a.csv", "size": 12345})
    fields = begun["upload"]["fields"]
    policy = json.loads(base64.b64decode(fields["policy"]))
    assert fields["key"] == f"imports/{begun['import_id']}"
    assert ["content-length-range", 12345, 12345] in policy["conditions"]
    assert {"key": fields["key"]} in policy["conditions"]
    assert {"bucket": "callcard-files"} in policy["conditions"]
    left = datetime.fromisoformat(policy["expiration"]) - datetime.now(UTC)
    assert timedelta(minutes=59) < left <= timedelta(hours=1)


@pytest.mark.parametrize("region", ["eu-central-1", "us-east-1"])
def test_the_page_may_upload_where_the_form_points(
    account: Account, monkeypatch: pytest.MonkeyPatch, region: str
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    boto_clients.session.cache_clear()
    background.files.cache_clear()
    url = urlsplit(background.files().form("imports/1", 1)["url"])
    assert (url.scheme, url.hostname, url.path) == ("https", f"callcard-files.s3.{region}.amazonaws.com", "/")
    # …which is what the template's security headers name
    assert "https://${Files}.s3.${AWS::Region}.amazonaws.com" in (ROOT / "template.yaml").read_text(encoding="utf-8")


def test_everybody_s_imports_are_listed_newest_first(account: Account) -> None:
    ids = [uploaded(account, book(1).encode(), f"{place}.csv") for place in range(3)]
    status, listed = account.admin("GET", "/imports", login="other")
    assert (status, listed["cursor"]) == (200, None)
    assert {each["import_id"] for each in listed["imports"]} == set(ids)
    stamps = [each["created_at"] for each in listed["imports"]]
    assert stamps == sorted(stamps, reverse=True)
    assert {each["by"] for each in listed["imports"]} == {"boss"}
    assert not {"guess", "problems", "report_url"} & set(listed["imports"][0])
    assert account.admin("GET", f"/imports/{ids[0]}", login="other")[1]["by"] == "boss"
    assert account.admin("DELETE", f"/imports/{ids[0]}", login="other") == (204, None)
    assert shown(account, ids[0])["state"] == "cancelled"


def test_the_problems_of_many_steps_are_in_their_order() -> None:
    job = new_job(Kind.IMPORT, State.RUNNING, "boss", shared.now(), {"run": "r"})
    keys = [job_files.problems_of(job, step) for step in (1, 2, 10, 100, 8000)]
    assert keys == sorted(keys)
    assert all(key.startswith(job_files.problems(job)) for key in keys)
