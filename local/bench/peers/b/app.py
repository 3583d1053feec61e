"""Peer B: Powertools as its documentation shows it: resolver, parser, parameters, metrics, idempotency; boto3."""

import json
import os
import time
from datetime import UTC, datetime
from hmac import compare_digest
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.exceptions import UnauthorizedError
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities import parameters
from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.parser import parse
from aws_lambda_powertools.utilities.typing import LambdaContext
from boto3.dynamodb.conditions import Key
from messages import ContactMessage, Message

TOKEN_SECONDS, SETTINGS_SECONDS = 300, 30

logger, metrics = Logger(), Metrics()
app = APIGatewayRestResolver()
dynamodb = boto3.resource("dynamodb")
numbers = dynamodb.Table(os.environ["NUMBERS_TABLE"])
calls = dynamodb.Table(os.environ["CALLS_TABLE"])
connections = dynamodb.Table(os.environ["CONNECTIONS_TABLE"])
operators = dynamodb.Table(os.environ["OPERATORS_TABLE"])
state = dynamodb.Table(os.environ["STATE_TABLE"])
sockets = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["SOCKETS_ENDPOINT"])
once = IdempotencyConfig(event_key_jmespath="[cmd, type, callid, ext]", expires_after_seconds=600)
store = DynamoDBPersistenceLayer(table_name=os.environ["IDEMPOTENCY_TABLE"])
known: dict[str, Any] = {"until": 0.0}


def setup() -> dict[str, Any]:
    """Read settings, lines and operators, at most every 30 s."""
    if known["until"] <= time.monotonic():
        known["settings"] = state.get_item(Key={"pk": "settings"}).get("Item", {}).get("value", {})
        known["lines"] = state.get_item(Key={"pk": "lines"}).get("Item", {}).get("value", {})
        known["operators"] = {each["operator_id"]: each for each in operators.scan()["Items"]}
        known["until"] = time.monotonic() + SETTINGS_SECONDS
    return known


def check_token(token: str) -> None:
    secret = parameters.get_secret(os.environ["CRM_TOKEN_SECRET"], max_age=TOKEN_SECONDS, transform="json")
    if not compare_digest(token, secret["token"]):
        raise UnauthorizedError("Токен не подходит.")


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
def receive() -> dict[str, str]:
    """Take one message of the PBX."""
    message = parse(event=app.current_event.json_body, model=Message)
    check_token(message.crm_token)
    if isinstance(message, ContactMessage):
        metrics.add_metric("ResponsibleAsked", MetricUnit.Count, 1)
        return {"responsible": responsible(canonical(message.phone))}
    metrics.add_metric("EventReceived", MetricUnit.Count, 1)
    take(event=message.model_dump(exclude={"crm_token"}))
    return {}


def responsible(phone: str) -> str:
    """Name the extension of whoever the caller belongs to; "" when contacts disagree."""
    whose = {row.get("responsible") for row in find_contacts(phone)}
    operator = setup()["operators"].get(whose.pop()) if len(whose) == 1 else None
    return operator["extension"] if operator and setup()["settings"].get("auto_transfer") else ""


@idempotent_function(data_keyword_argument="event", config=once, persistence_store=store)
def take(event: dict[str, Any]) -> None:
    """Write an event down and show it; the utility sees to it that this happens once."""
    contacts = find_contacts(canonical(event["phone"]))
    if event["cmd"] == "history":
        told = {"duration": event["duration"], "status": event["status"], "link": event["link"]}
        call = change(event, {"state": "ended", "ended_at": now()} | told)
    elif event["type"] == "accepted":
        call = change(event, {"state": "talking", "answered_at": now()})
    else:
        call = start(event)
    push(call, contacts)


def start(event: dict[str, Any]) -> dict[str, Any]:
    call = {
        "callid": event["callid"],
        "leg": event["ext"],
        "state": "ringing",
        "direction": event["direction"] or "in",
        "phone": canonical(event["phone"]),
        "line": canonical(event["diversion"]),
        "started_at": now(),
        "version": 1,
    }
    calls.put_item(Item=call)
    return call


def change(event: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    written = calls.update_item(
        Key={"callid": event["callid"], "leg": event["ext"]},
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values) + " ADD version :one",
        ExpressionAttributeNames={f"#{name}": name for name in values},
        ExpressionAttributeValues={f":{name}": value for name, value in values.items()} | {":one": 1},
        ReturnValues="ALL_NEW",
    )
    return written["Attributes"]


def push(call: dict[str, Any], contacts: list[dict[str, Any]]) -> None:
    """Show a call on all tabs of its operator."""
    settings = setup()["settings"]
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
        "card": settings.get("incoming_card") == "ring",
        "toast": bool(settings.get("toast")) and call["state"] == "ringing",
        "missed": call["state"] == "ended" and "answered_at" not in call,
        "started_at": call["started_at"],
        "answered_at": call.get("answered_at"),
        "ended_at": call.get("ended_at"),
        "duration": int(call["duration"]) if call.get("duration") is not None else None,
        "link": call.get("link"),
    }
    body = json.dumps({"type": "call", "call": frame}, ensure_ascii=False).encode()
    for tab in connections.query(KeyConditionExpression=Key("extension").eq(call["leg"]))["Items"]:
        try:
            sockets.post_to_connection(ConnectionId=tab["connection_id"], Data=body)
        except sockets.exceptions.GoneException:
            connections.delete_item(Key={"extension": call["leg"], "connection_id": tab["connection_id"]})


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST, clear_state=True)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    once.register_lambda_context(context)
    return app.resolve(event, context)
