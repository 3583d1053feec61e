"""What each route of the template takes and answers: the one table that local/openapi.py needs beside the sources."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from callcard import bodies
from callcard.domain.contacts import Kind
from callcard.figures import MOST_DAYS
from callcard.journal import MOST_OPERATORS
from local.openapi_shapes import Shape, one_of

NOTHING = ""  # the answer has no body


@dataclass(frozen=True, slots=True)
class Route:
    """How a route answers when all is well, with what else beside what every such route can, and what it takes."""

    answer: str
    status: int = 200
    also: tuple[int, ...] = ()
    body: type[BaseModel] | None = None
    query: dict[str, Shape] = field(default_factory=dict)
    conflict: str = "Error"
    body_needed: bool = True
    example: dict[str, Any] | None = None


def maybe_empty(shape: Shape) -> Shape:
    """A filter that may stand in the address without a value, which means that it is not there."""
    return {"anyOf": [shape, {"const": ""}]}


def several(shape: Shape, most: int | None = None) -> Shape:
    """A list with commas; `explode: false` says so."""
    return {"type": "array", "items": shape} | ({"maxItems": most} if most else {})


TEXT: dict[str, Any] = {"type": "string"}
CURSOR = {"cursor": TEXT}
FLAG = one_of("true", "false", "")
TIME = maybe_empty({"type": "string", "format": "date-time"})
DAY = maybe_empty({"type": "string", "format": "date", "description": f"At most {MOST_DAYS} days."})
ZONE = {"zone": {"type": "string", "description": "An IANA name or an offset, as +03:00."}}
IDENT: Shape = {"type": "string", "pattern": r"^[A-Za-z0-9_.@-]{1,64}$"}
DIGITS: Shape = {"type": "string", "pattern": "^[0-9]{1,64}$"}

# of the address: what a value looks like that can be known; any other is 404, or 400 where a thing is written
PATH: dict[str, Shape] = {
    "contact_id": IDENT,
    "operator_id": IDENT,
    "login": IDENT,
    "import_id": IDENT,
    "export_id": IDENT,
    "erasure_id": IDENT,
    "number": DIGITS,
    "phone": DIGITS,
    "call_id": {"type": "string", "minLength": 1},
}

CALLS = {
    "from": TIME,
    "to": TIME,
    "direction": one_of("in", "out", ""),
    "missed": FLAG,
    "recording": FLAG,
    "operator": several(TEXT, MOST_OPERATORS),
    "contact": TEXT,
    "query": TEXT,
} | CURSOR
CONTACTS = {"query": TEXT, "kind": several(one_of(*Kind)), "responsible": TEXT} | CURSOR
ORDER = {"mapping": {"0": "name", "1": "phones"}, "kind": None, "dry_run": True, "on_duplicate": "skip"}

ROUTES: dict[str, Route] = {
    "POST /pbx": Route("PbxAnswer", also=(400, 401)),
    **{f"{method} /pbx": Route(NOTHING, 405) for method in ("GET", "PUT", "PATCH", "DELETE")},
    "POST /makecall": Route("Accepted", 202, (403, 409, 502), bodies.MakeCallBody),
    "GET /me": Route("Me"),
    "POST /tickets": Route("Ticket", also=(403,)),
    "GET /contacts": Route("Contacts", also=(403,), query=CONTACTS),
    "POST /contacts": Route("Contact", 201, body=bodies.ContactBody),
    "GET /contacts/{contact_id}": Route("Contact"),
    "PUT /contacts/{contact_id}": Route("Contact", also=(409,), body=bodies.ContactChange, conflict="StaleContact"),
    "DELETE /contacts/{contact_id}": Route(NOTHING, 204, (409,)),
    "PUT /numbers/{number}/pin": Route("Contact", also=(409,), body=bodies.PinBody, conflict="StaleContact"),
    "DELETE /numbers/{number}/pin": Route(NOTHING, 204, (400, 409)),
    "GET /calls": Route("Calls", also=(403,), query=CALLS),
    "PUT /calls/{call_id}/note": Route("Note", body=bodies.NoteBody),
    "GET /calls/{call_id}/trace": Route("Trace"),
    "GET /callbacks": Route("Callbacks", query={"state": one_of("open", "closed"), "from": TIME} | CURSOR),
    "PUT /callbacks/{phone}/taken": Route(
        "Callback", also=(403, 409), body=bodies.TakenBody, conflict="StaleCallback", body_needed=False
    ),
    "DELETE /callbacks/{phone}/taken": Route("Callback", also=(403, 409), conflict="StaleCallback"),
    "PUT /callbacks/{phone}/done": Route(
        "Callback", also=(403, 409), body=bodies.DoneBody, conflict="StaleCallback", body_needed=False
    ),
    "DELETE /callbacks/{phone}/done": Route("Callback", also=(403,)),
    "POST /callbacks/done": Route("CallbacksDone", also=(403,), body=bodies.DoneManyBody),
    "GET /wallboard": Route("Wallboard", query=ZONE),
    "GET /statistics": Route("Statistics", query={"from": DAY, "to": DAY, "operator": TEXT} | ZONE),
    "GET /check": Route("Check"),
    "GET /check/calls": Route("CheckedCalls", also=(403,), query={"extension": TEXT} | CURSOR),
    "POST /reveals": Route("Revealed", also=(403, 404), body=bodies.RevealBody, example={"contact_id": "c-1"}),
    "GET /reveals": Route("Reveals", query=CURSOR),
    "GET /settings": Route("Settings"),
    "PUT /settings": Route("Settings", body=bodies.SettingsBody),
    "GET /settings/retention": Route("Retention"),
    "GET /settings/history": Route("SettingsHistory"),
    "GET /settings/advice": Route("Advice"),
    "GET /administrators": Route("Administrators"),
    "PUT /administrators/{login}": Route(NOTHING, 204),
    "DELETE /administrators/{login}": Route(NOTHING, 204, also=(409,)),
    "GET /operators": Route("Operators"),
    "PUT /operators/{operator_id}": Route("Operator", also=(409,), body=bodies.OperatorBody),
    "DELETE /operators/{operator_id}": Route(NOTHING, 204),
    "GET /lines": Route("Lines"),
    "PUT /lines": Route("Lines", body=bodies.LinesBody),
    "GET /tokens/crm": Route("CrmToken"),
    "POST /tokens/crm": Route("CrmToken"),
    "DELETE /tokens/crm/previous": Route("CrmToken"),
    "GET /tokens/pbx": Route("PbxToken"),
    "PUT /tokens/pbx": Route(NOTHING, 204, body=bodies.PbxTokenBody),
    "GET /erasures": Route("Erasures", query=CURSOR),
    "POST /erasures": Route("Erasure", 202, (404, 409), body=bodies.ErasureBody),
    "GET /erasures/{erasure_id}": Route("Erasure"),
    "GET /imports": Route("Imports", query=CURSOR),
    "POST /imports": Route("Upload", 201, body=bodies.ImportBody),
    "POST /imports/{import_id}/check": Route("Import", 202, (409,)),
    "PUT /imports/{import_id}": Route("Import", 202, (409,), bodies.ImportOrder, example=ORDER),
    "GET /imports/{import_id}": Route("Import"),
    "DELETE /imports/{import_id}": Route(NOTHING, 204),
    "POST /exports": Route("Export", 202, body=bodies.ExportBody),
    "GET /exports/{export_id}": Route("Export"),
}
