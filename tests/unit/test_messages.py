"""The PBX's messages against pydantic: what the functions read, and the reasons they give, are the models' own."""

import json
import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from callcard.adapters.pbx_events import messages
from callcard.errors import InvalidInputError
from local import pbx_messages

PAIRS: list[tuple[type, type[BaseModel]]] = [
    (messages.EventMessage, pbx_messages.EventMessage),
    (messages.HistoryMessage, pbx_messages.HistoryMessage),
    (messages.RatingMessage, pbx_messages.RatingMessage),
    (messages.ContactMessage, pbx_messages.ContactMessage),
]
CMDS = {
    pbx_messages.EventMessage: "event",
    pbx_messages.HistoryMessage: "history",
    pbx_messages.RatingMessage: "rating",
}
# pydantic has two names for a text's length, and one more for a float beyond 64 bits
SAME = {"too_short": "string_too_short", "too_long": "string_too_long", "int_parsing_size": "less_than_equal",
        "greater_than_equal": "less_than_equal"}  # fmt: skip
NAMES = ["callid", "user", "ext", "phone", "diversion", "type", "direction", "start", "end", "duration", "link",
         "status", "rating", "other"]  # fmt: skip
WORDS = st.sampled_from(
    ["in", "OUT ", " Incoming", "", " ", "1#2", "x" * 65, "9" * 201, "a\x00b", "a\nb", "\x7f", "\x85", "\u3000", "5\n",
     "\ud800", "x" * 4097, "50", "+5", "-1", " 7 ", "5.0", "5.", "5.5", "1_000", "1__0", "007", "٣", "1e3", "864001",
     "864000",      "nan", "-0", "0x5", "٣.0"]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS | st.integers(-2, 864_001),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=3,
)


def same(faults: str) -> str:
    """Give every reason one name."""
    return re.sub(r"\((\w+)\)", lambda found: f"({SAME.get(found[1], found[1])})", faults)


def ours(kind: type, fields: dict[str, Any]) -> Any:
    """Read a message with our functions."""
    try:
        read: Any = messages.read_message(kind, fields)
    except InvalidInputError as exc:
        return same(exc.values["fields"])
    return {name: getattr(read, name) for name in vars(kind)["__dataclass_fields__"]}


def theirs(model: type[BaseModel], fields: dict[str, Any]) -> Any:
    """Read it with pydantic."""
    try:
        read = TypeAdapter(model).validate_python(fields | {"cmd": CMDS.get(model, "contact")})
    except ValidationError as exc:
        return same(", ".join(pbx_messages.faults(exc)))
    return {name: value for name, value in read.model_dump().items() if name != "cmd"}


@pytest.mark.parametrize(("kind", "model"), PAIRS, ids=lambda kind: kind.__name__)
def test_every_message_is_read_as_its_model_reads_it(kind: type, model: type[BaseModel]) -> None:
    @given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=8))
    def check(fields: dict[str, Any]) -> None:
        # pydantic reads "5." and refuses "0."; we read both
        assume(not re.fullmatch(r"\s*[+-]?0+\.\s*", str(fields.get("duration"))))
        assert ours(kind, fields) == theirs(model, fields)

    check()


@pytest.mark.parametrize("value", ["9" * 4299, "1" + "0" * 30, 10**4000, 1e308, -1e308, 5.0, -0.0, True, [5], {"a": 1}])
def test_a_length_of_any_size_is_read_or_refused_as_the_model_does(value: Any) -> None:
    fields = {"callid": "1", "type": "in", "duration": value}
    assert ours(messages.HistoryMessage, fields) == theirs(pbx_messages.HistoryMessage, fields)


def test_a_fault_never_tells_the_value() -> None:
    told = ours(messages.EventMessage, {"callid": "", "phone": "\x0089991234567", "type": 89991234567})
    assert told == "callid (string_too_short), phone (string_pattern_mismatch), type (string_type)"
    assert "8999" not in json.dumps(told)
