"""Browsers come and go, and ask what they missed; the authorizer of their sockets stands beside."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.tickets_table import Holder
from callcard.http import header
from callcard.observability import count, observed
from callcard.socket_actions import said_in, socket_actions
from callcard.wiring import notify as wiring

ACTIONS = socket_actions(wiring.use_case, wiring.confirmations, wiring.self_call)
DONE = {"statusCode": int(HTTPStatus.OK)}


@observed
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Handle one event of the WebSocket API."""
    context = event["requestContext"]
    known = context["authorizer"]  # from the ticket: nothing the browser says names an extension
    holder, tab = Holder(known["operator_id"], known["extension"]), context["connectionId"]
    count("Socket" + context["routeKey"].strip("$").title())
    match context["routeKey"]:
        case "$connect":
            wiring.use_case().opened(holder, tab)
        case "$disconnect":
            wiring.use_case().closed(holder, tab)
        case _:
            said = said_in(event.get("body"))
            if action := ACTIONS.get(said.get("action", "")):
                action(holder, tab, said)
    return DONE


@observed
def authorize(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Let a socket open on a ticket, once; the extension it is for comes from the ticket."""
    ticket = (event.get("queryStringParameters") or {}).get("ticket", "")
    holder = wiring.admission().admit(ticket, header(event, "origin"))
    count("TicketTaken" if holder else "TicketRefused")
    effect = "Allow" if holder else "Deny"
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}
    return {
        "principalId": holder.operator_id if holder else "nobody",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"operator_id": holder.operator_id, "extension": holder.extension} if holder else {},
    }
