"""The storm's own store does what the doors ask of it and refuses the rest."""

from typing import Any

import pytest

from local.storm.schema import Keys
from local.storm.tables import RefusedError, Tables

KEY = {"callid": {"S": "1"}, "leg": {"S": "!trace#100#000000"}}
APPEND = "SET hitches = list_append(if_not_exists(hitches, :none), :new)"


def update(tables: Tables, expression: str = APPEND, new: str = "one", **more: Any) -> None:
    """Ask for an update."""
    values = {":none": {"L": []}, ":new": {"L": [{"S": new}]}}
    ask = {"TableName": "T", "Key": KEY, "UpdateExpression": expression, "ExpressionAttributeValues": values}
    tables.answer("UpdateItem", ask | more)


def test_a_list_grows_by_what_is_appended() -> None:
    tables = Tables({"T": Keys(("callid", "leg"))})
    for new in ("one", "two"):
        update(tables, new=new)
    assert tables.all("T") == [KEY | {"hitches": {"L": [{"S": "one"}, {"S": "two"}]}}]


@pytest.mark.parametrize(
    "more",
    [
        {"expression": APPEND + " ADD tabs"},
        {"expression": APPEND.replace("if_not_exists(hitches", "if_not_exists(shown.tabs")},
        {"ConditionExpression": "attribute_exists(callid)"},
    ],
)
def test_what_is_not_understood_or_does_not_hold_changes_nothing(more: dict[str, Any]) -> None:
    tables = Tables({"T": Keys(("callid", "leg"))})
    with pytest.raises(RefusedError):
        update(tables, **more)
    assert tables.all("T") == []


def test_a_query_is_read_in_pages_in_either_direction() -> None:
    items = [{"callid": {"S": "1"}, "leg": {"S": str(number)}} for number in range(5)]
    tables = Tables({"T": Keys(("callid", "leg"))}, {"T": items})
    ask = {"TableName": "T", "KeyConditionExpression": "callid = :c", "ExpressionAttributeValues": {":c": {"S": "1"}}}
    for forward, wanted in ((True, items), (False, items[::-1])):
        found: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            page = tables.answer("Query", ask | {"ScanIndexForward": forward, "Limit": 2} | start)
            found += page["Items"]
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        assert found == wanted
