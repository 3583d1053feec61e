"""The routes of the missed-call desk, for the desk's door."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.bodies import DoneBody, DoneManyBody, TakenBody
from callcard.browser import Bodies, asked, person, reply
from callcard.callbacks import Callbacks
from callcard.journal import moment_in


def add_callbacks(app: APIGatewayRestResolver, callbacks: Callable[[], Callbacks]) -> None:
    """Let the door serve them all."""
    sent = Bodies(app)
    app.get("/callbacks")(lambda: reply(callbacks().page(asked(app), moment_in(asked(app), "from"))))
    app.post("/callbacks/done")(lambda: reply(callbacks().finish_all(person(app).login, sent.parse(DoneManyBody))))

    @app.put("/callbacks/<phone>/taken")
    def take(phone: str) -> Any:
        return reply(callbacks().take(phone, person(app).login, sent.parse_any(TakenBody)))

    @app.delete("/callbacks/<phone>/taken")
    def release(phone: str) -> Any:
        return reply(callbacks().release(phone, person(app).login))

    @app.put("/callbacks/<phone>/done")
    def finish(phone: str) -> Any:
        return reply(callbacks().finish(phone, person(app).login, sent.parse_any(DoneBody)))

    @app.delete("/callbacks/<phone>/done")
    def put_back(phone: str) -> Any:
        return reply(callbacks().put_back(phone, person(app).login))
