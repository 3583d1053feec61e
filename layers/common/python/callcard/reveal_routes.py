"""The routes of reveals: the desk's door shows a number, the administrator's tells who was shown one."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.bodies import RevealBody
from callcard.browser import Bodies, asked, person, reply
from callcard.reveals import RevealList, Reveals


def add_reveals(app: APIGatewayRestResolver, reveals: Callable[[], Reveals]) -> None:
    """Let the desk's door serve them."""
    app.post("/reveals")(lambda: reply(reveals().show(person(app).login, Bodies(app).parse(RevealBody))))


def add_reveal_list(app: APIGatewayRestResolver, listed: Callable[[], RevealList]) -> None:
    """Let the administrator's door serve them."""
    app.get("/reveals")(lambda: reply(listed().page(asked(app).get("cursor"))))
