"""The PBX stand says exactly what the specification's test stand says."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.stand import QueryError, callid, message_for

SCENARIOS = json.loads((Path(__file__).parents[1] / "fixtures" / "scenarios.json").read_text(encoding="utf-8"))
STEPS = [
    pytest.param(step, id=f"{scenario['name']}-{number}")
    for scenario in SCENARIOS["scenarios"]
    for number, step in enumerate(scenario["steps"])
    if "stand" in step
]


@pytest.mark.parametrize("step", STEPS)
def test_every_query_gives_the_specified_body_byte_for_byte(step: dict[str, Any]) -> None:
    assert json.dumps(message_for(step["stand"], "token123")) == json.dumps(step["crm"])


def test_another_call_id_gives_another_stable_callid_of_19_digits() -> None:
    first, again, other = (callid({"call_id": each}) for each in ("7", "7", "8"))
    assert first == again != other
    assert len(first) == len(other) == 19


def test_a_missed_outgoing_call_with_its_own_times_keeps_them() -> None:
    query = "event=2&src_type=2&status=NOANSWER&call_start_timestamp=1700000000&timestamp=1700000050&call_id=1"
    message = message_for(query + "&src_num=100&dst_num=89991234567", "t")
    assert message["duration"] == 50
    assert message["end"] == "20231114T101410"


@pytest.mark.parametrize(
    "query", ["", "event=9", "event=2&src_type=1&status=ANSWER", "event=2&src_type=1", "event=1&src_type=3"]
)
def test_a_query_the_stand_does_not_know_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        message_for(query, "t")
