"""The routes of imports, exports and advice, for the administrator's door."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from callcard.advice import Advisor
from callcard.bodies import ExportBody, ImportBody, ImportOrder
from callcard.browser import Bodies, asked, language_of, person, reply
from callcard.transfers import Exports, Imports


def add_transfers(
    app: APIGatewayRestResolver,
    imports: Callable[[], Imports],
    exports: Callable[[], Exports],
    advisor: Callable[[], Advisor],
) -> None:
    """Let the door serve them all."""
    _add_imports(app, imports)
    _add_exports(app, exports)
    app.get("/settings/advice")(lambda: reply(advisor().advice(language_of(app))))


def _add_imports(app: APIGatewayRestResolver, imports: Callable[[], Imports]) -> None:
    sent = Bodies(app)

    @app.post("/imports")
    def begin() -> Any:
        return reply(imports().begin(sent.parse(ImportBody), person(app).login), HTTPStatus.CREATED)

    @app.get("/imports")
    def newest() -> Any:
        return reply(imports().newest(asked(app).get("cursor"), language_of(app)))

    @app.post("/imports/<import_id>/check")
    def check(import_id: str) -> Any:
        return reply(imports().check(import_id, language_of(app)), HTTPStatus.ACCEPTED)

    @app.put("/imports/<import_id>")
    def start(import_id: str) -> Any:
        return reply(imports().start(import_id, sent.parse(ImportOrder), language_of(app)), HTTPStatus.ACCEPTED)

    @app.get("/imports/<import_id>")
    def show(import_id: str) -> Any:
        return reply(imports().show(import_id, language_of(app)))

    @app.delete("/imports/<import_id>")
    def cancel(import_id: str) -> Any:
        imports().cancel(import_id)
        return reply()


def _add_exports(app: APIGatewayRestResolver, exports: Callable[[], Exports]) -> None:
    sent = Bodies(app)

    @app.post("/exports")
    def begin() -> Any:
        begun = exports().begin(sent.parse(ExportBody), person(app).login, language_of(app))
        return reply(begun, HTTPStatus.ACCEPTED)

    @app.get("/exports/<export_id>")
    def show(export_id: str) -> Any:
        return reply(exports().show(export_id, language_of(app)))
