"""Jobs: files are looked at, imported and exported, the book is counted."""

import time
from typing import Any
from uuid import uuid4

from callcard.job_files import FOLDERS
from local.roles.bench import Bench, fresh_number
from local.roles.grants import Grant
from local.roles.probe import probe
from local.roles.probes.calls import ended, new_call
from local.roles.probes.desk import person
from local.roles.probes.files import BAD, begin, checked, exported, imported, rows, upload

MANY = 200
DAY = 86_400


@probe("jobs", "UpdateItem JobsTable", "GetObject files/imports/*", "PutObject files/guesses/*")
def a_file_is_looked_at_in_the_background(bench: Bench) -> bool:
    return checked(bench, rows()) is not None


@probe("jobs", "ListBucket files", "PutObject files/reports/*", "GetObject files/reports/*")
def the_problems_of_a_file_are_reported(bench: Bench) -> bool:
    done = imported(bench, rows(BAD))
    return bool(done and done["report_url"])


@probe(
    "jobs",
    "PutItem ContactsTable",
    "PutItem NumbersTable",
    "BatchWriteItem TermsTable",
    "Query NumbersTable",
    "Query ContactsTable/index/NameIndex",
    "Scan OperatorsTable",
)
def clients_are_imported(bench: Bench) -> bool:
    done = imported(bench, rows())
    return bool(done and done["counts"]["created"] == 1)


@probe("jobs", "BatchGetItem ContactsTable", "DeleteItem NumbersTable")
def a_clients_number_is_replaced(bench: Bench) -> bool:
    made = bench.operator.must("POST", "/contacts", person(fresh_number()))
    bench.memory["contacts"].append(made["contact_id"])
    content = f"Код;Наименование;Телефон\r\n{made['contact_id']};{made['name']};{fresh_number()}".encode()
    done = imported(bench, content, {"0": "contact_id", "1": "name", "2": "phones"})
    return bool(done and done["counts"]["updated"] == 1)


@probe("jobs", "Scan ContactsTable")
def a_long_list_reads_the_book_once(bench: Bench) -> bool:
    stamp = uuid4().hex[:8]
    content = rows(*(f"Клиент {stamp}-{number};{fresh_number()}" for number in range(MANY)))
    return imported(bench, content) is not None


@probe("jobs", "PutObject files/exports/*")
def the_book_is_exported(bench: Bench) -> bool:
    return exported(bench) is not None


@probe("jobs", "Scan CallsTable", "UpdateItem CallsTable")
def calls_follow_the_setting_for_how_long_they_are_kept(bench: Bench) -> bool:
    callid, settings = new_call(), bench.admin.must("GET", "/settings")
    bench.post(bench.message(callid, fresh_number()))
    days = 30 + time.time_ns() % 3000  # others than before
    bench.admin.must("PUT", "/settings", settings | {"calls_kept_days": days})
    until = str(int(time.time()) // DAY + days)
    try:
        return bench.until(lambda: all(kept_until(leg) == until for leg in bench.owner.legs(callid).values()))
    finally:
        bench.admin.must("PUT", "/settings", settings)


def kept_until(leg: dict[str, Any]) -> str:
    """Say until which day since 1970 a leg is kept; "" when for ever."""
    return str(int(leg["ttl"]["N"]) // DAY) if "ttl" in leg else ""


@probe(
    "jobs",
    "DeleteItem ContactsTable",
    "Scan TermsTable",
    "Scan CallbacksTable",
    "DeleteItem CallbacksTable",
    "GetItem StateTable",
    "Scan StateTable",
    "DeleteItem StateTable",
    "PutItem StateTable",
    "GetObject files/guesses/*",
    "GetObject files/exports/*",
    *(f"DeleteObject files/{folder}*" for folder in FOLDERS),
)
def a_person_is_forgotten_and_that_is_told(bench: Bench) -> bool:
    phone, callid = fresh_number(), new_call()
    made = bench.operator.must("POST", "/contacts", person(phone))
    bench.post(bench.message(callid, phone))
    bench.post(ended(bench, callid, phone))
    waits = bench.until(lambda: bench.owner.item("CallbacksTable", phone=phone) is not None)
    leave(bench, phone)
    body = {"contact_id": made["contact_id"], "name": made["name"]}
    erasure = bench.admin.must("POST", "/erasures", body)["erasure_id"]
    return waits and bench.until(lambda: forgotten(bench, erasure))


def leave(bench: Bench, phone: str) -> None:
    """Leave a click to a number, and a file of every kind that holds it."""
    click = {"pk": {"S": f"dialled#190#{phone[-10:]}"}, "ttl": {"N": str(int(time.time()) + DAY)}}
    bench.owner.aws("dynamodb").put_item(TableName=bench.owner.physical["StateTable"], Item=click)
    for folder in FOLDERS:
        key = f"{folder}{uuid4().hex}.{'json' if folder == 'guesses/' else 'csv'}"
        content = f"Наименование;Телефон\r\nКлиент;{phone}".encode()
        bench.owner.aws("s3").put_object(Bucket=bench.owner.physical["FilesBucket"], Key=key, Body=content)


def forgotten(bench: Bench, erasure: str) -> bool:
    """Say whether the history tells how many calls were erased."""
    changes = bench.admin.must("GET", "/settings/history")["changes"]
    return any(change["of"] == erasure and change["to"] is not None for change in changes)


@probe("jobs", "SendMessage JobsQueue")
def a_job_that_broke_off_comes_again(bench: Bench) -> bool:
    with bench.owner.roles["jobs"].without(Grant("jobs", "s3:PutObject", "files/guesses/*")):
        path = begin(bench, content := rows())
        upload(bench, content)
        bench.admin.must("POST", f"{path}/check")
        key = {"kind": "import", "job_id": path.rpartition("/")[2]}
        broken = bench.until(lambda: broke_off(bench.owner.item("JobsTable", **key) or {}))
    # not asked as the page does: who looks at a job takes it up again
    return broken and bench.until(lambda: (bench.owner.item("JobsTable", **key) or {})["state"] == {"S": "ready"})


def broke_off(job: dict[str, Any]) -> bool:
    """Say whether a worker has had a job and given it back."""
    return int(job["tries"]["N"]) > 0 and "lease" not in job
