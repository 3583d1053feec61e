"""An administrator's settings, operators, lines and tokens."""

from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.administrator_routes import add_administrators
from callcard.bodies import LinesBody, OperatorBody, SettingsBody
from callcard.browser import Bodies, for_admins, language_of, new_app, person, reply, serve
from callcard.erasure_routes import add_erasures
from callcard.observability import observed
from callcard.reveal_routes import add_reveal_list
from callcard.token_routes import add_tokens
from callcard.transfer_routes import add_transfers
from callcard.wiring import admin as wiring

app = new_app()
app.use(middlewares=[for_admins(app)])
admin, sent = wiring.use_case, Bodies(app)
add_transfers(app, wiring.imports, wiring.exports, wiring.advisor)
add_administrators(app, wiring.administrators)
add_reveal_list(app, wiring.reveal_list)
add_erasures(app, wiring.erasures)
who = partial(person, app)

app.get("/settings")(lambda: reply(admin().settings()))
app.put("/settings")(lambda: reply(admin().save_settings(sent.parse(SettingsBody).to_domain(), who().login)))
app.get("/settings/retention")(lambda: reply(wiring.retention().shown(language_of(app))))
app.get("/settings/history")(lambda: reply(wiring.changes().shown()))
app.get("/operators")(lambda: reply(admin().operators()))


@app.put("/operators/<operator_id>")
def save_operator(operator_id: str) -> Any:
    """Write one operator."""
    return reply(admin().save_operator(operator_id, sent.parse(OperatorBody), who().login))


@app.delete("/operators/<operator_id>")
def delete_operator(operator_id: str) -> Any:
    """Remove one operator."""
    admin().delete_operator(operator_id, who().login)
    return reply()


app.get("/lines")(lambda: reply(admin().lines()))
app.put("/lines")(lambda: reply(admin().save_lines(sent.parse(LinesBody), who().login)))
add_tokens(app, admin)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of an administrator's browser."""
    return serve(app, event, context)
