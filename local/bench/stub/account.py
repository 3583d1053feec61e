"""What the stub keeps for one contender: tables, secret, frames, queue, what was asked, and what shall go wrong."""

import json
from dataclasses import asdict, dataclass, field
from hashlib import md5
from typing import Any
from urllib.parse import unquote

from local.bench.stub.waves import waves
from local.bench.world import SECRET, TOKEN, world
from local.cost.units import Meter, Metered
from local.storm.schema import table_keys
from local.storm.tables import RefusedError, Tables

TARGETS = {"DynamoDB_20120810": "dynamodb", "secretsmanager": "secretsmanager", "AmazonSQS": "sqs"}
CONNECTIONS = "/@connections/"
THROTTLED = {
    "dynamodb": (400, "ProvisionedThroughputExceededException"),
    "execute-api": (429, "LimitExceededException"),
    "secretsmanager": (400, "ThrottlingException"),
    "sqs": (400, "RequestThrottled"),
}
Answer = tuple[int, bytes]


@dataclass(slots=True)
class Fault:
    """Something that goes wrong the next `times` times a service is asked.

    `mode`: 500, throttle, 410 (of @connections), slow (`seconds` more), idle_close (after its answer the connection is
    closed without a word, as AWS does with idle ones).
    """

    mode: str
    service: str = "dynamodb"
    times: int = 1
    seconds: float = 1


@dataclass(slots=True)
class Request:
    """One request: `name` is its operation."""

    name: str
    arrived: float
    answered: float = 0


@dataclass(slots=True)
class Account:
    """One contender's AWS."""

    tables: Tables = field(default_factory=lambda: Tables(_keys(), world()))
    frames: list[tuple[str, Any]] = field(default_factory=list)
    queue: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    meter: Meter | None = None

    def fault(self, service: str) -> Fault | None:
        """Take what shall go wrong with this request, if anything."""
        due = next((one for one in self.faults if one.service == service and one.times > 0), None)
        if due:
            due.times -= 1
        return due

    def answer(self, service: str, operation: str, body: bytes) -> Answer:
        """Do what is asked: status and body, as AWS would."""
        if service == "execute-api":
            self.frames.append((operation, json.loads(body)))
            return 200, b""
        try:
            told = self._told(service, operation, json.loads(body))
        except RefusedError as refused:
            return 400, json.dumps(refused.body).encode()
        return 200, json.dumps(told).encode()

    def _told(self, service: str, operation: str, ask: Any) -> dict[str, Any]:
        if service == "dynamodb":
            tables = Metered(self.tables, self.meter) if self.meter else self.tables
            answer: dict[str, Any] = tables.answer(operation, ask)
            return answer
        if (service, operation) == ("secretsmanager", "GetSecretValue"):
            return {"Name": SECRET, "VersionId": "1", "SecretString": json.dumps({"token": TOKEN})}
        if (service, operation) == ("sqs", "SendMessage"):
            self.queue.append(ask["MessageBody"])
            return {"MessageId": str(len(self.queue)), "MD5OfMessageBody": md5(ask["MessageBody"].encode()).hexdigest()}
        raise RefusedError("ValidationException", message=operation)

    def count_units(self) -> None:
        """From now on count the units that DynamoDB would ask money for."""
        self.meter = Meter(_keys())

    def units(self) -> dict[str, Any]:
        """Tell the units since then, by place and partition."""
        counted = {"writes": self.meter.writes, "reads": self.meter.reads} if self.meter else {}
        return {
            kind: [{"place": place, "part": part, "units": units} for (place, part), units in many.items()]
            for kind, many in counted.items()
        }

    def take(self) -> dict[str, Any]:
        """Tell what was asked since the last time, and forget it."""
        spans = [(one.arrived, one.answered) for one in self.requests]
        told = {
            "requests": [asdict(one) for one in self.requests],
            "waves": waves(spans),
            "frames": self.frames,
            "queue": self.queue,
        }
        self.requests, self.frames, self.queue = [], [], []
        return told


def asked(target: str, headers: dict[str, str]) -> tuple[str, str]:
    """Name the service and the operation of a request; of @connections, the connection."""
    if CONNECTIONS in target:
        return "execute-api", unquote(target.partition(CONNECTIONS)[2])
    version, _, operation = headers.get("x-amz-target", "").partition(".")
    return TARGETS.get(version, ""), operation


def broken(fault: Fault, service: str) -> Answer | None:
    """Give the answer of a fault; None when the request is answered all the same."""
    if fault.mode == "500":
        return 500, b'{"__type": "InternalServerError", "message": "bench"}'
    if fault.mode == "throttle":
        status, code = THROTTLED[service]
        return status, json.dumps({"__type": code, "message": "bench"}).encode()
    if fault.mode == "410":
        return 410, b'{"__type": "GoneException", "message": "bench"}'
    return None


def _keys() -> Any:
    from local.bench.world import PEER_KEYS

    return table_keys() | PEER_KEYS
