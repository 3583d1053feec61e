"""The routes of statistics and wallboard, for the desk's door."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.browser import asked, reply
from callcard.figures import Figures
from callcard.wallboard import Wallboard


def add_figures(
    app: APIGatewayRestResolver, figures: Callable[[], Figures], wallboard: Callable[[], Wallboard]
) -> None:
    """Let the door serve them."""
    app.get("/wallboard")(lambda: reply(wallboard().show(asked(app))))
    app.get("/statistics")(lambda: reply(figures().statistics(asked(app))))
