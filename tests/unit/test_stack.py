"""Bringing a local stack up: what is refused before minutes are spent."""

from pathlib import Path

import pytest

from local.places import Place, Ports, StackError
from local.stack import check_state


def test_what_a_stack_keeps_is_not_resumed_on_another_port(tmp_path: Path) -> None:
    place = Place(tmp_path, Ports(engine=4570))
    check_state(place)
    (tmp_path / "parts.json").write_text('{"engine_url": "http://127.0.0.1:4570"}', encoding="utf-8")
    check_state(place)
    with pytest.raises(StackError, match="ENGINE_PORT=4570"):
        check_state(Place(tmp_path, Ports(engine=4571)))
