"""The routes of the journal, for the desk's door: its pages, and what is written down about one call."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.bodies import NoteBody
from callcard.browser import Bodies, asked, reply
from callcard.domain.legs import callid_of
from callcard.journal import Journal
from callcard.notes import Notes

# A call_id holds # and whatever the PBX's callid holds; the resolver's own <call_id> takes no #.
ANY_CALL = "/calls/.+"


def add_calls(app: APIGatewayRestResolver, journal: Callable[[], Journal], notes: Callable[[], Notes]) -> None:
    """Let the door serve them all."""
    sent = Bodies(app)
    app.get("/calls")(lambda: reply(journal().page(asked(app))))

    @app.put(f"{ANY_CALL}/note")
    def write_note() -> Any:
        return reply(notes().write(call_id_in(app, "/note"), sent.parse(NoteBody).note))


def call_id_in(app: APIGatewayRestResolver, ending: str) -> str:
    """Read the call_id from the path, which comes decoded or not."""
    told = app.current_event.path.rstrip("/").removeprefix("/calls/").removesuffix(ending)
    return told if callid_of(told) else unquote(told)
