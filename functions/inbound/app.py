"""POST /pbx: the PBX tells us about a call, or asks whose it is."""

from base64 import b64decode
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.pbx_events import Ignored, Question, read_fields, understand
from callcard.errors import MethodError
from callcard.http import Answer, answer, answering
from callcard.observability import logger, metrics
from callcard.wiring import inbound as wiring


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST, clear_state=True)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> Answer:
    """Answer one request of the PBX; 200 only after the event is durable."""
    return answering(event, lambda: receive(event))


def receive(event: dict[str, Any]) -> Answer:
    """Check the token, then do what the message asks."""
    if event["httpMethod"] != "POST":
        raise MethodError("method", allowed="POST")
    received_at = wiring.now()
    fields = read_fields(body_of(event))
    wiring.crm_tokens().check(fields.get("crm_token"))
    match understand(fields, received_at, wiring.region()):
        case Question(phone):
            count("ResponsibleAsked")
            return answer(HTTPStatus.OK, {"responsible": wiring.use_case().responsible(phone)})
        case Ignored(cmd):
            count("EventIgnored")
            logger.info("Event ignored", extra={"cmd": cmd})
        case told:
            count("EventRecorded" if wiring.use_case().receive(told, received_at) else "EventRepeated")
    return answer(HTTPStatus.OK, {})


def body_of(event: dict[str, Any]) -> bytes:
    """Give the body's bytes, however API Gateway carries them."""
    body = event.get("body") or ""
    return b64decode(body) if event.get("isBase64Encoded") else body.encode("utf-8", "surrogatepass")


def count(metric: str) -> None:
    """Count one message."""
    metrics.add_metric(metric, MetricUnit.Count, 1)
