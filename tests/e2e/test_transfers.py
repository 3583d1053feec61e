"""Files come and go: a browser's upload, an import in the background, the export that is the same book, the advice."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.e2e.world import World

ROWS = 1000  # four windows
SECONDS = 240  # the local engine looks a name up by reading every contact
BAD = 3
ENDED = {"done", "failed", "cancelled"}


@pytest.fixture
def stamp() -> str:
    """Mark the contacts of one test, so that a stack that has been tested before, or a second try, is no other."""
    return f"{time.time_ns() % 10**8:08}"


def clients(stamp: str) -> bytes:
    """Write a list of clients as a Russian Excel would, a few rows of it bad."""
    rows = [
        f"Клиент {stamp}-{row:04};8 (49{row % 10}) {stamp[:3]}-{row // 100:02}-{row % 100:02};Ольга Миронова"
        for row in range(ROWS)
    ]
    rows += [f"Без номера {stamp}-{row};не знаю;" for row in range(BAD - 1)] + [";8 (495) 000-00-00;"]
    return "\r\n".join(["Наименование;Телефон;Ответственный", *rows]).encode("cp1251")


def upload(world: World, content: bytes) -> str:
    """Bring a file in as the page does, straight into the bucket; the import's id."""
    begun = world.admin.must("POST", "/imports", {"file_name": "клиенты.csv", "size": len(content)})
    form = begun["upload"]
    answer = requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=30)
    assert answer.status_code == 204, answer.text
    return str(begun["import_id"])


def until(world: World, path: str, wanted: Callable[[Any], bool]) -> list[Any]:
    """Look at a job again and again until it is as wanted; everything that was seen."""
    seen: list[Any] = []
    deadline = time.monotonic() + SECONDS
    while not seen or not wanted(seen[-1]):
        assert time.monotonic() < deadline, seen[-1]
        answer = world.admin.call("GET", path)
        if answer.ok:  # a busy engine may keep one waiting too long
            seen.append(answer.json())
        time.sleep(0.2)
    return seen


def imported(world: World, content: bytes) -> list[Any]:
    """Import a file with the mapping that was guessed; everything that was seen while it ran."""
    path = f"/imports/{upload(world, content)}"
    assert world.admin.must("POST", f"{path}/check")["state"] == "checking"
    ready = until(world, path, lambda job: job["state"] != "checking")[-1]
    assert ready["state"] == "ready", ready["message"]
    mapping = {str(column["index"]): column["field"] for column in ready["guess"]["columns"]}
    world.admin.must("PUT", path, {"mapping": mapping, "dry_run": False})
    return until(world, path, lambda job: job["state"] in ENDED)


def exported(world: World, kind: str) -> bytes:
    """Export the book; the file."""
    begun = world.admin.must("POST", "/exports", {"format": kind})
    done = until(world, f"/exports/{begun['export_id']}", lambda job: job["state"] in ENDED)[-1]
    assert done["state"] == "done", done["message"]
    answer = requests.get(done["url"], timeout=30)
    assert f'filename="contacts.{kind}"' in answer.headers["Content-Disposition"]
    return answer.content


def test_a_file_becomes_contacts_while_the_page_looks_on_and_comes_out_the_same(world: World, stamp: str) -> None:
    seen = imported(world, clients(stamp))
    done = seen[-1]
    assert (done["state"], done["message"]) == ("done", None)
    assert done["counts"] == dict.fromkeys(done["counts"], 0) | {"created": ROWS + BAD - 1, "bad": 1}
    assert [job for job in seen if job["state"] == "running" and 0 < job["share"] < 1]
    assert (done["done_rows"], done["total_rows"], done["problem_count"]) == (ROWS + BAD, ROWS + BAD, BAD)
    report = requests.get(done["report_url"], timeout=30).content.decode("utf-8-sig").splitlines()
    assert [row.split(";")[0] for row in report[1:]] == [str(ROWS + line) for line in (2, 3, 4)]
    found = world.olga.must("GET", "/contacts", params={"query": f"Клиент {stamp}-0007"})["contacts"]
    assert [(one["name"], one["responsible"]) for one in found] == [(f"Клиент {stamp}-0007", "operator-100")]
    content = exported(world, "csv")
    again = imported(world, content)[-1]
    assert again["counts"] == dict.fromkeys(again["counts"], 0) | {"unchanged": again["done_rows"]}
    assert exported(world, "csv") == content


def test_the_bucket_takes_no_other_size_and_gives_nothing_to_strangers(world: World) -> None:
    begun = world.admin.must("POST", "/imports", {"file_name": "a.csv", "size": 5})
    form = begun["upload"]
    for content in (b"123456", b"1234"):
        refused = requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=30)
        assert refused.status_code == 400, content
    elsewhere = form["fields"] | {"key": "imports/another"}
    assert requests.post(form["url"], data=elsewhere, files={"file": b"12345"}, timeout=30).status_code == 403
    assert requests.post(form["url"], data=form["fields"], files={"file": b"12345"}, timeout=30).status_code == 204
    assert requests.get(f"{form['url']}/{form['fields']['key']}", timeout=30).status_code == 403


@pytest.mark.parametrize(("origin", "allowed"), [("web_url", True), ("stand_url", False)])
def test_only_the_page_may_upload_from_a_browser(world: World, origin: str, allowed: bool) -> None:
    form = world.admin.must("POST", "/imports", {"file_name": "a.csv", "size": 5})["upload"]
    headers = {"Origin": world.stack[origin], "Access-Control-Request-Method": "POST"}
    answer = requests.options(form["url"], headers=headers, timeout=30)
    assert answer.headers.get("Access-Control-Allow-Origin") == (world.stack[origin] if allowed else None)


def test_the_advice_is_counted_from_the_book(world: World) -> None:
    seen = until(world, "/settings/advice", lambda advice: not advice["computing"])
    advice = seen[-1]
    assert advice["numbers"] > 30
    assert [risk["digits"] for risk in advice["risks"]] == list(range(1, 21))
    assert advice["risks"][0]["share"] == 1
    # three clients of the demo end alike
    assert 4 < advice["recommended"] < 10
    assert advice["sentence"].startswith("Сейчас чужая карточка в ")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/imports"), ("POST", "/imports"), ("POST", "/exports"), ("GET", "/settings/advice")],
)
def test_files_are_for_administrators(world: World, method: str, path: str) -> None:
    assert world.olga.call(method, path, {}).status_code == 403
