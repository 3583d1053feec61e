"""What the API's answers look like: the objects of docs/api.md, each field named and none beside them."""

from typing import Any

from pydantic import TypeAdapter

from callcard.domain.contacts import Kind
from callcard.domain.jobs import State
from callcard.domain.statistics import Tally
from callcard.importing.planning import Outcome
from callcard.importing.sheets import Field

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
COUNT: Shape = {"type": "integer", "minimum": 0}
WHOLE: Shape = {"type": "integer"}
SHARE: Shape = {"type": "number", "minimum": 0, "maximum": 1}
FLAG: Shape = {"type": "boolean"}
TIME: Shape = {"type": "string", "format": "date-time"}
DAY: Shape = {"type": "string", "format": "date"}
URL: Shape = {"type": "string", "format": "uri"}
ANY: Shape = {}


def ref(name: str) -> Shape:
    """Point to one of the shapes."""
    return {"$ref": f"#/components/schemas/{name}"}


def obj(optional: tuple[str, ...] = (), /, **properties: Shape) -> Shape:
    """An object with these fields; a trailing underscore frees a name that Python keeps for itself."""
    named = {name.rstrip("_"): shape for name, shape in properties.items()}
    required = sorted(set(named) - set(optional))
    return {"type": "object", "properties": named, "required": required, "additionalProperties": False}


def many(shape: Shape) -> Shape:
    """A list."""
    return {"type": "array", "items": shape}


def maybe(shape: Shape) -> Shape:
    """A value or null."""
    return {"anyOf": [shape, {"type": "null"}]}


def by_name(shape: Shape) -> Shape:
    """A dictionary whose keys are nobody's to list."""
    return {"type": "object", "additionalProperties": shape}


def one_of(*words: str) -> Shape:
    """One of a few words."""
    return {"type": "string", "enum": list(words)}


def page(name: str, shape: Shape, **more: Shape) -> Shape:
    """One page of a list."""
    return obj(**{name: many(shape), "cursor": maybe(TEXT)}, **more)


def stored(dataclass: type) -> Shape:
    """A dataclass of the domain that is answered as it is: all of its fields."""
    shape = TypeAdapter(dataclass).json_schema()
    known = {f"#/$defs/{name}": one for name, one in shape.get("$defs", {}).items()}
    return obj(**{name: _bare(known.get(one.get("$ref", ""), one)) for name, one in shape["properties"].items()})


def _bare(shape: Shape) -> Shape:
    return {name: value for name, value in shape.items() if name not in {"default", "description", "title"}}


TALLY: dict[str, Shape] = stored(Tally)["properties"]
PERSON = obj(operator_id=TEXT, name=TEXT)
LINE = obj(number=TEXT, name=TEXT)
CALL_CONTACT = obj(contact_id=TEXT, name=TEXT, kind=TEXT, company=TEXT)
JOB = {
    "state": one_of(*State),
    "by": TEXT,
    "created_at": TIME,
    "started_at": maybe(TIME),
    "ended_at": maybe(TIME),
    "done_rows": COUNT,
    "total_rows": maybe(COUNT),
    "share": SHARE,
    "message": maybe(TEXT),
}
SUMMARY = {
    "import_id": TEXT,
    "file_name": TEXT,
    "size": COUNT,
    "mapping": maybe(by_name(maybe(one_of(*Field)))),
    "kind": maybe(one_of(*Kind)),
    "dry_run": maybe(FLAG),
    "on_duplicate": maybe(one_of("skip", "update", "create")),
    "counts": obj(**dict.fromkeys(Outcome, COUNT)),
    "problem_count": COUNT,
} | JOB
GUESS = obj(
    format=one_of("csv", "xlsx", "vcard"),
    encoding=maybe(TEXT),
    delimiter=maybe(TEXT),
    heading=TEXT,
    kind=maybe(one_of(*Kind)),
    columns=many(obj(index=COUNT, title=TEXT, samples=many(TEXT), field=maybe(one_of(*Field)))),
)
CHECKED_CALL = {
    "call_id": TEXT,
    "at": TIME,
    "direction": one_of("in", "out"),
    "state": TEXT,
    "missed": FLAG,
    "phone": TEXT,
    "display": TEXT,
    "extension": TEXT,
    "operator": maybe(PERSON),
    "contact": maybe(obj(contact_id=TEXT, name=TEXT)),
    "internal": FLAG,
    "recorded": FLAG,
    "test": FLAG,
    "shown": FLAG,
    "shown_at": maybe(TIME),
    "reason": TEXT,
    "short": TEXT,
}
STEP = obj(
    step=one_of("event", "operator", "setting", "person", "tab", "push", "browser"),
    state=one_of("ok", "fault", "unknown"),
    text=TEXT,
    at=maybe(TIME),
)
FACTS = obj(
    hitches=many(obj(at=TIME, version=COUNT, trouble=TEXT, pushes=by_name(TEXT))),
    shown=many(obj(at=TIME, version=COUNT, tab=TEXT)),
)
ATTEMPT = obj(call_id=TEXT, at=TIME, line=maybe(LINE), rang=maybe(COUNT), extensions=many(TEXT))
CLOSED = obj(how=one_of("got_through", "reached", "done"), by=maybe(PERSON), at=TIME, reason=TEXT)
ON_THE_WALL = obj(
    operator_id=TEXT,
    name=TEXT,
    extension=TEXT,
    state=one_of("free", "ringing", "talking", "offline"),
    since=maybe(TIME),
    calls=COUNT,
)
TODAY = obj(**TALLY, average_callback=maybe(COUNT), hours=many(obj(hour=COUNT, answered=COUNT, missed=COUNT)))
