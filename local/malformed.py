"""`make storm`, first part: bodies no PBX should send, thousands of them, through the real door."""

import json
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any
from urllib.parse import urlencode

from local.storm.environment import set_environment
from local.storm.pages import put

Body = tuple[bytes, str]
GENERATED = 20_000
TOKEN = "the-storms-own-token"

LEG = {"callid": "1", "user": "100", "ext": "100", "phone": "89991234567", "diversion": "3333333"}
MESSAGES: dict[str, dict[str, Any]] = {
    "event": {"cmd": "event", "type": "INCOMING", "direction": "in"} | LEG,
    "history": {"cmd": "history", "type": "in", "duration": "50", "status": "success", "link": ""} | LEG,
    "rating": {"cmd": "rating", "callid": "1", "rating": "5"},
    "contact": {"cmd": "contact", "phone": "89991234567"},
}
NEVER_A_TEXT: list[Any] = [[], {}, [1], {"$ne": ""}, 1.5, -0.1, True, False, float("nan"), 1e99, "\x00", "a\nb", "\x7f"]
NEVER_A_NUMBER: list[Any] = [[], {}, "soon", -1, 10**9, 1.5, True, float("nan"), float("inf"), "1e3x", "--1", "٣٣x"]
BAD_TOKENS: list[Any] = [None, "", "x", 1, [], {}, True, TOKEN + " "]
STRANGE: list[Any] = [None, "event", "history", "rating", 1, 1.5, [], {}, True, "100", "\ud800", "event\x00", ["event"]]
FATAL: dict[str, list[Any]] = {
    "cmd": [[], {}, "", " ", None, 5, True, ["event"], {"cmd": "event"}],
    "callid": [*NEVER_A_TEXT, "", None, " ", "x" * 129],
    "ext": [*NEVER_A_TEXT, "1#2", "1" * 65],
    "user": [*NEVER_A_TEXT, "a#b", "u" * 65],
    "phone": [*NEVER_A_TEXT, "9" * 201],
    "diversion": [*NEVER_A_TEXT, "3" * 201],
    "duration": NEVER_A_NUMBER,
    "type": [[], {}, "", " ", None, 5, True, 1.5, "x" * 65],
    "direction": ["sideways", 5, [], {}, True, ""],
    "status": [*NEVER_A_TEXT, "s" * 201],
    "link": [[], {}, 1.5, "https://example.com/" + "x" * 4096],
    "rating": [*NEVER_A_TEXT, "", None, "5" * 17],
    "start": [*NEVER_A_TEXT, "2" * 201],
}


def main() -> None:
    """Send them all; none may crash the door, be told to come again, or be written."""
    set_environment()
    from local.storm.inside import Inside  # it builds the door, which reads the environment

    door, random = Inside(), Random(1)
    statuses = Counter(door.post(event_of(*body)) for body in curated())
    chosen = statuses.total()
    statuses.update(door.post(event_of(*generated(random))) for _ in range(GENERATED))
    bad = sum(count for status, count in statuses.items() if status >= 500)
    writes = door.store.writes + door.store.spooled
    shown = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    told = f"{chosen} curated and {GENERATED:,} generated bodies ({shown}): {bad} answers ≥ 500, {writes} writes"
    print(f"  malformed: {told}")
    put("malformed", told)
    if bad or writes:
        sys.exit("a malformed body got through")


def curated() -> Iterator[Body]:
    """List every fatal value in every field of every message, bad tokens, and broken bodies, each once."""
    made = [
        as_json(message | {field: value, "crm_token": TOKEN})
        for message in MESSAGES.values()
        for field, values in FATAL.items()
        if field in message
        for value in values
    ]
    made += [as_json({name: value for name, value in message.items() if name != missing} | {"crm_token": TOKEN})
             for kind, message in MESSAGES.items() for missing in ("cmd", "callid") if missing in message
             and (kind, missing) != ("contact", "callid")]  # fmt: skip
    for message in MESSAGES.values():
        made += [as_json(message | {"crm_token": token}) for token in BAD_TOKENS]
        made += [(text, "application/json") for text in _broken(json.dumps(message | {"crm_token": TOKEN}).encode())]
    yield from dict.fromkeys(made)


def _broken(text: bytes) -> list[bytes]:
    wraps = [b"[%s]", b'"%s"', b"%s%s", b"{%s}", b"%s]", b"\xff%s", b"%s\xff", b"\x00%s", b"(%s)", b"/*%s*/", b"<%s>"]
    wrapped = [wrap.replace(b"%s", text) for wrap in wraps]
    cut = [text[: len(text) * part // 20] for part in range(20)]
    return [
        *wrapped,
        *cut,
        text.decode().encode("utf-16"),
        b"[" * 3000,
        b'{"a":' * 3000,
        b"9" * 5000,
        text + b" " * 16384,
    ]


def generated(random: Random) -> Body:
    """Make one malformed body."""
    return random.choice([_noise, _cut, _poisoned, _stranger, _flipped, _form, _nest, _large])(random)


def as_json(fields: dict[str, Any]) -> Body:
    """Write a message as JSON."""
    return json.dumps(fields).encode(), "application/json"


def _some(random: Random) -> dict[str, Any]:
    return random.choice(list(MESSAGES.values())) | {"crm_token": TOKEN}


def _noise(random: Random) -> Body:
    return random.randbytes(random.randrange(300)), "application/json"


def _cut(random: Random) -> Body:
    text, kind = as_json(_some(random))
    return text[: random.randrange(len(text))], kind


def _poisoned(random: Random) -> Body:
    message = _some(random)
    field = random.choice([name for name in message if name in FATAL])
    return as_json(message | {field: random.choice(FATAL[field])})


def _stranger(random: Random) -> Body:
    """Make a JSON object that names no call."""
    names = ["cmd", "type", "phone", "ext", "x", "", "Ж", "duration", "CMD"]
    fields = {random.choice(names): random.choice(STRANGE) for _ in range(random.randrange(6))}
    return as_json(fields | ({"crm_token": TOKEN} if random.random() < 0.7 else {}))


def _flipped(random: Random) -> Body:
    """Change some bytes of a message whose token is wrong."""
    text = bytearray(json.dumps(_some(random) | {"crm_token": "wrong"}).encode())
    for _ in range(random.randrange(1, 6)):
        text[random.randrange(len(text))] = random.randrange(256)
    return bytes(text), "application/json"


def _form(random: Random) -> Body:
    message = _some(random) | {"callid": random.choice(["", "x" * 129, "a\x00", "\n"]), "cmd": "event"}
    return urlencode(message).encode(), "application/x-www-form-urlencoded"


def _nest(random: Random) -> Body:
    depth, (left, right) = random.randrange(65, 4000), random.choice([("[", "]"), ('{"a":', "}")])
    return (left * depth + "1" + right * depth).encode(), "application/json"


def _large(random: Random) -> Body:
    return as_json(_some(random) | {"note": "x" * random.randrange(16384, 40000)})


def event_of(body: bytes, kind: str) -> dict[str, Any]:
    """Write a body as API Gateway hands it over."""
    encoded = {"body": b64encode(body).decode(), "isBase64Encoded": True}
    return {"httpMethod": "POST", "path": "/pbx", "headers": {"Content-Type": kind}} | encoded


if __name__ == "__main__":
    main()
