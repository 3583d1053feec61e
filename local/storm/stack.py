"""The storm against a local stack: the same calls, through HTTP, IAM and all; nobody dies here."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Any

import requests

from local import demo
from local.api import Login, log_in
from local.engine import client
from local.places import ROOT, STACK_NAME, Place, Ports
from local.storm.calls import Message, deliveries
from local.storm.findings import Findings, compare
from local.storm.screens import watching

CALLS_AT_ONCE, EVENTS_AT_ONCE = 2, 2  # a call is over within its repetition window of 10 s
SECONDS = 30
ATTEMPTS = 10


def storm(calls: int, seed: int) -> tuple[int, int, Findings]:
    """Send some hundred calls to a stack of their own; how many messages, how many acknowledged, what is wrong."""
    with a_stack() as place:
        stack = place.read_stack()
        admin = session(stack, stack["admin"])
        admin.must("PUT", "/settings", demo.SETTINGS | {"toast": False})
        token = admin.must("GET", "/tokens/crm")["token"]
        first = time.time_ns()
        messages = deliveries(calls, Random(seed), first=first)
        with watching(stack, session(stack, stack["operators"][0])) as frames:
            acknowledged = send(f"{stack['api_url']}/pbx", token, messages)
            time.sleep(1)
        items = [
            item for item in read_calls(place) if item["callid"]["S"].isdecimal() and int(item["callid"]["S"]) >= first
        ]
        return len(messages), len(acknowledged), compare(acknowledged, items, frames)


def send(url: str, token: str, messages: list[Message]) -> list[Message]:
    """Send each call's messages nearly at once, in their shuffled order; what was acknowledged."""

    def one(message: Message) -> Message | None:
        for attempt in range(ATTEMPTS):
            with suppress(requests.RequestException):  # no answer: not acknowledged, so it is sent again
                if requests.post(url, json=message | {"crm_token": token}, timeout=SECONDS).ok:
                    return message
            time.sleep(0.2 * attempt)
        return None

    def call(said: list[Message]) -> list[Message]:
        with ThreadPoolExecutor(EVENTS_AT_ONCE) as hands:
            return [message for message in hands.map(one, said) if message]

    ordered = sorted(messages, key=lambda message: str(message["callid"]))  # stable: the shuffle within a call stays
    calls = [list(said) for _, said in groupby(ordered, key=lambda message: str(message["callid"]))]
    with ThreadPoolExecutor(CALLS_AT_ONCE) as callers:
        return [message for said in callers.map(call, calls) for message in said]


def read_calls(place: Place) -> list[dict[str, Any]]:
    """Read the whole table of calls."""
    formation = client("cloudformation", place.engine_url)
    found = formation.describe_stack_resource(StackName=STACK_NAME, LogicalResourceId="CallsTable")
    table = found["StackResourceDetail"]["PhysicalResourceId"]
    pages = client("dynamodb", place.engine_url).get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


def session(stack: dict[str, Any], person: dict[str, str]) -> Login:
    """Log somebody in."""
    who = (person["login"], person["password"])
    return log_in(stack["cognito_url"], stack["user_pool_client_id"], stack["api_url"], *who)


@contextmanager
def a_stack() -> Iterator[Place]:
    """Start a stack on free ports in a folder of its own, gone afterwards; CALLCARD_STACK names one that runs."""
    running = os.environ.get("CALLCARD_STACK")
    if running:
        stack = json.loads(Path(running).read_text(encoding="utf-8"))
        engine = int(stack["aws_endpoint_url"].rsplit(":", 1)[1])
        yield Place(Path(running).parent, Ports(engine))
        return
    place = Place(ROOT / ".local" / f"storm-{os.getpid()}", Ports.free())
    ports = {f"{name.upper()}_PORT": str(port) for name, port in asdict(place.ports).items()}
    environment = os.environ | ports | {"CALLCARD_HOME": str(place.home)}
    try:
        subprocess.run([sys.executable, "-m", "local", "up"], cwd=ROOT, env=environment, check=True)
        yield place
    finally:
        subprocess.run([sys.executable, "-m", "local", "down"], cwd=ROOT, env=environment, check=False)
        shutil.rmtree(place.home, ignore_errors=True)
