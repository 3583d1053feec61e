"""An administrator's settings, operators, lines and tokens."""

from functools import partial
from typing import Any

from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.bodies import LinesBody, OperatorBody, PbxTokenBody, SettingsBody
from callcard.browser import Bodies, for_admins, new_app, person, reply, serve
from callcard.observability import logger, metrics
from callcard.transfer_routes import add_transfers
from callcard.wiring import admin as wiring

app = new_app()
app.use(middlewares=[for_admins(app)])
admin, sent = wiring.use_case, Bodies(app)
add_transfers(app, wiring.imports, wiring.exports, wiring.advisor)
who = partial(person, app)

app.get("/settings")(lambda: reply(admin().settings()))
app.put("/settings")(lambda: reply(admin().save_settings(sent.parse(SettingsBody).to_domain(), who().login)))
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

app.get("/tokens/crm")(lambda: reply(admin().token()))
app.post("/tokens/crm")(lambda: reply(admin().rotate_token(who().login)))
app.delete("/tokens/crm/previous")(lambda: reply(admin().end_previous_token(who().login)))
app.get("/tokens/pbx")(lambda: reply(admin().pbx_token_stored()))


@app.put("/tokens/pbx")
def store_pbx_token() -> Any:
    """Keep the PBX's token."""
    admin().store_pbx_token(sent.parse(PbxTokenBody).token, who().login)
    return reply()


@logger.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST, clear_state=True)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of an administrator's browser."""
    return serve(app, event, context)
