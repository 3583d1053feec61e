"""Floor: the same work with the standard library alone, one request after another; how cheap it could be at all."""

import json
import os
import time
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any

from wire import RefusedError, dynamodb, post, secret

TOKEN_SECONDS, SETTINGS_SECONDS = 300, 30
NUMBERS, CALLS, CONNECTIONS = (os.environ[f"{name}_TABLE"] for name in ("NUMBERS", "CALLS", "CONNECTIONS"))
OPERATORS, STATE = os.environ["OPERATORS_TABLE"], os.environ["STATE_TABLE"]
kept: dict[str, tuple[float, Any]] = {}


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Take one message of the PBX."""
    message = json.loads(event["body"])
    if not compare_digest(message.get("crm_token", ""), cached("token", TOKEN_SECONDS, read_token)):
        return answer(401, {"message": "Токен не подходит."})
    if message["cmd"] == "contact":
        return answer(200, {"responsible": responsible(canonical(message["phone"]))})
    if call := written(message):
        push(call, find_contacts(canonical(message["phone"])))
    return answer(200, {})


def answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def cached(name: str, seconds: float, read: Any) -> Any:
    until, value = kept.get(name, (0.0, None))
    if until <= time.monotonic():
        value = read()
        kept[name] = (time.monotonic() + seconds, value)
    return value


def read_token() -> str:
    return secret(os.environ["CRM_TOKEN_SECRET"])["token"]


def read_setup() -> dict[str, Any]:
    settings, lines = (
        dynamodb("GetItem", TableName=STATE, Key={"pk": {"S": name}})["Item"]["value"]["M"]
        for name in ("settings", "lines")
    )
    people = dynamodb("Scan", TableName=OPERATORS)["Items"]
    return {
        "settings": {name: next(iter(value.values())) for name, value in settings.items()},
        "lines": {number: name["S"] for number, name in lines.items()},
        "operators": {each["operator_id"]["S"]: each["extension"]["S"] for each in people},
    }


def setup() -> dict[str, Any]:
    return cached("setup", SETTINGS_SECONDS, read_setup)


def canonical(phone: str) -> str:
    digits = "".join(filter(str.isdigit, phone))
    if len(digits) == 10:
        return "7" + digits
    return "7" + digits[1:] if len(digits) == 11 and digits[0] == "8" else digits


def find_contacts(phone: str) -> list[dict[str, Any]]:
    suffix = phone[-int(setup()["settings"]["suffix_digits"]) :]
    found = dynamodb(
        "Query",
        TableName=NUMBERS,
        KeyConditionExpression="last_digit = :d AND begins_with(number_key, :n)",
        ExpressionAttributeValues={":d": {"S": suffix[-1:]}, ":n": {"S": suffix[::-1]}},
    )
    rows = [{name: value["S"] for name, value in item.items()} for item in found["Items"]]
    for row in rows:
        row["phone"] = row["number_key"].split("#")[0][::-1]
    return sorted(rows, key=lambda row: (row["phone"] != phone, row["name"], row["contact_id"]))


def responsible(phone: str) -> str:
    whose = {row.get("responsible") for row in find_contacts(phone)}
    extension = setup()["operators"].get(whose.pop(), "") if len(whose) == 1 else ""
    return extension if setup()["settings"]["auto_transfer"] else ""


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def written(message: dict[str, Any]) -> dict[str, Any] | None:
    """Write down what a message says; None when it is a repetition."""
    try:
        if message["cmd"] == "event" and message["type"] == "INCOMING":
            return started(message)
        if message["cmd"] == "event":
            return changed(message, {"state": "talking", "answered_at": now()}, "#state = :before")
        told = {name: str(message[name]) for name in ("duration", "status", "link")}
        return changed(message, {"state": "ended", "ended_at": now()} | told, "#state <> :state")
    except RefusedError as exc:
        if str(exc) != "ConditionalCheckFailedException":
            raise
        return None


def started(message: dict[str, Any]) -> dict[str, Any]:
    values = {"callid": message["callid"], "leg": message["ext"], "state": "ringing", "direction": message["direction"]}
    values |= {"phone": canonical(message["phone"]), "line": canonical(message["diversion"]), "started_at": now()}
    item = {name: {"S": value} for name, value in values.items()} | {"version": {"N": "1"}}
    dynamodb("PutItem", TableName=CALLS, Item=item, ConditionExpression="attribute_not_exists(callid)")
    return values | {"version": "1"}


def changed(message: dict[str, Any], values: dict[str, str], condition: str) -> dict[str, Any]:
    sent = {f":{name}": {"S": value} for name, value in values.items()} | {":one": {"N": "1"}}
    told = dynamodb(
        "UpdateItem",
        TableName=CALLS,
        Key={"callid": {"S": message["callid"]}, "leg": {"S": message["ext"]}},
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values) + " ADD version :one",
        ConditionExpression=condition,
        ExpressionAttributeNames={f"#{name}": name for name in values},
        ExpressionAttributeValues=sent | ({":before": {"S": "ringing"}} if ":before" in condition else {}),
        ReturnValues="ALL_NEW",
    )
    return {name: next(iter(value.values())) for name, value in told["Attributes"].items()}


def push(call: dict[str, Any], contacts: list[dict[str, Any]]) -> None:
    fields = ("contact_id", "name", "kind", "company", "responsible", "phone")
    frame = {
        "call_id": f"{call['callid']}#{call['leg']}",
        "version": int(call["version"]),
        "state": call["state"],
        "direction": call["direction"],
        "extension": call["leg"],
        "phone": call["phone"],
        "line": {"number": call["line"], "name": setup()["lines"].get(call["line"], "")},
        "contacts": [{name: row.get(name) for name in fields} for row in contacts],
        "card": setup()["settings"]["incoming_card"] == "ring",
        "toast": setup()["settings"]["toast"] and call["state"] == "ringing",
        "missed": call["state"] == "ended" and "answered_at" not in call,
        "started_at": call["started_at"],
        "answered_at": call.get("answered_at"),
        "ended_at": call.get("ended_at"),
        "duration": int(call["duration"]) if "duration" in call else None,
        "link": call.get("link"),
    }
    body = json.dumps({"type": "call", "call": frame}, ensure_ascii=False).encode()
    asked = {":e": {"S": call["leg"]}}
    tabs = dynamodb(
        "Query", TableName=CONNECTIONS, KeyConditionExpression="extension = :e", ExpressionAttributeValues=asked
    )
    for tab in tabs["Items"]:
        post(tab["connection_id"]["S"], body)
