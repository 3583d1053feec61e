"""The routes of who is an administrator, for the administrator's door."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.administrators import Administrators
from callcard.browser import person, reply


def add_administrators(app: APIGatewayRestResolver, administrators: Callable[[], Administrators]) -> None:
    """Let the door serve them all."""
    app.get("/administrators")(lambda: reply(administrators().listed()))

    @app.put("/administrators/<login>")
    def add(login: str) -> Any:
        administrators().change(login, person(app).login, admin=True)
        return reply()

    @app.delete("/administrators/<login>")
    def remove(login: str) -> Any:
        administrators().change(login, person(app).login, admin=False)
        return reply()
