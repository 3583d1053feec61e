"""Who may come in: logins, tickets, tokens, and what a stale tab or a bad PBX gets."""

import re
import time
from typing import Any

import boto3
import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from local.engine import client
from local.places import STACK_NAME, StackError
from tests.e2e.world import World

CALL = {"cmd": "event", "type": "INCOMING", "direction": "in", "user": "100", "ext": "100", "phone": "89991234567"}


def test_a_rotated_token_leaves_the_old_one_good_for_the_overlap(world: World) -> None:
    old = world.admin.must("GET", "/tokens/crm")["token"]
    rotated = world.admin.must("POST", "/tokens/crm")
    assert rotated["token"] != old
    assert rotated["previous_valid_until"]
    deadline = time.monotonic() + 40  # an unknown token makes inbound look again, once in 30 s
    while ask(world, rotated["token"]).status_code == 401 and time.monotonic() < deadline:
        time.sleep(1)
    for token in (rotated["token"], old):
        assert ask(world, token).json() == {"responsible": "100"}


def ask(world: World, token: str) -> requests.Response:
    """Ask whose call it is, with a token."""
    return world.post({"cmd": "contact", "phone": "89991234567", "crm_token": token})


def test_a_wrong_password_logs_nobody_in(world: World) -> None:
    with pytest.raises(StackError, match="NotAuthorized"):
        world.log_in({"login": "olga", "password": "wrong"})


@pytest.mark.parametrize("headers", [{}, {"Authorization": "nonsense"}])
def test_without_a_login_there_is_no_api(world: World, headers: dict[str, str]) -> None:
    answer = requests.get(f"{world.stack['api_url']}/contacts", headers=headers, timeout=30)
    assert (answer.status_code, list(answer.json())) == (401, ["message"])


@pytest.mark.parametrize("path", ["/settings", "/operators", "/lines", "/tokens/crm", "/tokens/pbx"])
def test_an_operator_is_no_administrator(world: World, path: str) -> None:
    assert world.olga.call("GET", path).status_code == 403


def test_a_ticket_opens_one_socket_once(world: World) -> None:
    issued = world.olga.must("POST", "/tickets")
    url = f"{world.stack['ws_url']}?ticket={issued['ticket']}"
    assert issued["expires_in"] == 30
    with connect(url):
        pass
    with pytest.raises(InvalidStatus, match="403"), connect(url):
        pass


@pytest.mark.parametrize("query", ["", "?ticket=", "?ticket=invented"])
def test_no_ticket_no_socket(world: World, query: str) -> None:
    with pytest.raises(InvalidStatus, match=r"40[13]"), connect(world.stack["ws_url"] + query):
        pass


def test_who_is_no_operator_gets_no_ticket(world: World) -> None:
    assert world.admin.call("POST", "/tickets").status_code == 403


def test_a_tab_that_is_gone_is_forgotten_and_no_other(world: World) -> None:
    table = connections(world)
    with world.screen(world.olga) as olga:
        live = {item["connection_id"] for item in table.scan()["Items"] if item["extension"] == "100"}
        table.put_item(Item={"extension": "100", "connection_id": "gone=", "ttl": int(time.time()) + 900})
        token = {"crm_token": world.crm_token, "callid": f"gone-{time.time_ns()}"}
        assert world.post(CALL | token).status_code == 200
        olga.next(token["callid"])
        left = {item["connection_id"] for item in table.scan()["Items"] if item["extension"] == "100"}
    assert "gone=" not in left
    assert left <= live
    assert left


def connections(world: World) -> Any:
    """The table of open tabs."""
    found = client("cloudformation", world.stack["aws_endpoint_url"]).describe_stack_resource(
        StackName=STACK_NAME, LogicalResourceId="ConnectionsTable"
    )
    resource = boto3.resource(
        "dynamodb",
        endpoint_url=world.stack["aws_endpoint_url"],
        region_name=world.stack["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    return resource.Table(found["StackResourceDetail"]["PhysicalResourceId"])


@pytest.mark.parametrize("token", [{}, {"crm_token": "wrong"}, {"crm_token": ""}])
def test_without_the_token_the_pbx_is_a_stranger(world: World, token: dict[str, str]) -> None:
    answers = [world.post(body | token) for body in (CALL | {"callid": "1"}, {"cmd": "contact", "phone": "1"})]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert len({answer.text for answer in answers}) == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'"text"', b"\xff\xfe", b"[" * 100_000, b'{"cmd": "event", "a": "' + b"x" * 20_000 + b'"}'],
    ids=["empty", "array", "half", "text", "bytes", "deep", "large"],
)
def test_a_malformed_body_is_refused_with_words(world: World, body: bytes) -> None:
    answer = world.post(body)
    assert answer.status_code in {400, 401}
    assert list(answer.json()) == ["message"]


def test_the_slash_at_the_end_of_the_address_does_not_matter(world: World) -> None:
    message = {"cmd": "contact", "phone": "89991234567", "crm_token": world.crm_token}
    assert world.post(message, "/pbx/").json() == {"responsible": "100"}


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_the_pbx_only_posts(world: World, method: str) -> None:
    assert requests.request(method, f"{world.stack['api_url']}/pbx", timeout=30).status_code == 405


def test_the_page_comes_with_the_clouds_headers_and_its_own_origin(world: World) -> None:
    page = requests.get(world.stack["web_url"], timeout=10)
    assert "<script" in page.text
    assert re.search(r"script-src 'self'(;| )", page.headers["Content-Security-Policy"])
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "; media-src https:;" in page.headers["Content-Security-Policy"]
    config = requests.get(f"{world.stack['web_url']}/config.json", timeout=10).json()
    assert (config["api_url"], config["ws_url"]) == ("/api", world.stack["ws_url"])
    me = requests.get(f"{world.stack['web_url']}/api/me", headers={"Authorization": world.olga.token}, timeout=30)
    assert me.json()["extension"] == "100"
    assert requests.get(f"{world.stack['web_url']}/../template.yaml", timeout=10).status_code == 404
