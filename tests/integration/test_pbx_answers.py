"""What the PBX may answer to makecall, and what the operator reads then."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from time import monotonic
from typing import Any

import pytest
import requests
import responses

from callcard.adapters.pbx_client import NO_ANSWER, NO_CONNECTION, NOT_UNDERSTOOD, PbxClient
from callcard.errors import PbxError
from tests.integration.conftest import Account
from tests.integration.test_makecall import FAILED, PBX, click, pbx

pytestmark = pytest.mark.clock

__all__ = ["pbx"]

ACCEPTED: list[bytes] = [
    b'{"uuid": "0b9b"}',
    b'{"callid": "1659685427407907141"}',
    b'{"result": "ok"}',
    b'{"result": "ok", "error": ""}',
    b'{"result": "ok", "error": null}',
    b"{}",
    b"[]",
    b'"ok"',
    b"OK",
    "принято".encode(),
]
REFUSED: list[tuple[int, bytes, str]] = [
    (400, '{"error": "Абонент не найден"}'.encode(), "Абонент не найден"),
    (500, '{"message": "Нет свободных линий"}'.encode(), "Нет свободных линий"),
    (500, '{"error": "Первое", "message": "Второе"}'.encode(), "Первое"),
    (400, '{"error": {"code": 7, "message": "Внутри"}}'.encode(), "Внутри"),
    (401, b'{"error": "Invalid token"}', "Invalid token"),
    (502, b"Bad gateway", "Bad gateway"),
    (503, b'"busy"', "busy"),
    (200, '{"error": "Нет денег"}'.encode(), "Нет денег"),
    (400, b'{"error": 17}', "17"),
    (400, "Две\r\nстроки\tи \x00\x1b[31mцвет\u202e\u200b".encode(), "Двестрокии [31mцвет"),
    (400, json.dumps({"error": "ж" * 600}).encode(), "ж" * 500),
    (400, b"  spaces  ", "spaces"),
    (500, b"", "HTTP 500"),
    (400, b"{}", "HTTP 400"),
    (400, b'{"error": ""}', "HTTP 400"),
    (404, b"<html><body>Not found</body></html>", "HTTP 404"),
    (500, b'{"error": "cut', "HTTP 500"),
    (500, b"\xff\xfe", "HTTP 500"),
    (500, b"x" * 70_000, "HTTP 500"),
    (204, b"", "HTTP 204"),
    (202, b'{"result": "ok"}', "HTTP 202"),
    (200, b"", NOT_UNDERSTOOD),
    (200, b" \n", NOT_UNDERSTOOD),
    (200, b"<!doctype html><p>Log in</p>", NOT_UNDERSTOOD),
    (200, b'\n <html lang="ru">', NOT_UNDERSTOOD),
    (200, b'{"result": "ok"', NOT_UNDERSTOOD),
    (200, b"\xd0", NOT_UNDERSTOOD),
    (200, b'{"result": "' + b"x" * 70_000 + b'"}', NOT_UNDERSTOOD),
    (200, b"[" * 50_000, NOT_UNDERSTOOD),
]
BROKEN: list[tuple[Exception, str]] = [
    (requests.ConnectTimeout("10.0.0.1 X-API-KEY"), NO_CONNECTION),
    (requests.ReadTimeout(), NO_ANSWER),
    (requests.ConnectionError("Name or service not known"), NO_CONNECTION),
    (requests.exceptions.SSLError("certificate verify failed"), NO_CONNECTION),
    (requests.exceptions.ChunkedEncodingError(), NO_CONNECTION),
    (OSError(), NO_CONNECTION),
]


def test_row_2_10_every_accepted_variant_is_an_accepted_call(account: Account, pbx: responses.RequestsMock) -> None:
    for number, body in enumerate(ACCEPTED):
        pbx.upsert(responses.POST, PBX, body=body)
        assert click(account, f"click-{number:04}") == (202, {"accepted": True}), body


def test_every_refusal_is_the_specifications_two_lines_with_the_pbxs_words(
    account: Account, pbx: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALS_PER_MINUTE", "1000")
    for number, (status, body, words) in enumerate(REFUSED):
        pbx.upsert(responses.POST, PBX, status=status, body=body)
        assert click(account, f"click-{number:04}") == (502, {"message": FAILED.format(words)}), (status, body[:60])


def test_row_3_13_every_failure_on_the_way_is_the_same_two_lines(account: Account, pbx: responses.RequestsMock) -> None:
    for number, (failure, words) in enumerate(BROKEN):
        pbx.upsert(responses.POST, PBX, body=failure)
        assert click(account, f"click-{number:04}") == (502, {"message": FAILED.format(words)}), failure
    assert len(pbx.calls) == len(BROKEN)


def test_the_message_is_the_specifications_in_english_too(account: Account, pbx: responses.RequestsMock) -> None:
    pbx.post(PBX, status=500, body=b"x")
    first = click(account)[1]["message"]
    assert (
        first.encode()
        == (
            "При выполнении запроса к Простым звонкам произошла ошибка: x.\n"
            "Пожалуйста, обратитесь в поддержку Простых звонков."
        ).encode()
    )


def test_a_redirect_is_not_followed(account: Account, pbx: responses.RequestsMock) -> None:
    for status in (301, 302, 307, 308):
        pbx.upsert(responses.POST, PBX, status=status, headers={"Location": "https://elsewhere.example.com/"})
        assert click(account, f"click-{status:04}")[1] == {"message": FAILED.format(f"HTTP {status}")}
    assert {call.request.url for call in pbx.calls} == {PBX}


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[tuple[PbxClient, list[str]]]:
    """Serve a PBX on this machine; its client, and the requests it got."""
    got: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield PbxClient(f"http://127.0.0.1:{running.server_port}/makecall"), got
    finally:
        running.shutdown()
        running.server_close()


def said(client: PbxClient) -> str:
    """Dial; the words of the failure."""
    with pytest.raises(PbxError) as raised:
        client.make_call("token", "100", "79991234567")
    return raised.value.values["detail"]


def test_an_answer_that_drips_ends_at_the_total_deadline(account: Account) -> None:
    over = Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "40")
        handler.end_headers()
        while not over.wait(1):  # a byte a second never meets a read timeout
            handler.wfile.write(b"x")

    with server(drip) as (client, got):
        began = monotonic()
        assert said(client) == NO_ANSWER
        took = monotonic() - began
        over.set()
    assert 7.5 < took < 8.7
    assert got == ["/makecall"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Length": "100"}, b'{"result": "ok"}'),
        ({"Transfer-Encoding": "chunked"}, b"zz\r\nnot a chunk"),
        ({"Content-Encoding": "gzip", "Content-Length": "9"}, b"not gzip!"),
    ],
    ids=["cut", "chunks", "gzip"],
)
def test_an_answer_that_breaks_off_is_a_failure_and_is_not_asked_for_again(
    headers: dict[str, str], body: bytes
) -> None:
    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    with server(broken) as (client, got):
        assert said(client) == NO_CONNECTION
    assert got == ["/makecall"]


def test_a_connection_that_is_closed_without_an_answer_or_refused_is_a_failure() -> None:
    with server(lambda handler: setattr(handler, "close_connection", True)) as (client, got):
        assert said(client) == NO_CONNECTION
    assert got == ["/makecall"]
    assert said(client) == NO_CONNECTION
