"""Peer A: FastAPI behind Mangum, boto3 at module level; written with the libraries' documentation at hand."""

import json
import os
import time
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr, Key
from fastapi import FastAPI, HTTPException
from mangum import Mangum
from messages import ContactMessage, EventMessage, HistoryMessage, Message

TOKEN_SECONDS, SETTINGS_SECONDS = 300, 30

dynamodb = boto3.resource("dynamodb")
numbers = dynamodb.Table(os.environ["NUMBERS_TABLE"])
calls = dynamodb.Table(os.environ["CALLS_TABLE"])
connections = dynamodb.Table(os.environ["CONNECTIONS_TABLE"])
operators = dynamodb.Table(os.environ["OPERATORS_TABLE"])
state = dynamodb.Table(os.environ["STATE_TABLE"])
secrets = boto3.client("secretsmanager")
sockets = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["SOCKETS_ENDPOINT"])
repeated = dynamodb.meta.client.exceptions.ConditionalCheckFailedException

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
cache: dict[str, tuple[float, Any]] = {}


def cached(name: str, seconds: float, read: Any) -> Any:
    """Keep a value in memory for some seconds."""
    until, value = cache.get(name, (0.0, None))
    if until <= time.monotonic():
        value = read()
        cache[name] = (time.monotonic() + seconds, value)
    return value


def read_token() -> str:
    return json.loads(secrets.get_secret_value(SecretId=os.environ["CRM_TOKEN_SECRET"])["SecretString"])["token"]


def read_setup() -> dict[str, Any]:
    settings = state.get_item(Key={"pk": "settings"}).get("Item", {}).get("value", {})
    lines = state.get_item(Key={"pk": "lines"}).get("Item", {}).get("value", {})
    people = operators.scan()["Items"]
    return {"settings": settings, "lines": lines, "operators": {each["operator_id"]: each for each in people}}


def setup() -> dict[str, Any]:
    return cached("setup", SETTINGS_SECONDS, read_setup)


def check_token(message: Message) -> None:
    if not compare_digest(message.crm_token, cached("token", TOKEN_SECONDS, read_token)):
        raise HTTPException(401, "Токен не подходит.")


def canonical(phone: str) -> str:
    digits = "".join(filter(str.isdigit, phone))
    if len(digits) == 10:
        return "7" + digits
    return "7" + digits[1:] if len(digits) == 11 and digits[0] == "8" else digits


def find_contacts(phone: str) -> list[dict[str, Any]]:
    """List the contacts whose number ends like the caller's, best first."""
    if not phone:
        return []
    suffix = phone[-int(setup()["settings"].get("suffix_digits", 5)) :]
    found = numbers.query(
        KeyConditionExpression=Key("last_digit").eq(suffix[-1]) & Key("number_key").begins_with(suffix[::-1]), Limit=20
    )
    rows = [row | {"phone": row["number_key"].split("#")[0][::-1]} for row in found["Items"]]
    return sorted(rows, key=lambda row: (row["phone"] != phone, row["name"], row["contact_id"]))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@app.post("/pbx")
def receive(message: Message) -> dict[str, str]:
    """Take one message of the PBX."""
    check_token(message)
    match message:
        case ContactMessage():
            return {"responsible": responsible(canonical(message.phone))}
        case EventMessage(type="incoming"):
            started(message)
        case EventMessage():
            answered(message)
        case HistoryMessage():
            ended(message)
    return {}


def responsible(phone: str) -> str:
    """Name the extension of whoever the caller belongs to; "" when contacts disagree."""
    whose = {row.get("responsible") for row in find_contacts(phone)}
    operator = setup()["operators"].get(whose.pop()) if len(whose) == 1 else None
    return operator["extension"] if operator and setup()["settings"].get("auto_transfer") else ""


def started(message: EventMessage) -> None:
    phone = canonical(message.phone)
    contacts = find_contacts(phone)
    call = {
        "callid": message.callid,
        "leg": message.ext,
        "state": "ringing",
        "direction": message.direction or "in",
        "phone": phone,
        "line": canonical(message.diversion),
        "started_at": now(),
        "version": 1,
    }
    try:
        calls.put_item(Item=call, ConditionExpression=Attr("callid").not_exists())
    except repeated:
        return
    push(call, contacts)


def answered(message: EventMessage) -> None:
    change(message, "ringing", {"state": "talking", "answered_at": now()})


def ended(message: HistoryMessage) -> None:
    told = {"duration": message.duration, "status": message.status, "link": message.link}
    change(message, "ended", {"state": "ended", "ended_at": now()} | told)


def change(message: Any, guard: str, values: dict[str, Any]) -> None:
    """Write what a message changes, unless it is a repetition, and show it."""
    phone = canonical(message.phone)
    contacts = find_contacts(phone)
    guarded = Attr("state").eq("ringing") if guard == "ringing" else Attr("state").ne("ended")
    try:
        written = calls.update_item(
            Key={"callid": message.callid, "leg": message.ext},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values) + " ADD version :one",
            ConditionExpression=guarded,
            ExpressionAttributeNames={f"#{name}": name for name in values},
            ExpressionAttributeValues={f":{name}": value for name, value in values.items()} | {":one": 1},
            ReturnValues="ALL_NEW",
        )
    except repeated:
        return
    push(written["Attributes"], contacts)


def push(call: dict[str, Any], contacts: list[dict[str, Any]]) -> None:
    """Show a call on all tabs of its operator."""
    settings = setup()["settings"]
    fields = ("contact_id", "name", "kind", "company", "responsible", "phone")
    ringing = call["state"] == "ringing"
    frame = {
        "call_id": f"{call['callid']}#{call['leg']}",
        "version": int(call["version"]),
        "state": call["state"],
        "direction": call["direction"],
        "extension": call["leg"],
        "phone": call["phone"],
        "line": {"number": call["line"], "name": setup()["lines"].get(call["line"], "")},
        "contacts": [{name: row.get(name) for name in fields} for row in contacts],
        "card": settings.get("incoming_card") == "ring",
        "toast": bool(settings.get("toast")) and ringing,
        "missed": call["state"] == "ended" and "answered_at" not in call,
        "started_at": call["started_at"],
        "answered_at": call.get("answered_at"),
        "ended_at": call.get("ended_at"),
        "duration": int(call["duration"]) if call.get("duration") is not None else None,
        "link": call.get("link"),
    }
    body = json.dumps({"type": "call", "call": frame}, ensure_ascii=False).encode()
    tabs = connections.query(KeyConditionExpression=Key("extension").eq(call["leg"]))["Items"]
    for tab in tabs:
        try:
            sockets.post_to_connection(ConnectionId=tab["connection_id"], Data=body)
        except sockets.exceptions.GoneException:
            connections.delete_item(Key={"extension": call["leg"], "connection_id": tab["connection_id"]})


lambda_handler = Mangum(app, lifespan="off")
