"""The doors the browser knocks at: who is there, and what each failure answers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError as RouteNotFoundError
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from callcard.bodies import parse
from callcard.domain.setup import ADMINS
from callcard.errors import CallcardError, ForbiddenError, NotFoundError
from callcard.http import Answer, answer, header, refuse
from callcard.observability import count


@dataclass(frozen=True, slots=True)
class Person:
    """Who is logged in, as Cognito says."""

    login: str
    admin: bool


def new_app() -> APIGatewayRestResolver:
    """Make the resolver with one answer for each of our errors, in the reader's language."""
    app = APIGatewayRestResolver()

    def refused(error: CallcardError) -> Response[str]:
        return _response(refuse(error, language_of(app)))

    def no_route(_: RouteNotFoundError) -> Response[str]:
        return refused(NotFoundError("no_such_page"))

    app.exception_handler(CallcardError)(refused)
    app.not_found(no_route)
    return app


def serve(app: APIGatewayRestResolver, event: dict[str, Any], context: LambdaContext) -> Answer:
    """Resolve one request and count it."""
    made = app.resolve(event, context)
    count(f"Answered{made['statusCode'] // 100}xx")
    return made


@dataclass(frozen=True, slots=True)
class Bodies:
    """Reads the body of the request in hand."""

    app: APIGatewayRestResolver

    def parse[B: BaseModel](self, model: type[B]) -> B:
        """Read the body as `model`; raises InvalidInputError."""
        return parse(model, self.app.current_event.decoded_body)

    def parse_any[B: BaseModel](self, model: type[B]) -> B:
        """Read the body as `model`, each of whose fields may be left out, and so may the body."""
        return parse(model, self.app.current_event.decoded_body or "{}")


def reply(body: Any = None, status: HTTPStatus = HTTPStatus.OK) -> Response[str]:
    """Answer with JSON; no body at all is 204."""
    return _response(answer(HTTPStatus.NO_CONTENT if body is None else status, body))


def person(app: APIGatewayRestResolver) -> Person:
    """Read who is logged in from the claims the authorizer checked."""
    return person_of(app.current_event.raw_event)


def person_of(event: Mapping[str, Any]) -> Person:
    """Read the same from a request that no resolver has yet."""
    claims = event["requestContext"]["authorizer"]["claims"]
    groups = re.split(r"[\[\],\s]+", str(claims.get("cognito:groups", "")))
    return Person(claims["cognito:username"], ADMINS in groups)


def language_of(app: APIGatewayRestResolver) -> str:
    """Read which languages the reader prefers, as the browser says it."""
    return header(app.current_event.raw_event, "accept-language")


def origin(app: APIGatewayRestResolver) -> str:
    """Read from which page the request comes, as the browser says it; "" from what is no browser."""
    return header(app.current_event.raw_event, "origin")


def asked(app: APIGatewayRestResolver) -> dict[str, str]:
    """Read the query string."""
    return app.current_event.query_string_parameters or {}


def for_admins(app: APIGatewayRestResolver) -> Callable[[APIGatewayRestResolver, Any], Response[str]]:
    """Make the middleware that lets only administrators through."""

    def check(_: APIGatewayRestResolver, proceed: Callable[[APIGatewayRestResolver], Response[str]]) -> Response[str]:
        if not person(app).admin:
            raise ForbiddenError("not_admin")
        return proceed(app)

    return check


def _response(made: Answer) -> Response[str]:
    headers = {name: value for name, value in made["headers"].items() if name != "Content-Type"}
    return Response(made["statusCode"], made["headers"]["Content-Type"], made["body"], headers)
