"""Stored values against the libraries that wrote them before: boto3's item notation and pydantic's rows."""

import string
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from callcard.call_items import call_item, call_of
from callcard.domain.calls import Call, CallState
from callcard.domain.cards import Settings
from callcard.domain.events import Direction
from callcard.domain.history import History
from callcard.domain.trace import Trace
from callcard.items import pack, unpack
from callcard.rows import RowError, read_row, row_of
from tests.unit.making import NOON

TEXTS = st.text(max_size=20)
PLAIN = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | TEXTS
SETS = st.sets(st.text(min_size=1, max_size=5), min_size=1, max_size=5)
VALUES = st.recursive(
    PLAIN | SETS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=12
)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=3))])
TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001  # they get a zone
STORED = TIMES.map(lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000))  # as wiring gives the time
KINDS: list[type] = [Call, Settings, Trace, History]


def ordered(value: Any) -> Any:
    """Give sets an order, whatever notation they stand in."""
    match value:
        case {"SS": list() as names}:
            return {"SS": sorted(names)}
        case dict():
            return {name: ordered(inner) for name, inner in value.items()}
        case list():
            return [ordered(inner) for inner in value]
        case Decimal():
            return int(value)
        case _:
            return value


@given(st.dictionaries(st.text(string.ascii_letters, min_size=1), VALUES, max_size=5))
def test_items_are_written_and_read_as_boto3_does(values: dict[str, Any]) -> None:
    kept = {name: value for name, value in values.items() if value is not None and value != ""}
    item = pack(values)
    assert ordered(item) == ordered({name: TypeSerializer().serialize(value) for name, value in kept.items()})
    assert unpack(item) == kept == ordered({name: TypeDeserializer().deserialize(v) for name, v in item.items()})


def test_what_an_item_cannot_hold_is_refused() -> None:
    for value in (1.5, b"x", object(), set()):
        with pytest.raises(TypeError):
            pack({"value": value})


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_those_that_pydantic_wrote(kind: Any) -> None:
    st.register_type_strategy(datetime, TIMES)

    @given(st.from_type(kind))
    def check(value: Any) -> None:
        adapter = TypeAdapter(kind)
        row = adapter.dump_python(value, mode="json")
        assert row_of(value) == row
        assert read_row(kind, row) == value == adapter.validate_python(row)
        assert read_row(kind, row | {"new": "1"}) == value, "what a later version wrote is left out"

    check()


@given(st.builds(Call, started_at=STORED, rung_at=STORED, callid=st.text(min_size=1), extension=st.text()))
def test_a_leg_is_read_as_it_was_written(call: Call) -> None:
    assert call_of(call_item(call)) == call


BROKEN: list[tuple[type, dict[str, Any], str]] = [
    (Call, {"state": "asleep"}, "state"),
    (Call, {"started_at": "yesterday"}, "started_at"),
    (Call, {"started_at": 5}, "started_at"),
    (Call, {"version": "1"}, "version"),
    (Call, {"version": True}, "version"),
    (Call, {"answered": "yes"}, "answered"),
    (Call, {"moments": [["ringing"]]}, "moments"),
    (Call, {"contact": {"contact_id": 1}}, "contact.contact_id"),
    (Settings, {"suffix_digits": "5"}, "suffix_digits"),
    (Settings, {"incoming_card": "sometimes"}, "incoming_card"),
    (Trace, {"hitches": [{"at": "never"}]}, "hitches.at"),
]


@pytest.mark.parametrize(("kind", "row", "named"), BROKEN)
def test_a_row_that_cannot_be_read_names_the_field(kind: type, row: dict[str, Any], named: str) -> None:
    with pytest.raises(RowError) as raised:
        read_row(kind, row)
    assert raised.value.field == named


def test_a_row_that_lacks_a_field_names_it() -> None:
    with pytest.raises(RowError, match="rung_at"):
        read_row(Call, {name: value for name, value in row_of(leg()).items() if name != "rung_at"})


def leg() -> Call:
    """Make a leg."""
    return Call("1", "100", 0, 1, Direction.IN, CallState.RINGING, NOON, NOON)
