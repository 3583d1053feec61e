"""What a stranger, a curious operator and somebody with a stolen ticket try on the deployed stack."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from local import demo
from local.api import Login
from local.engine import client
from local.template import read_template
from tests.e2e.world import World

OPEN = {"/pbx"}  # carries its token in the body


def routes() -> Iterator[tuple[str, str, str]]:
    """List what the template's functions answer: function, method and path."""
    for name, resource in read_template()["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            for event in resource["Properties"].get("Events", {}).values():
                if event["Type"] == "Api" and event["Properties"]["Path"] not in OPEN:
                    yield name, event["Properties"]["Method"].upper(), event["Properties"]["Path"]


ROUTES = sorted(set(routes()))


def ask(world: World, method: str, path: str, token: str | None) -> int:
    """Knock at a route with ids that nobody has; the status."""
    path = re.sub(r"{\w+}", "nobodys-7", path)
    headers = {"Authorization": token} if token is not None else {}
    body: dict[str, str] | None = {} if method in {"POST", "PUT"} else None
    return requests.request(method, world.stack["api_url"] + path, headers=headers, json=body, timeout=60).status_code


def test_no_route_of_the_template_answers_whoever_is_not_logged_in(world: World) -> None:
    assert len(ROUTES) > 40
    forged = world.olga.token.rsplit(".", 1)[0] + ".bm8tc2lnbmF0dXJl"
    tries = [(method, path, token) for _, method, path in ROUTES for token in (None, "nonsense", forged)]
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda each: ask(world, *each), tries))
    opened = [(each[:2], status) for each, status in zip(tries, statuses, strict=True) if status not in {401, 403}]
    assert opened == []


def test_no_administrators_route_answers_an_operator(world: World) -> None:
    admins = [(method, path) for name, method, path in ROUTES if name == "AdminFunction"]
    assert len(admins) > 15
    assert {each: ask(world, *each, world.olga.token) for each in admins} == dict.fromkeys(admins, 403)


def test_of_many_sockets_with_one_ticket_exactly_one_opens(world: World) -> None:
    """Eight at once: each starts a function of its own here; fifty are in test_sockets."""
    url = f"{world.stack['ws_url']}?ticket={world.olga.must('POST', '/tickets')['ticket']}"

    def knock(_: int) -> bool:
        try:
            with connect(url, open_timeout=60):
                return True
        except InvalidStatus:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(knock, range(8))) == [False] * 7 + [True]


@pytest.mark.parametrize("name", ["Origin", "origin", "ORIGIN"])
def test_a_foreign_page_opens_no_socket(world: World, name: str) -> None:
    login, page = world.olga, world.stack["web_url"]
    headers = {"Authorization": login.token, "Origin": page}
    for origin, opens in (("https://evil.example.com", False), (page, True)):
        issued = requests.post(f"{world.stack['api_url']}/tickets", headers=headers, timeout=60).json()
        url = f"{world.stack['ws_url']}?ticket={issued['ticket']}"
        if opens:
            with connect(url, additional_headers={name: origin}, open_timeout=60):
                pass
        else:
            with pytest.raises(InvalidStatus, match="403"), connect(url, additional_headers={name: origin}):
                pass


LEAVER = {"name": "Яна Уходящая", "extension": "107", "login": "yana", "pbx_login": None, "active": True}


@pytest.fixture
def leaver(world: World) -> Iterator[Login]:
    """Give the login of an operator who is about to leave the company."""
    world.admin.must("PUT", "/operators/operator-107", LEAVER)
    cognito = client("cognito-idp", world.stack["aws_endpoint_url"])
    [pool] = cognito.list_user_pools(MaxResults=1)["UserPools"]
    cognito.admin_set_user_password(UserPoolId=pool["Id"], Username="yana", Password=demo.PASSWORD, Permanent=True)
    time.sleep(world.stack["settings_ttl"] + 0.2)
    yield world.log_in({"login": "yana", "password": demo.PASSWORD})
    world.admin.must("DELETE", "/operators/operator-107")


def test_an_operator_who_is_switched_off_loses_the_socket_within_two_seconds(world: World, leaver: Login) -> None:
    with world.screen(leaver) as screen:
        world.admin.must("PUT", "/operators/operator-107", LEAVER)  # nothing changes: the socket stays
        screen.settle()
        began = time.monotonic()
        world.admin.must("PUT", "/operators/operator-107", LEAVER | {"active": False})
        with pytest.raises(ConnectionClosed):
            screen.socket.recv(timeout=5)
        assert time.monotonic() - began < 2
    answer = leaver.call("POST", "/tickets")
    if answer.ok:  # who is an operator is cached for the settings' time; a ticket is worth nothing, then
        with (
            pytest.raises(InvalidStatus, match="403"),
            connect(f"{world.stack['ws_url']}?ticket={answer.json()['ticket']}"),
        ):
            pass
