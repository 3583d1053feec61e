"""Demo data, entered as people would: through the product's own API and the PBX's own messages."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from local import demo
from local.api import Login, log_in
from local.engine import client
from local.parts import Parts
from local.places import StackError


def seed(parts: Parts) -> str:
    """Enter all that is missing; what was done, for the progress line."""
    make_admin(parts)
    admin = log_in_to(parts, demo.ADMIN["login"])
    make_operators(parts, admin)
    admin.must("PUT", "/lines", {"lines": demo.LINES})
    admin.must("PUT", "/settings", demo.SETTINGS)
    admin.must("PUT", "/tokens/pbx", {"token": parts.pbx_token})
    made = make_contacts(admin)
    calls = replay_calls(parts) if made else 0
    return f"{len(demo.OPERATORS)} operators, {made} contacts, {calls} calls"


def log_in_to(parts: Parts, login: str) -> Login:
    """Log in with the demo's password."""
    return log_in(f"{parts.engine_url}/", parts.user_pool_client_id, parts.api_url, login, demo.PASSWORD)


def make_admin(parts: Parts) -> None:
    """The first administrator is made by hand: only an administrator can make others."""
    cognito = client("cognito-idp", parts.engine_url)
    name = demo.ADMIN["login"]
    try:
        cognito.admin_create_user(UserPoolId=parts.user_pool_id, Username=name, MessageAction="SUPPRESS")
    except cognito.exceptions.UsernameExistsException:
        return
    cognito.admin_add_user_to_group(UserPoolId=parts.user_pool_id, Username=name, GroupName="admins")
    set_password(parts, name)


def set_password(parts: Parts, login: str) -> None:
    """Give a login the demo's password, for good."""
    client("cognito-idp", parts.engine_url).admin_set_user_password(
        UserPoolId=parts.user_pool_id, Username=login, Password=demo.PASSWORD, Permanent=True
    )


def make_operators(parts: Parts, admin: Login) -> None:
    """Enter the operators; the product makes their logins."""
    for operator_id, operator in demo.OPERATORS.items():
        admin.must("PUT", f"/operators/{operator_id}", operator | {"active": True})
        set_password(parts, operator["login"])


def make_contacts(login: Login) -> int:
    """Enter the contacts that are not there yet; how many those were."""
    there = {each["name"] for each in all_contacts(login)}
    missing = [each for each in demo.contacts() if each["name"] not in there]
    for each in missing:  # one after another: at once they would start four cold functions instead of one
        login.must("POST", "/contacts", each)
    return len(missing)


def all_contacts(login: Login) -> list[dict[str, Any]]:
    """The whole address book, page by page."""
    page = login.must("GET", "/contacts")
    found: list[dict[str, Any]] = page["contacts"]
    while page["cursor"]:
        page = login.must("GET", "/contacts", params={"cursor": page["cursor"]})
        found += page["contacts"]
    return found


def replay_calls(parts: Parts) -> int:
    """Tell the CRM about the demo's past calls, as the PBX would have; how many."""
    now, token = datetime.now(UTC), parts.crm_token()
    for number, call in enumerate(demo.PAST_CALLS):
        message = history(call, now, f"demo-{int(time.time())}-{number}") | {"crm_token": token}
        answer = requests.post(f"{parts.api_url}/pbx", json=message, timeout=30)
        if not answer.ok:
            raise StackError(f"POST /pbx answered {answer.status_code}: {answer.text[:300]}")
    return len(demo.PAST_CALLS)


def history(call: demo.PastCall, now: datetime, callid: str) -> dict[str, Any]:
    """A past call's `history` message, with times in UTC (protocol 2)."""
    start = now - timedelta(minutes=call.minutes_ago)
    return {
        "cmd": "history",
        "type": call.direction,
        "user": call.extension,
        "ext": call.extension,
        "phone": call.phone,
        "diversion": call.line if call.direction == "in" else "",
        "start": f"{start:%Y%m%dT%H%M%SZ}",
        "end": f"{start + timedelta(seconds=call.seconds):%Y%m%dT%H%M%SZ}",
        "duration": call.seconds,
        "callid": callid,
        "link": "https://records.example.com/recording.mp3" if call.answered else "",
        "status": "success" if call.answered else "missed",
    }
