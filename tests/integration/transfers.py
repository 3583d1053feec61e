"""What the tests of imports and exports share: a file, and an import brought as far as a test needs it."""

from typing import Any

import requests

from callcard.wiring import background, shared
from tests.integration.conftest import Account

HEADER = "Наименование;Телефон;Ответственный;Комментарий\n"
ORDER = {"mapping": {"0": "name", "1": "phones", "2": "responsible", "3": "note"}, "dry_run": False}


def book(rows: int, start: int = 0) -> str:
    """Write a CSV of people nobody knows."""
    return HEADER + "".join(f"Клиент {n};8495{n:07};;\n" for n in range(start, start + rows))


def uploaded(account: Account, content: bytes, name: str = "клиенты.csv") -> str:
    """Begin an import and upload its file; the import's id."""
    status, begun = account.admin("POST", "/imports", {"file_name": name, "size": len(content)})
    assert status == 201, begun
    key = begun["upload"]["fields"]["key"]
    background.files()._client.put_object(Bucket="callcard-files", Key=key, Body=content)
    return str(begun["import_id"])


def checked(account: Account, content: bytes) -> str:
    """Bring an import to where its mapping can be chosen."""
    import_id = uploaded(account, content)
    assert account.admin("POST", f"/imports/{import_id}/check")[0] == 202
    account.work()
    return import_id


def shown(account: Account, import_id: str, **event: Any) -> Any:
    """Look at an import."""
    status, job = account.admin("GET", f"/imports/{import_id}", **event)
    assert status == 200, job
    return job


def run(account: Account, content: str, **order: Any) -> Any:
    """Import a text to its end; what the page then sees."""
    import_id = checked(account, content.encode())
    assert account.admin("PUT", f"/imports/{import_id}", ORDER | order)[0] == 202
    account.work()
    return shown(account, import_id)


def downloaded(url: str) -> bytes:
    """Follow a signed link."""
    return requests.get(url, timeout=10).content


def names(account: Account) -> set[str]:
    """List who is in the book."""
    return {item["name"]["S"] for item in account.scan("ContactsTable")}


def set_in(account: Account, job_id: str, kind: str = "import", **values: str) -> None:
    """Change a stored job behind everybody's back."""
    shared.dynamodb().update_item(
        TableName="JobsTable",
        Key={"kind": {"S": kind}, "job_id": {"S": job_id}},
        UpdateExpression="SET " + ", ".join(f"{name} = :{name}" for name in values),
        ExpressionAttributeValues={f":{name}": {"S": value} for name, value in values.items()},
    )
