"""POST /makecall: an operator asks for a call."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.bodies import MakeCallBody
from callcard.browser import Bodies, new_app, person, reply, serve
from callcard.errors import PbxError
from callcard.observability import count, observed
from callcard.wiring import makecall as wiring

app = new_app()


@app.post("/makecall")
def make_call() -> Any:
    """Dial from the operator's own extension, once per click."""
    body = Bodies(app).parse(MakeCallBody)
    try:
        wiring.use_case().dial(person(app).login, body.phone, body.request_id)
    except PbxError:
        count("CallRefused")
        raise
    count("CallAccepted")
    return reply({"accepted": True}, HTTPStatus.ACCEPTED)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of the browser."""
    return serve(app, event, context)
