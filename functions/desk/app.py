"""An operator's address book, journal and socket tickets."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.bodies import ContactBody, ContactChange
from callcard.browser import Bodies, asked, new_app, origin, person, reply
from callcard.call_routes import add_calls
from callcard.callback_routes import add_callbacks
from callcard.check_routes import add_checks
from callcard.figure_routes import add_figures
from callcard.observability import observed
from callcard.pin_routes import add_pins
from callcard.reveal_routes import add_reveals
from callcard.wiring import desk as wiring
from callcard.wiring.callbacks import callbacks

app = new_app()
desk, book, sent = wiring.use_case, wiring.book, Bodies(app)
add_calls(app, wiring.journal, wiring.notes)
add_callbacks(app, callbacks)
add_figures(app, wiring.figures, wiring.wallboard)
add_checks(app, wiring.check)
add_pins(app, wiring.pins)
add_reveals(app, wiring.reveals)

app.get("/me")(lambda: reply(desk().me(person(app).login, admin=person(app).admin)))
app.post("/tickets")(lambda: reply(desk().ticket(person(app).login, origin(app))))
app.get("/contacts")(lambda: reply(book().search(asked(app))))
app.post("/contacts")(lambda: reply(book().create(sent.parse(ContactBody)), HTTPStatus.CREATED))


@app.get("/contacts/<contact_id>")
def show_contact(contact_id: str) -> Any:
    """Show one contact."""
    return reply(book().contact(contact_id))


@app.put("/contacts/<contact_id>")
def change_contact(contact_id: str) -> Any:
    """Write one contact anew."""
    return reply(book().change(contact_id, sent.parse(ContactChange)))


@app.delete("/contacts/<contact_id>")
def delete_contact(contact_id: str) -> Any:
    """Remove one contact."""
    book().delete(contact_id)
    return reply()


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of an operator's browser."""
    return wiring.readers().serve(app, event, context)
