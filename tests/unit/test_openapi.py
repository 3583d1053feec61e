"""docs/openapi.json says what the template and the models say."""

import json
from typing import Any

import pytest

from callcard.http import STATUS
from local.openapi import ADMIN, DOCUMENT, Door, document, doors, operation, written
from local.openapi_answers import ANSWERS
from local.openapi_routes import PATH, ROUTES

COMMITTED: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
METHODS = {(path, method): one for path, methods in COMMITTED["paths"].items() for method, one in methods.items()}


def test_the_committed_document_is_what_the_sources_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == written(), "`make openapi` writes it anew"


def test_the_table_has_every_route_of_the_template_and_no_other() -> None:
    assert sorted(door.name for door in doors()) == sorted(ROUTES)


def test_a_route_that_the_table_lacks_is_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ROUTES, "GET /me")
    with pytest.raises(KeyError, match="GET /me"):
        document()


def test_every_route_but_the_pbx_asks_for_a_login_and_says_who_is_refused() -> None:
    assert len(METHODS) == len(list(doors())) > 45
    for (path, _), one in METHODS.items():
        assert one["security"] == ([] if path == "/pbx" else [{"login": []}])
        assert ("401" in one["responses"]) == (path != "/pbx" or one["operationId"] == "post_pbx")
        assert "403" in one["responses"] or one["tags"] != ["admin"]


def test_no_status_is_told_that_no_error_has() -> None:
    known = {str(int(status)) for status in STATUS.values()} | {"200", "201", "202", "204"}
    assert {status for one in METHODS.values() for status in one["responses"]} == known


def test_every_reference_leads_somewhere_and_every_shape_is_used() -> None:
    text = json.dumps(document())
    for name in document()["components"]["schemas"]:
        assert f'"#/components/schemas/{name}"' in text, name
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        place: Any = COMMITTED
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
    assert ANSWERS.keys() <= COMMITTED["components"]["schemas"].keys()


def test_an_address_has_its_parts() -> None:
    door = Door(ADMIN, "get", "/imports/{import_id}", open=False)
    [part] = operation(door, ROUTES[door.name])["parameters"]
    assert part == {"name": "import_id", "in": "path", "required": True, "schema": PATH["import_id"]}
