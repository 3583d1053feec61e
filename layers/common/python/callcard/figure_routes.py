"""The routes of statistics and wallboard, for the desk's door."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.browser import asked, reply
from callcard.figures import Figures


def add_figures(app: APIGatewayRestResolver, figures: Callable[[], Figures]) -> None:
    """Let the door serve them."""
    app.get("/statistics")(lambda: reply(figures().statistics(asked(app))))
