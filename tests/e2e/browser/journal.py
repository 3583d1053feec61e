"""The journal's tests: calls and recordings that are made up, and what the page makes of them."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.browser.desk import Desk
from tests.e2e.world import World

RECORD = "https://records.example"


ROWS = "cc-journal-row"


SECONDS_OF_SOUND = 30


PER_PAGE = 50


CALLS = re.compile(r"/api/calls(\?|$)")


def answer_sound(route: Route) -> None:
    """Answer as a PBX's file server: parts of the file when asked for them."""
    if "gone" in route.request.url:
        return route.fulfill(status=404)
    whole, asked = silence(), route.request.headers.get("range", "bytes=0-")
    begin = int(re.findall(r"\d+", asked)[0])
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {begin}-{len(whole) - 1}/{len(whole)}"}
    return route.fulfill(status=206, body=whole[begin:], content_type="audio/wav", headers=headers)


def silence() -> bytes:
    """A WAV file without a sound."""
    rate = 8_000
    data = bytes([128]) * rate * SECONDS_OF_SOUND
    head = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    form = b"\1\0\1\0" + rate.to_bytes(4, "little") * 2 + b"\1\0\x08\0"
    return head + form + b"data" + len(data).to_bytes(4, "little") + data


def told(world: World, ago: int, **changes: Any) -> str:
    """A call that ended `ago` seconds ago, as the PBX tells it; its callid."""
    callid = world.new_call()
    ended = datetime.now(UTC) - timedelta(seconds=ago)
    at = {"start": f"{ended - timedelta(seconds=40):%Y%m%dT%H%M%SZ}", "end": f"{ended:%Y%m%dT%H%M%SZ}", "duration": 30}
    body = {"cmd": "history", "type": "in", "user": "100", "ext": "100", "status": "success", "phone": "79990014321"}
    body |= {"callid": callid, "crm_token": world.crm_token, "diversion": "3333333", "link": ""}
    assert world.post(body | at | changes).ok
    return callid


def noted(world: World, callid: str, text: str, extension: str = "100") -> None:
    """Write a note to a call."""
    world.olga.must("PUT", f"/calls/{callid}%23{extension}%230/note", {"note": text})


def row(index: int, **changes: Any) -> dict[str, Any]:
    """A call of a made-up journal, `index` times 21 minutes ago: seventy are of two days at any hour."""
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=21 * index)
    about = {"direction": "in", "missed": False, "duration": 160, "talk": 153, "status": "", "rating": None}
    about |= {"phone": f"7900000{index:04}", "display": f"+7 900 000-{index:04}", "extension": "100", "version": 1}
    about |= {
        "operator": {"operator_id": "operator-100", "name": "Ольга Миронова"},
        "note": "",
        "times_inferred": False,
    }
    about |= {"line": {"number": "3333333", "name": "Сайт"}, "link": f"{RECORD}/{index}.wav" if index % 2 else None}
    contact = {"contact_id": f"c{index}", "name": f"Клиент {index:03}", "kind": "person", "company": ""}
    times = {"started_at": start.isoformat(), "ended_at": (start + timedelta(seconds=160)).isoformat()}
    return {"call_id": f"made-{index}#100#0", "contact": contact} | about | times | changes


class MadeUp:
    """A journal that answers the page instead of the server."""

    def __init__(self, page: Page, pages: list[list[dict[str, Any]]]) -> None:
        self.pages = pages
        self.asked: list[str] = []
        self.failing = False
        page.route(CALLS, self.answer)

    def answer(self, route: Route) -> None:
        """Answer the page at the cursor."""
        cursor = parse_qs(urlsplit(route.request.url).query).get("cursor", ["0"])[0]
        self.asked.append(cursor)
        if self.failing or not cursor.isdigit():
            return route.abort()
        after = int(cursor) + 1
        return route.fulfill(
            json={"calls": self.pages[after - 1], "cursor": str(after) if after < len(self.pages) else None}
        )


def opened(desk: Desk, query: str = "") -> Locator:
    """The rows of the journal at an address."""
    desk.page.evaluate("query => { window.location.hash = '#/journal' + query }", query)
    rows = desk.page.locator(ROWS)
    expect(rows.first).to_be_visible()
    return rows


def address(desk: Desk) -> dict[str, list[str]]:
    """What the page keeps in its address."""
    return parse_qs(urlsplit(desk.page.url).fragment.partition("?")[2])
