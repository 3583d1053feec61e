"""Two requests of the desk at once: each Lambda sandbox has one, so the second one gets a door of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

from callcard.wiring import shared
from local.places import ROOT
from tests.integration.conftest import Account, browser_event


def other_desk(account: Account, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Ask the desk as somebody else, while the first sandbox may be in the middle of a request."""
    return account.answer(_door(), browser_event(method, path, body, "denis"))


@contextmanager
def in_between(operation: str, happens: Callable[[], Any]) -> Iterator[list[Any]]:
    """Let something happen once, before the next request of a kind goes out; what it gave."""
    given: list[Any] = []
    coming = iter([happens])

    def happen(event_name: str, **_: Any) -> None:
        if event_name.endswith(operation):
            given.extend(each() for each in coming)

    shared.dynamodb().meta.events.register_first("before-send", happen)
    yield given
    shared.dynamodb().meta.events.unregister("before-send", happen)


@cache
def _door() -> Any:
    spec = spec_from_file_location("other_desk", ROOT / "functions" / "desk" / "app.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.lambda_handler
