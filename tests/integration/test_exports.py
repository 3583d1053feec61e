"""Exports: the whole book as a file, which an import reads back to the same book."""

import io
from typing import Any

import openpyxl
import pytest

from callcard.domain.jobs import Kind
from callcard.jobs import exporting
from callcard.wiring import background
from tests.integration.conftest import Account
from tests.integration.transfers import book, checked, downloaded, run, shown


def exported(account: Account, kind: str, **event: Any) -> Any:
    """Export the book to its end; what the page then sees."""
    status, begun = account.admin("POST", "/exports", {"format": kind}, **event)
    assert (status, begun["state"], begun["url"]) == (202, "running", None)
    account.work()
    status, done = account.admin("GET", f"/exports/{begun['export_id']}")
    assert (status, done["state"], done["message"]) == (200, "done", None)
    return done


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing_and_exports_the_same_bytes(account: Account, kind: str) -> None:
    run(account, book(12))
    before = account.scan("ContactsTable")
    done = exported(account, kind)
    assert (done["done_rows"], done["total_rows"], done["share"]) == (13, 13, 1.0)
    content = downloaded(done["url"])
    import_id = checked(account, content)
    mapping = {str(each["index"]): each["field"] for each in shown(account, import_id)["guess"]["columns"]}
    account.admin("PUT", f"/imports/{import_id}", {"mapping": mapping, "dry_run": False})
    account.work()
    again = shown(account, import_id)
    assert again["counts"] == dict.fromkeys(again["counts"], 0) | {"unchanged": 13}
    assert account.scan("ContactsTable") == before
    assert downloaded(exported(account, kind)["url"]) == content


@pytest.mark.parametrize(("accept", "title"), [("ru", "Наименование"), ("en", "Name")])
def test_an_export_speaks_the_reader_s_language_and_is_named(account: Account, accept: str, title: str) -> None:
    done = exported(account, "csv", headers={"Accept-Language": accept})
    lines = downloaded(done["url"]).decode("utf-8-sig").splitlines()
    assert title in lines[0].split(";")
    assert "Ирина Соколова" in lines[1]
    assert "filename%3D%22contacts.csv%22" in done["url"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_empty_book_is_exported_as_a_header(account: Account, kind: str) -> None:
    account.desk("DELETE", "/contacts/c-irina")
    done = exported(account, kind)
    content = downloaded(done["url"])
    assert done["done_rows"] == 0
    if kind == "csv":
        assert len(content.decode("utf-8-sig").splitlines()) == 1
    else:
        assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row == 1


def test_an_export_that_breaks_off_begins_again(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    run(account, book(3))
    store, calls = background.files().store, []

    def broken(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 1:
            raise ConnectionError
        store(*args)

    monkeypatch.setattr(background.files(), "store", broken)
    _, begun = account.admin("POST", "/exports", {"format": "csv"})
    account.work()
    path = f"/exports/{begun['export_id']}"
    assert account.admin("GET", path)[1]["state"] == "running"
    background.queue().put(Kind.EXPORT, begun["export_id"])
    account.work()
    done = account.admin("GET", path)[1]
    assert (done["state"], len(downloaded(done["url"]).splitlines())) == ("done", 5)


def test_an_export_tells_how_far_it_is(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "WINDOW", 4)
    run(account, book(10))
    _, begun = account.admin("POST", "/exports", {"format": "csv"})
    seen: list[int] = []
    keep = background.jobs().keep

    def watched(*args: Any, **more: Any) -> Any:
        kept = keep(*args, **more)
        seen.append(account.admin("GET", f"/exports/{begun['export_id']}")[1]["done_rows"])
        return kept

    monkeypatch.setattr(background.jobs(), "keep", watched)
    account.work()
    assert seen[:3] == [4, 8, 11]
