"""Files and jobs as the administrator's page brings them in and looks at them."""

from typing import Any
from uuid import uuid4

import requests

from local.roles.bench import Bench, fresh_number

ENDED = {"done", "failed", "cancelled"}
BAD = "Без номера;не знаю"
SECONDS = 60


def rows(*more: str) -> bytes:
    """Write a list of one client, and of rows that are given."""
    row = f"Клиент {uuid4().hex[:8]};{fresh_number()}"
    return "\r\n".join(["Наименование;Телефон", row, *more]).encode()


def begin(bench: Bench, content: bytes) -> str:
    """Make an import; its address in the API."""
    begun = bench.admin.must("POST", "/imports", {"file_name": "проба.csv", "size": len(content)})
    bench.memory["form"] = begun["upload"]
    return f"/imports/{begun['import_id']}"


def upload(bench: Bench, content: bytes) -> bool:
    """Bring a file in as the page does, by the form of the last import."""
    form = bench.memory["form"]
    return requests.post(form["url"], data=form["fields"], files={"file": content}, timeout=SECONDS).ok


def come_to(bench: Bench, path: str, *states: str) -> bool:
    """Wait until a job has come to a state; one that has not is cancelled, lest it be tried again and again."""

    def there() -> bool:
        answer = bench.admin.call("GET", path)
        return answer.ok and answer.json()["state"] in states

    if bench.until(there):
        return True
    bench.admin.call("DELETE", path)
    return False


def checked(bench: Bench, content: bytes) -> str | None:
    """Bring a file in and have it looked at; the import's address, None when nobody did."""
    path = begin(bench, content)
    looked = upload(bench, content) and bench.admin.call("POST", f"{path}/check").ok
    return path if looked and come_to(bench, path, "ready") else None


def imported(bench: Bench, content: bytes, fields: dict[str, str] | None = None) -> Any:
    """Import a file; the import as it ended, None when it did not."""
    path = checked(bench, content)
    order = {"mapping": fields or {"0": "name", "1": "phones"}, "dry_run": False, "on_duplicate": "update"}
    if not path or not bench.admin.call("PUT", path, order).ok or not come_to(bench, path, *ENDED):
        return None
    return bench.admin.must("GET", path)


def exported(bench: Bench) -> Any:
    """Export the book; the export as it ended, None when it did not."""
    begun = bench.admin.must("POST", "/exports", {"format": "csv"})
    path = f"/exports/{begun['export_id']}"
    return bench.admin.must("GET", path) if come_to(bench, path, "done") else None
