"""`make openapi`: the API's own document, docs/openapi.json, from the template, the bodies' models and one table.

`python -m local.openapi check` fails when the committed document is not what the sources say.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from local.openapi_answers import ANSWERS
from local.openapi_routes import NOTHING, PATH, ROUTES, Route
from local.openapi_shapes import Shape, ref
from local.pbx_messages import ContactMessage, EventMessage, HistoryMessage, RatingMessage
from local.places import ROOT
from local.template import read_template

DOCUMENT = ROOT / "docs" / "openapi.json"
REF = "#/components/schemas/{model}"
ADMIN = "AdminFunction"
OPEN = "/pbx"  # carries its token in the body
ABOUT = (
    "Made by `make openapi`; docs/api.md says in words what everything means. Errors are `{message}` in the reader's "
    "language (`Accept-Language`). Where the WAF is on, it may refuse any request with 403."
)


@dataclass(frozen=True, slots=True)
class Door:
    """A method of the template's REST API and the function that answers it."""

    function: str
    method: str
    path: str
    open: bool

    @property
    def name(self) -> str:
        """What local/openapi_routes.py calls it."""
        return f"{self.method.upper()} {self.path}"


def doors() -> Iterator[Door]:
    """List what the template serves."""
    for name, resource in read_template()["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            for event in resource["Properties"].get("Events", {}).values():
                if event["Type"] == "Api":
                    asked = event["Properties"]
                    is_open = asked.get("Auth", {}).get("Authorizer") == "NONE"
                    yield Door(name, asked["Method"].lower(), asked["Path"], is_open)


def document() -> dict[str, Any]:
    """Write the whole document; raises KeyError for a route that the table lacks."""
    paths: dict[str, dict[str, Any]] = {}
    for door in doors():
        paths.setdefault(door.path, {})[door.method] = operation(door, ROUTES[door.name])
    return {
        "openapi": "3.1.0",
        "info": {"title": "callcard", "version": "1", "description": ABOUT},
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "responses": refusals(paths),
            "securitySchemes": {
                "login": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "Authorization",
                    "description": "The ID token of the Cognito pool, bare.",
                }
            },
        },
    }


def operation(door: Door, route: Route) -> dict[str, Any]:
    """Describe one route."""
    written: dict[str, Any] = {
        "operationId": f"{door.method}{re.sub(r'[^a-z]+', '_', door.path)}".rstrip("_"),
        "tags": [door.function.removesuffix("Function").lower()],
        "security": [] if door.open else [{"login": []}],
        "parameters": [
            *(in_path(name) for name in re.findall(r"{(\w+)}", door.path)),
            *(in_query(name, shape) for name, shape in route.query.items()),
        ],
        "responses": {str(status): response(status, route) for status in sorted(statuses(door, route))},
    }
    if route.body:
        written["requestBody"] = {"required": route.body_needed, "content": content(route.body.__name__, route.example)}
    elif door.name == f"POST {OPEN}":
        written["requestBody"] = {"required": True, "content": content("PbxMessage")}
    return written


def statuses(door: Door, route: Route) -> set[int]:
    """All that a route may answer: its own, and what follows from who asks it and what it takes."""
    found = {route.status, *route.also, HTTPStatus.TOO_MANY_REQUESTS}  # the template throttles every method
    if route.status != HTTPStatus.METHOD_NOT_ALLOWED:
        found.add(HTTPStatus.SERVICE_UNAVAILABLE)
    if not door.open:
        found.add(HTTPStatus.UNAUTHORIZED)
    if door.function == ADMIN:
        found.add(HTTPStatus.FORBIDDEN)
    if route.body or route.query or door.method == "put":
        found.add(HTTPStatus.BAD_REQUEST)
    if "{" in door.path:
        found.add(HTTPStatus.NOT_FOUND)
    return {int(status) for status in found}


def response(status: int, route: Route) -> dict[str, Any]:
    """Describe one answer."""
    if status >= HTTPStatus.BAD_REQUEST and (status != HTTPStatus.CONFLICT or route.conflict == "Error"):
        return {"$ref": f"#/components/responses/{status}"}
    phrase = {"description": HTTPStatus(status).phrase}
    name = route.conflict if status == HTTPStatus.CONFLICT else route.answer
    return phrase if name == NOTHING else phrase | {"content": content(name)}


def refusals(paths: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The answers that all routes share: a message in the reader's language."""
    told = {status for methods in paths.values() for one in methods.values() for status in one["responses"]}
    return {
        status: {"description": HTTPStatus(int(status)).phrase, "content": content("Error")}
        for status in sorted(told)
        if int(status) >= HTTPStatus.BAD_REQUEST
    }


def content(name: str, example: dict[str, Any] | None = None) -> dict[str, Any]:
    """JSON of one shape."""
    return {"application/json": {"schema": ref(name)} | ({"example": example} if example else {})}


def in_path(name: str) -> dict[str, Any]:
    """Describe a part of the address."""
    return {"name": name, "in": "path", "required": True, "schema": PATH[name]}


def in_query(name: str, shape: Shape) -> dict[str, Any]:
    """Describe a filter."""
    listed = {"style": "form", "explode": False} if shape.get("type") == "array" else {}
    return {"name": name, "in": "query", "schema": shape} | listed


def schemas() -> dict[str, Any]:
    """Every shape: what we answer, what our callers send, what the PBX sends."""
    models = {route.body for route in ROUTES.values() if route.body}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, sent = models_json_schema([(model, "validation") for model in ordered], ref_template=REF)
    ours: dict[str, Any] = sent["$defs"]
    return ANSWERS | ours | pbx_messages()


def pbx_messages() -> dict[str, Any]:
    """What the PBX sends, each message with our token; fields that say nothing to us may stand beside them."""
    told: dict[str, type[BaseModel]] = {
        "event": EventMessage,
        "history": HistoryMessage,
        "rating": RatingMessage,
        "contact": ContactMessage,
    }
    written = {model.__name__: with_token(cmd, model) for cmd, model in told.items()}
    about = "Read leniently: numbers for texts, null for nothing, other letter cases, and forms."
    return written | {"PbxMessage": {"oneOf": [ref(name) for name in written], "description": about}}


def with_token(cmd: str, model: type[BaseModel]) -> Shape:
    """One message as it stands in the body."""
    shape: Shape = TypeAdapter(model).json_schema(ref_template=REF)
    more = {"cmd": {"const": cmd}, "crm_token": {"type": "string"}}
    required = sorted({*shape.get("required", ()), *more})
    return shape | {"properties": shape["properties"] | more, "required": required}


def written() -> str:
    """The document as it is committed."""
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write the document, or compare the committed one."""
    if sys.argv[1:] != ["check"]:
        DOCUMENT.write_text(written(), encoding="utf-8")
    elif DOCUMENT.read_text(encoding="utf-8") != written():
        sys.exit("docs/openapi.json is not what the sources say; `make openapi` writes it anew.")


if __name__ == "__main__":
    main()
