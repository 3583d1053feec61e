"""`make schemathesis`: every route of docs/openapi.json asked what it allows and what not, on a stack of its own.

An operator asks the desk's routes and the PBX's, then an administrator the administrator's: operators are deleted and
tokens rotated on the way. Every other id of an address is one that exists.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from local.api import Login, log_in
from local.openapi import DOCUMENT
from local.places import ROOT, Place, Ports, StackError
from local.progress import step
from local.stack import down, up

TOOL = ROOT / ".venv-audit" / "bin" / "schemathesis"
EXAMPLES = 15  # of each route, beside those that try each rule of the document once; `-n 200` tries more
ANSWERS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
STRICT = f"{ANSWERS},ignored_auth,negative_data_rejection"
# who asks, what of, and what is looked at: what the PBX sends is read as leniently as it is written
PASSES = (("operator", "desk,makecall", STRICT), ("PBX", "inbound", ANSWERS), ("administrator", "admin", STRICT))
FILE = "Имя;Телефон\nАнна Белова;+79990011666\n".encode()
BOOK = {"file_name": "book.csv", "size": len(FILE)}


def main() -> None:
    """Bring a stack up, ask it everything, and tell what was found."""
    try:
        with stack() as place:
            write_document(place)
            wrong = [who for who, tags, checks in PASSES if not asked(place, who, tags, checks)]
    except StackError as exc:
        sys.exit(str(exc))
    if wrong:
        sys.exit(f"schemathesis failed: {', '.join(wrong)}")


@contextmanager
def stack() -> Iterator[Place]:
    """Give a stack of its own, or the running one that CALLCARD_HOME names."""
    if "CALLCARD_HOME" in os.environ:
        yield Place.default()
        return
    place = Place(ROOT / ".local" / f"contract-{os.getpid()}", Ports.free())
    try:
        up(place)
        yield place
    finally:
        down(place)
        shutil.rmtree(place.home, ignore_errors=True)


def asked(place: Place, who: str, tags: str, checks: str) -> bool:
    """Let schemathesis ask as one person; whether all answers were as the document says."""
    told = place.read_stack()
    login = log_in_as(told, told["admin"] if who == "administrator" else told["operators"][0])
    file, report = document_of(place), place.home / f"schemathesis-{who}.ndjson"
    command = [str(TOOL), "run", str(file), "--url", told["api_url"], "--header", f"Authorization:{login.token}"]
    command += [part for tag in tags.split(",") for part in ("--include-tag", tag)]
    command += ["--checks", checks, "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES)]
    command += ["--generation-deterministic", "--request-timeout", "60", "--report-ndjson-path", str(report)]
    command += ["--continue-on-failure", "--no-color", "--warnings", "off", *sys.argv[1:]]
    with step(who) as note:
        done = subprocess.run(command, cwd=place.home, capture_output=True, text=True, check=False)
        note.text = figures(report)
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n")
    return done.returncode == 0


def figures(report: Path) -> str:
    """What was asked and answered, in numbers; a route that never said yes was hardly tried."""
    statuses: Counter[int] = Counter()
    routes, good = set(), set()
    for line in report.read_text(encoding="utf-8").splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        for each in recorder.get("interactions", {}).values():
            status = (each["response"] or {"status_code": 0})["status_code"]
            statuses[status] += 1
            routes.add(recorder["label"])
            if status in (200, 201, 202, 204, 405):  # of the PBX's address other methods are refused
                good.add(recorder["label"])
    shown = ", ".join(f"{count} × {status}" for status, count in sorted(statuses.items()))
    never = f"; never yes: {', '.join(sorted(routes - good))}" if routes - good else ""
    return f"{len(routes)} routes, {statuses.total()} requests: {shown}{never}"


def log_in_as(told: dict[str, Any], person: dict[str, str]) -> Login:
    """Log in as the page does."""
    return log_in(
        told["cognito_url"], told["user_pool_client_id"], told["api_url"], person["login"], person["password"]
    )


def document_of(place: Place) -> Path:
    """Where the document lies that is asked by."""
    return place.home / "openapi.json"


def write_document(place: Place) -> None:
    """Write the document with ids of things that are there among those to be tried, and the token that the PBX has."""
    told = place.read_stack()
    operator, admin = log_in_as(told, told["operators"][0]), log_in_as(told, told["admin"])
    document: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    known = known_ids(operator, admin)
    for path, methods in document["paths"].items():
        for method, parameter in ((name, each) for name, one in methods.items() for each in one["parameters"]):
            if parameter["name"] in known:
                first, *others = known[parameter["name"]]
                # what ends a thing is asked of the first: the others stay for what else is asked
                ids = [first] if method == "delete" or path.endswith("/done") else others
                parameter["schema"] = {"anyOf": [{"enum": ids}, parameter["schema"]]}
                parameter["example"] = ids[-1]
    for route, body in known_bodies(operator).items():
        document["paths"][route]["post"]["requestBody"]["content"]["application/json"]["example"] = body
    for shape in document["components"]["schemas"].values():
        if "crm_token" in shape.get("properties", {}):
            shape["properties"]["crm_token"] = {"const": told["crm_token"]}
    document_of(place).write_text(json.dumps(document), encoding="utf-8")


def known_ids(operator: Login, admin: Login) -> dict[str, list[str]]:
    """Ids by the name they have in addresses."""
    contacts = operator.must("GET", "/contacts")["contacts"]
    calls = operator.must("GET", "/calls")["calls"]
    phones = until(lambda: two_who_wait(operator), "clients who wait")
    return {
        "contact_id": [one["contact_id"] for one in contacts[:5]],
        "number": [one["phones"][0] for one in contacts[5:7]],
        "call_id": [one["call_id"] for one in calls[:5]],
        "phone": phones,
        "operator_id": ["operator-100", "operator-101"],
        "login": ["denis", "denis"],
        "import_id": [admin.must("POST", "/imports", BOOK)["import_id"], imported(admin)],
        "erasure_id": [admin.must("POST", "/erasures", somebody(operator, "Мария Стрижова"))["erasure_id"]] * 2,
        "export_id": [admin.must("POST", "/exports", {"format": "csv"})["export_id"] for _ in range(2)],
    }


def known_bodies(operator: Login) -> dict[str, dict[str, str]]:
    """Bodies that name what is there."""
    shown, forgotten = (somebody(operator, name) for name in ("Пётр Дроздов", "Нина Синицына"))
    return {"/reveals": {"contact_id": shown["contact_id"]}, "/erasures": forgotten}


def somebody(operator: Login, name: str) -> dict[str, str]:
    """Make a contact."""
    told = {"kind": "person", "name": name, "company": "", "phones": ["89995550143"], "responsible": None, "note": ""}
    return {"contact_id": operator.must("POST", "/contacts", told)["contact_id"], "name": name}


def two_who_wait(operator: Login) -> list[str]:
    """The demo's clients who wait to be called back, once the streams told of both."""
    waiting = [one["phone"] for one in operator.must("GET", "/callbacks")["callbacks"]]
    return waiting if len(waiting) > 1 else []


def imported(admin: Login) -> str:
    """An import whose file has been looked at."""
    begun = admin.must("POST", "/imports", BOOK)
    form = begun["upload"]
    requests.post(form["url"], data=form["fields"], files={"file": FILE}, timeout=60).raise_for_status()
    job = f"/imports/{begun['import_id']}"
    admin.must("POST", f"{job}/check")
    until(lambda: admin.must("GET", job)["state"] == "ready", "the import's columns")
    return str(begun["import_id"])


def until[T](look: Callable[[], T], what: str) -> T:
    """Wait for what follows behind the scenes."""
    for _ in range(240):
        if found := look():
            return found
        time.sleep(0.25)
    raise StackError(f"schemathesis: waited in vain for {what}")


if __name__ == "__main__":
    main()
