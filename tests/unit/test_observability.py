"""What a door says of its invocations, against Powertools' own decorators."""

import io
import json
from collections.abc import Iterator
from logging import StreamHandler
from typing import Any

import pytest
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.metrics import MetricUnit

from callcard.observability import NAMESPACE, about, count, logger, observed
from tests.fake_context import LambdaContext

OURS_ALONE = {"timestamp", "location", "cold_start", "service"}  # when, where, and what another logger calls itself
EVENT = {"requestContext": {"requestId": "from-the-gateway"}}


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Read what our logger writes."""
    handler = logger.registered_handler
    assert isinstance(handler, StreamHandler)
    before, written = handler.stream, io.StringIO()
    handler.setStream(written)
    yield written
    handler.setStream(before)


@observed
def door(event: dict[str, Any], _: Any) -> None:
    """Do as an event says."""
    for name in event.get("counts", ()):
        count(name)
    if keys := event.get("about"):
        about(**keys)
    for text in event.get("says", ()):
        logger.warning(text, extra={"code": 7})
    if event.get("fails"):
        raise RuntimeError


def told(written: io.StringIO) -> list[dict[str, Any]]:
    """Read the lines, and begin anew."""
    found = [json.loads(line) for line in written.getvalue().splitlines()]
    written.seek(0)
    written.truncate()
    return found


def test_a_line_says_what_it_says_under_powertools_decorator(lines: io.StringIO) -> None:
    theirs = io.StringIO()
    other = Logger(service="other", logger_handler=StreamHandler(theirs))

    @other.inject_lambda_context(correlation_id_path=correlation_paths.API_GATEWAY_REST, clear_state=True)
    def decorated(_event: Any, _context: Any) -> None:
        other.warning("Click late", extra={"code": 7})

    decorated(EVENT, LambdaContext())
    door(EVENT | {"says": ["Click late"]}, LambdaContext())
    ours, known = told(lines), told(theirs)
    assert [line.keys() for line in ours] == [line.keys() for line in known]
    assert [{name: line[name] for name in line.keys() - OURS_ALONE} for line in ours] == [
        {name: line[name] for name in line.keys() - OURS_ALONE} for line in known
    ]


def test_every_line_of_an_invocation_says_whose_it_is_and_none_says_anothers(lines: io.StringIO) -> None:
    door(EVENT | {"about": {"job_id": "7"}, "says": ["one", "two"]}, LambdaContext(aws_request_id="first"))
    door({"says": ["three"]}, LambdaContext(aws_request_id="second"))
    one, two, three = told(lines)
    assert [line["function_request_id"] for line in (one, two, three)] == ["first", "first", "second"]
    assert [line.get("job_id") for line in (one, two, three)] == ["7", "7", None]
    assert [line.get("correlation_id") for line in (one, two, three)] == ["from-the-gateway", "from-the-gateway", None]
    assert not three["cold_start"]


def test_what_a_job_is_about_is_said_from_then_on(lines: io.StringIO) -> None:
    @observed
    def speaking(_event: Any, _context: Any) -> None:
        logger.warning("before")
        about(job_id="7")
        logger.warning("after")

    speaking({}, LambdaContext())
    assert [line.get("job_id") for line in told(lines)] == [None, "7"]


def test_counts_are_written_as_powertools_writes_them(capsys: pytest.CaptureFixture[str]) -> None:
    theirs = Metrics(namespace=NAMESPACE, service=logger.service)
    for name in ("EventRecorded", "Refused", "Refused"):
        theirs.add_metric(name, MetricUnit.Count, 1)
    known = json.loads(json.dumps(theirs.serialize_metric_set()))
    theirs.clear_metrics()
    door({"counts": ["EventRecorded", "Refused", "Refused"]}, LambdaContext())
    [ours] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ours["_aws"].pop("Timestamp") - known["_aws"].pop("Timestamp") < 60_000
    assert ours == known


def test_counts_are_written_once_and_also_by_a_door_that_fails(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError):
        door({"counts": ["Refused"], "fails": True}, LambdaContext())
    assert json.loads(capsys.readouterr().out)["Refused"] == [1.0]
    door({}, LambdaContext())
    assert capsys.readouterr().out == ""


def test_a_door_that_says_nothing_writes_nothing(lines: io.StringIO) -> None:
    door(EVENT, LambdaContext())
    assert lines.getvalue() == ""
