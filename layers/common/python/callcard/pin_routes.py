"""The routes of pins, for the desk's door."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.bodies import PinBody
from callcard.browser import Bodies, reply
from callcard.pins import Pins


def add_pins(app: APIGatewayRestResolver, pins: Callable[[], Pins]) -> None:
    """Let the door serve them all."""
    sent = Bodies(app)

    @app.put("/numbers/<number>/pin")
    def pin_number(number: str) -> Any:
        return reply(pins().pin(number, sent.parse(PinBody).contact_id))

    @app.delete("/numbers/<number>/pin")
    def unpin_number(number: str) -> Any:
        pins().unpin(number)
        return reply()
