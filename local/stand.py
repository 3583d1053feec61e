"""What the specification's test stand says: its GET query turned into the message the CRM receives.

Protocol 1; the vectors of tests/fixtures/scenarios.json are its tests, contradictions included (protocol 3).
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import parse_qsl

type Message = dict[str, str | int]

SPECIFIED_CALLIDS = {"32323": "1659685427407907141"}
EVENT_TYPES = {("1", "1"): "INCOMING", ("1", "2"): "OUTGOING", ("3", "1"): "ACCEPTED", ("3", "2"): "ACCEPTED"}
STATUSES = {"ANSWER": "success", "NOANSWER": "missed"}
# the one query whose printed end and duration contradict its own timestamps (protocol 3.3)
MISPRINTED_CALL = ("1694181400", "1694181450")
MISPRINTED_SECONDS = 20


class QueryError(Exception):
    """The query is none of the stand's."""


def message_for(query_string: str, token: str) -> Message:
    """The body that the stand posts for a query, its keys in the specification's order."""
    query = dict(parse_qsl(query_string, keep_blank_values=True))
    if query.get("smart_transfer_is_required") == "1":
        message: Message = {"cmd": "contact", "phone": query.get("src_num", "")}
    elif query.get("event") == "2":
        message = history(query)
    else:
        message = event(query)
    return message | {"crm_token": token}


def event(query: Mapping[str, str]) -> Message:
    """A call begins or is answered."""
    kind = EVENT_TYPES.get((query.get("event", ""), query.get("src_type", "")))
    if kind is None:
        raise QueryError("event has to be 1, 2 or 3 and src_type 1 or 2")
    direction = "in" if query["src_type"] == "1" else "out"
    call_id = {"callid": callid(query)}
    return {"cmd": "event", "type": kind, "direction": direction, **parties(query), **call_id}


def history(query: Mapping[str, str]) -> Message:
    """A call is over."""
    outgoing, status = query.get("src_type") == "2", STATUSES.get(query.get("status", ""))
    if query.get("src_type") not in {"1", "2"} or status is None:
        raise QueryError("src_type has to be 1 or 2 and status ANSWER or NOANSWER")
    missed_outgoing = outgoing and status == "missed"
    start, end = span(query, misprinted=missed_outgoing)
    return {
        "cmd": "history",
        "type": "out" if outgoing else "in",
        **parties(query),
        "start": clock(start),
        "end": clock(end),
        "duration": end - start,
        "call_id" if missed_outgoing else "callid": callid(query),
        "link": link(query),
        "status": status,
    }


def parties(query: Mapping[str, str]) -> dict[str, str]:
    """Operator, client and line; which number is whose depends on the direction."""
    outgoing = query["src_type"] == "2"
    operator, client = ("src_num", "dst_num") if outgoing else ("dst_num", "src_num")
    extension = query.get(operator, "")
    line = "" if outgoing else query.get("line", "")
    return {"user": extension, "ext": extension, "phone": query.get(client, ""), "diversion": line}


def callid(query: Mapping[str, str]) -> str:
    """19 digits, always the same for a query's call_id."""
    call_id = query.get("call_id", "")
    digest = int.from_bytes(hashlib.sha256(call_id.encode()).digest()[:8])
    return SPECIFIED_CALLIDS.get(call_id, str(10**18 + digest % (9 * 10**18)))


def span(query: Mapping[str, str], *, misprinted: bool) -> tuple[int, int]:
    """The call's begin and end in Unix seconds."""
    started = query.get("call_start_timestamp", "")
    # the printed query of a missed call lacks the `&` after call_record_link (protocol 3.4)
    swallowed = query.get("call_record_link", "").partition("call_start_timestamp=")[2]
    started, ended = started or swallowed, query.get("timestamp", "")
    if not (started.isdecimal() and ended.isdecimal()):
        raise QueryError("call_start_timestamp and timestamp have to be Unix seconds")
    if misprinted and (started, ended) == MISPRINTED_CALL:
        return int(started), int(started) + MISPRINTED_SECONDS
    return int(started), int(ended)


def clock(seconds: int) -> str:
    """The PBX's clock: twelve hours, no AM or PM, no zone (protocol 3.1)."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y%m%dT%I%M%S")


def link(query: Mapping[str, str]) -> str:
    """The recording's address, or nothing."""
    address = query.get("call_record_link", "")
    return address if address.startswith("https://") else ""
