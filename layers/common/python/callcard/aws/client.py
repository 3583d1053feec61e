"""The services, with botocore's names and shapes, so that an adapter need not know which client it has."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import count
from random import random
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import orjson

from callcard.aws.failures import AwsError, Kinds, RefusedError, kind_of
from callcard.aws.signing import Account
from callcard.aws.wire import Patience, Reply, Wire
from callcard.turns import rest

PAUSE = 0.05  # seconds, doubled with every attempt, at random up to this


class _Client:
    """Asks one service, again when it may help."""

    exceptions = Kinds()

    def __init__(self, endpoint: str, service: str, account: Account, patience: Patience) -> None:
        self._wire, self._attempts = Wire(endpoint, service, account, patience), patience.attempts

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        for attempt in count(1):
            try:
                return _served(self._wire.send(method, path, headers, body))
            except AwsError as exc:
                if attempt == self._attempts or not exc.passing:
                    raise
            rest(random() * PAUSE * 2**attempt)  # noqa: S311 - it spreads attempts, it guards nothing
        raise AssertionError


class JsonClient(_Client):
    """A service that takes JSON and is told the operation in a header; any operation is a method."""

    def __init__(self, target: str, version: str, *wired: Any) -> None:
        super().__init__(*wired)
        self._target, self._type = target, f"application/x-amz-json-{version}"

    def __getattr__(self, name: str) -> Callable[..., dict[str, Any]]:
        """Give an operation: `get_item` is GetItem."""
        if name.startswith("_"):
            raise AttributeError(name)
        return partial(self._ask, _operation(name))

    def get_paginator(self, operation: str) -> "Pages":
        """Give the pages of an operation."""
        return Pages(getattr(self, operation))

    def _ask(self, operation: str, **asked: Any) -> dict[str, Any]:
        headers = {"content-type": self._type, "x-amz-target": f"{self._target}.{operation}"}
        reply = self._send("POST", "/", headers, _written(asked))
        answer: dict[str, Any] = orjson.loads(reply.body) if reply.body else {}
        return answer


class DynamoDB(JsonClient):
    """DynamoDB."""

    def transact_write_items(self, **asked: Any) -> dict[str, Any]:
        """Write several items at once; a repetition, whose first answer was lost, is known by its token."""
        return self._ask("TransactWriteItems", **{"ClientRequestToken": str(uuid4())} | asked)


class Sockets(_Client):
    """The management endpoint of a WebSocket API."""

    def post_to_connection(self, *, ConnectionId: str, Data: bytes) -> None:  # noqa: N803  # botocore's names
        """Post to one socket."""
        self._send("POST", _at(ConnectionId), {}, Data)

    def delete_connection(self, *, ConnectionId: str) -> None:  # noqa: N803  # botocore's name
        """Close one socket."""
        self._send("DELETE", _at(ConnectionId), {})


@dataclass(frozen=True, slots=True)
class Pages:
    """All pages of a query or a scan."""

    read: Callable[..., dict[str, Any]]

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        """Read one page after another."""
        found = self.read(**asked)
        yield found
        while start := found.get("LastEvaluatedKey"):
            found = self.read(**asked | {"ExclusiveStartKey": start})
            yield found


@cache
def _operation(name: str) -> str:
    return name.title().replace("_", "")


@lru_cache(maxsize=256)
def _at(connection_id: str) -> str:
    return f"/@connections/{quote(connection_id, safe='-._~')}"


def _written(asked: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(asked)
    except TypeError:  # half a character, which JSON can escape: it is AWS that refuses it
        return json.dumps(asked).encode()


def _served(reply: Reply) -> Reply:
    status = reply.head.status
    if 200 <= status < 300:
        return reply
    try:
        body = orjson.loads(reply.body)
    except ValueError:
        body = {}
    body = body if isinstance(body, dict) else {}
    named = str(reply.head.header("x-amzn-errortype") or body.get("__type") or body.get("code") or status)
    code = named.split(":")[0].rsplit("#", 1)[-1]
    refused: type[RefusedError] = kind_of(code)
    raise refused(code, status, body)
