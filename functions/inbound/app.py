"""POST /pbx: the PBX tells us about a call, or asks whose it is."""

from base64 import b64decode
from binascii import Error as Base64Error
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.pbx_events import asks_whose, phone_in, read_fields
from callcard.errors import InvalidInputError, MethodError
from callcard.http import Answer, answer, answering
from callcard.observability import count, observed
from callcard.wiring import inbound as wiring

wiring.prepare()


@observed
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> Answer:
    """Answer one request of the PBX; 200 only after the event is durable."""
    return answering(event, lambda: receive(event))


def receive(event: dict[str, Any]) -> Answer:
    """Check the token, then do what the message asks."""
    if event["httpMethod"] != "POST":
        raise MethodError("method", allowed="POST")
    received_at = wiring.now()
    fields = read_fields(body_of(event))
    if asks_whose(fields):
        count("ResponsibleAsked")
        return answer(HTTPStatus.OK, wiring.smart_transfer().answer(lambda: checked_phone(fields)))
    wiring.crm_tokens().check(fields.get("crm_token"))
    count(wiring.intake().take(fields, received_at))
    return answer(HTTPStatus.OK, {})


def checked_phone(fields: dict[str, Any]) -> str:
    """Give the number a call waits from, once the token is found good."""
    wiring.crm_tokens().check(fields.get("crm_token"))
    return phone_in(fields, wiring.region())


def body_of(event: dict[str, Any]) -> bytes:
    """Give the body's bytes, however API Gateway carries them."""
    body = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return body.encode("utf-8", "surrogatepass")
    try:
        return b64decode(body)
    except Base64Error as exc:
        raise InvalidInputError("bad_body", reason="not base64") from exc
