"""The routes of the self-check, for the operator's door."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.browser import asked, language_of, person, reply
from callcard.call_routes import ANY_CALL, call_id_in
from callcard.check import Check
from callcard.explained import Reader


def add_checks(app: APIGatewayRestResolver, check: Callable[[], Check]) -> None:
    """Let the door serve them all."""

    def reader() -> Reader:
        return check().reader(person(app).login, language_of(app), admin=person(app).admin)

    app.get("/check")(lambda: reply(check().overview(reader())))
    app.get("/check/calls")(lambda: reply(check().recent(reader(), asked(app))))

    app.get(f"{ANY_CALL}/trace")(lambda: reply(check().trace(reader(), call_id_in(app, "/trace"))))
