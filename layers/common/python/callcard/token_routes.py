"""The routes of both tokens, for the administrator's door."""

from collections.abc import Callable
from functools import partial
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.admin import Admin
from callcard.bodies import PbxTokenBody
from callcard.browser import Bodies, person, reply


def add_tokens(app: APIGatewayRestResolver, admin: Callable[[], Admin]) -> None:
    """Let the door serve them all."""
    who, sent = partial(person, app), Bodies(app)
    app.get("/tokens/crm")(lambda: reply(admin().token()))
    app.post("/tokens/crm")(lambda: reply(admin().rotate_token(who().login)))
    app.delete("/tokens/crm/previous")(lambda: reply(admin().end_previous_token(who().login)))
    app.get("/tokens/pbx")(lambda: reply(admin().pbx_token_stored()))

    @app.put("/tokens/pbx")
    def store_pbx_token() -> Any:
        admin().store_pbx_token(sent.parse(PbxTokenBody).token, who().login)
        return reply()
