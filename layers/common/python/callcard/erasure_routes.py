"""The routes of erasures, for the administrator's door."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.bodies import ErasureBody
from callcard.browser import Bodies, asked, language_of, person, reply
from callcard.erasures import Erasures


def add_erasures(app: APIGatewayRestResolver, erasures: Callable[[], Erasures]) -> None:
    """Let the door serve them all."""
    sent = Bodies(app)
    app.get("/erasures")(lambda: reply(erasures().newest(asked(app).get("cursor"), language_of(app))))

    @app.post("/erasures")
    def begin() -> Any:
        begun = erasures().begin(sent.parse(ErasureBody), person(app).login, language_of(app))
        return reply(begun, HTTPStatus.ACCEPTED)

    @app.get("/erasures/<erasure_id>")
    def show(erasure_id: str) -> Any:
        return reply(erasures().show(erasure_id, language_of(app)))
