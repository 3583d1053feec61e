"""The administrator's pages: settings, operators, tokens, imports and exports."""

import json
import time
from http import HTTPStatus
from typing import Any

import requests

from local.roles.bench import LOGIN, Bench
from local.roles.probe import probe
from local.roles.probes.calls import SETUP
from local.roles.probes.files import BAD, begin, checked, exported, imported, rows, upload

LEAVER, LEAVERS_LOGIN = "operator-191", "role-leaver"
PERSON = {"name": "Проверка ухода", "extension": "191", "login": LEAVERS_LOGIN, "pbx_login": None, "active": True}


@probe("admin", *SETUP)
def the_settings_are_shown(bench: Bench) -> bool:
    return bench.admin.call("GET", "/settings").ok


@probe("admin", "PutItem StateTable")
def the_settings_are_changed(bench: Bench) -> bool:
    settings = bench.admin.must("GET", "/settings")
    return bench.admin.call("PUT", "/settings", settings | {"toast": not settings["toast"]}).ok


@probe("admin", "Query RevealsTable")
def who_was_shown_numbers_is_listed(bench: Bench) -> bool:
    return bench.admin.call("GET", "/reveals").ok


@probe("admin", "PutItem OperatorsTable", "AdminCreateUser UserPool", "AdminEnableUser UserPool")
def an_operator_is_made(bench: Bench) -> bool:
    bench.forget(LEAVER, LEAVERS_LOGIN)
    made = bench.admin.call("PUT", f"/operators/{LEAVER}", PERSON).ok
    bench.forget(LEAVER, LEAVERS_LOGIN)
    return made


@probe("admin", "DeleteItem OperatorsTable", "AdminDisableUser UserPool", "AdminUserGlobalSignOut UserPool")
def an_operator_is_removed(bench: Bench) -> bool:
    bench.employ(LEAVER, PERSON)
    gone = bench.admin.call("DELETE", f"/operators/{LEAVER}").ok
    bench.forget(LEAVER, LEAVERS_LOGIN)
    return gone


@probe(
    "admin",
    "Query ConnectionsTable",
    "DeleteItem ConnectionsTable",
    "ManageConnections sockets/DELETE",
)
def whoever_is_switched_off_loses_the_socket(bench: Bench) -> bool:
    bench.employ(LEAVER, PERSON)
    bench.settle()
    with bench.screen(bench.log_in(LEAVERS_LOGIN)) as screen:
        off = bench.admin.call("PUT", f"/operators/{LEAVER}", PERSON | {"active": False}).ok
        closed = off and screen.closes()
    bench.forget(LEAVER, LEAVERS_LOGIN)
    return closed


@probe("admin", "ListUsersInGroup UserPool")
def the_administrators_are_listed(bench: Bench) -> bool:
    return bench.admin.call("GET", "/administrators").ok


@probe("admin", "AdminAddUserToGroup UserPool", "AdminRemoveUserFromGroup UserPool")
def an_operator_becomes_an_administrator_and_is_one_no_more(bench: Bench) -> bool:
    path = f"/administrators/{LOGIN}"
    return bench.admin.call("PUT", path).ok and bench.admin.call("DELETE", path).ok


@probe("admin", "GetSecretValue CrmTokenSecret")
def the_crm_token_is_shown(bench: Bench) -> bool:
    return bench.admin.call("GET", "/tokens/crm").ok


@probe("admin", "PutSecretValue CrmTokenSecret")
def the_crm_token_is_rotated(bench: Bench) -> bool:
    return change(bench, "POST", "/tokens/crm")


@probe("admin", "UpdateSecretVersionStage CrmTokenSecret")
def the_crm_token_before_is_ended(bench: Bench) -> bool:
    return change(bench, "POST", "/tokens/crm") and change(bench, "DELETE", "/tokens/crm/previous")


@probe("admin", "GetSecretValue PbxTokenSecret")
def whether_there_is_a_pbx_token_is_shown(bench: Bench) -> bool:
    return bench.admin.call("GET", "/tokens/pbx").ok


@probe("admin", "PutSecretValue PbxTokenSecret")
def the_pbx_token_is_stored(bench: Bench) -> bool:
    stored = json.loads(bench.owner.secret("PbxTokenSecret"))  # the same again: others dial with it
    return change(bench, "PUT", "/tokens/pbx", stored)


@probe("admin", "Query JobsTable")
def imports_are_listed(bench: Bench) -> bool:
    return bench.admin.call("GET", "/imports").ok


@probe("admin", "PutItem JobsTable", "PutObject files/imports/*")
def a_file_is_uploaded(bench: Bench) -> bool:
    begin(bench, content := rows())
    return upload(bench, content)


@probe("admin", "GetItem JobsTable", "UpdateItem JobsTable", "SendMessage JobsQueue", "GetObject files/imports/*")
def a_file_is_looked_at(bench: Bench) -> bool:
    path = begin(bench, content := rows())
    return upload(bench, content) and bench.admin.call("POST", f"{path}/check").ok


@probe("admin", "GetItem ContactsTable")
def only_who_is_named_is_forgotten(bench: Bench) -> bool:
    contact = bench.memory["contacts"][0]
    answer = bench.admin.call("POST", "/erasures", {"contact_id": contact, "name": "somebody else"})
    return answer.status_code == HTTPStatus.CONFLICT


@probe("admin", "GetObject files/guesses/*")
def what_a_file_seems_to_hold_is_shown(bench: Bench) -> bool:
    path = remembered(bench, "checked", lambda: checked(bench, rows()))
    answer = bench.admin.call("GET", path)
    return answer.ok and bool(answer.json()["guess"])


@probe("admin", "GetObject files/reports/*", "ListBucket files")
def the_problems_of_an_import_are_shown_and_downloaded(bench: Bench) -> bool:
    done = remembered(bench, "imported", lambda: imported(bench, rows(BAD)))
    answer = bench.admin.call("GET", f"/imports/{done['import_id']}")
    return answer.ok and requests.get(answer.json()["report_url"], timeout=30).ok


@probe("admin", "GetObject files/exports/*")
def an_export_is_downloaded(bench: Bench) -> bool:
    done = remembered(bench, "exported", lambda: exported(bench))
    link = bench.admin.must("GET", f"/exports/{done['export_id']}")["url"]
    return requests.get(link, timeout=30).ok


def change(bench: Bench, method: str, path: str, body: object = None) -> bool:
    """Change a token, when it is not too soon after the last change (the template's throttling)."""
    while (answer := bench.admin.call(method, path, body)).status_code == HTTPStatus.TOO_MANY_REQUESTS:
        time.sleep(1)
    return answer.ok


def remembered(bench: Bench, name: str, make: Any) -> Any:
    """Make something once."""
    if name not in bench.memory:
        bench.memory[name] = make()
    return bench.memory[name]
