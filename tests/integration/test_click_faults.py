"""Click-to-call against a real server that fails in every way: it ends in time, says its two lines, dials once."""

import socket
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import requests

from callcard.adapters.pbx_client import NO_ANSWER, NO_CONNECTION, NOT_UNDERSTOOD, PbxClient, client
from callcard.errors import PbxError
from callcard.texts import text
from callcard.wiring import makecall, shared
from local.clicks import Storm
from local.clicks_net import mute, unreachable, write_certificate
from local.clicks_pbx import FaultyPbx
from local.clicks_store import atomic
from tests.integration.conftest import Account
from tests.integration.test_makecall import FAILED, click

pytestmark = pytest.mark.clock

LIMIT = 8.5
PHONE = "79991234567"
QUICK = {
    "400": "Неверно указан номер",
    "500": "Внутренняя ошибка",
    "401": "Invalid token",
    "404": "HTTP 404",
    "429": "HTTP 429",
    "503": "Busy",
    "204": "HTTP 204",
    "redirect-301": "HTTP 301",
    "redirect-302": "HTTP 302",
    "redirect-307": "HTTP 307",
    "redirect-308": "HTTP 308",
    "empty": NOT_UNDERSTOOD,
    "html": NOT_UNDERSTOOD,
    "500-html": "HTTP 500",
    "utf8": NOT_UNDERSTOOD,
    "json": NOT_UNDERSTOOD,
    "bomb": NOT_UNDERSTOOD,
    "500-bomb": "HTTP 500",
    "double-bomb": NOT_UNDERSTOOD,
    "flood": NOT_UNDERSTOOD,
    "not-zipped": NO_CONNECTION,
    "cut": NO_CONNECTION,
    "status": NO_CONNECTION,
    "not-http": NO_CONNECTION,
    "long-header": NO_CONNECTION,
    "many-headers": NO_CONNECTION,
    "reset": NO_CONNECTION,
    "reset-in-answer": NO_CONNECTION,
    "reset-after-answer": "Внутренняя ошибка",
}
SLOW = ("silent", "drip-body", "drip-header", "drip-closing", "continue")


@pytest.fixture(scope="module")
def pbx() -> Iterator[FaultyPbx]:
    """Let the PBX that fails listen."""
    with FaultyPbx() as listening:
        yield listening


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultyPbx]:
    """Let the same PBX listen over TLS, with a certificate nobody vouches for."""
    with FaultyPbx(write_certificate(tmp_path_factory.mktemp("tls") / "pbx.pem")) as listening:
        yield listening


@pytest.fixture
def trusting(secure: FaultyPbx, monkeypatch: pytest.MonkeyPatch) -> FaultyPbx:
    """Trust that certificate."""
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(secure.pem))
    return secure


def lines(url: str, phone: str = PHONE) -> str:
    """Dial; what the operator reads."""
    try:
        PbxClient(url).make_call("token", "100", phone)
    except PbxError as error:
        return text(error.code, **error.values)
    return "accepted"


def timed(url: str, phone: str = PHONE) -> tuple[str, float]:
    """Dial; what the operator reads, and after how many seconds."""
    began = monotonic()
    return lines(url, phone), monotonic() - began


def test_every_bad_answer_is_the_two_lines_at_once_after_one_dial(
    account: Account, pbx: FaultyPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIALS_PER_MINUTE", "1000")
    for fault, words in QUICK.items():
        monkeypatch.setenv("PBX_URL", pbx.url(fault))
        makecall.use_case.cache_clear()
        pbx.dials.clear()
        began = monotonic()
        assert click(account, f"click-{fault}") == (502, {"message": FAILED.format(words)}), fault
        assert monotonic() - began < LIMIT, fault
        assert dict(pbx.dials) == {"89991234567": 1}, fault  # a redirect's target would have counted too


def test_every_slow_failure_ends_at_the_deadline_after_at_most_one_dial(pbx: FaultyPbx, secure: FaultyPbx) -> None:
    pbx.dials.clear()
    with unreachable() as hanging, mute() as dumb:
        urls = {fault: (pbx.url(fault), NO_ANSWER) for fault in SLOW} | {
            "connect hangs": (f"http://{hanging}/", NO_CONNECTION),
            "TLS connect hangs": (f"https://{hanging}/", NO_CONNECTION),
            "nobody accepts": (f"http://{dumb}/", NO_ANSWER),
            "TLS handshake hangs": (f"https://{dumb}/", NO_ANSWER),
            "TLS spoken to plain": (pbx.url("ok").replace("http:", "https:"), NO_ANSWER),
            "plain spoken to TLS": (secure.url("ok").replace("https:", "http:"), NO_CONNECTION),
            "untrusted certificate": (secure.url("ok"), NO_CONNECTION),
            "no such name": ("http://pbx.invalid/", NO_CONNECTION),
            "no such TLS name": ("https://pbx.invalid/", NO_CONNECTION),
            "nobody listens": ("http://127.0.0.1:1/", NO_CONNECTION),
        }
        with ThreadPoolExecutor(len(urls)) as pool:
            told = dict(zip(urls, pool.map(lambda name: timed(urls[name][0], name), urls), strict=True))
    assert {name: said for name, (said, _) in told.items()} == {
        name: FAILED.format(words) for name, (_, words) in urls.items()
    }
    assert {name: took for name, (_, took) in told.items() if took > LIMIT} == {}
    assert dict(pbx.dials) == dict.fromkeys(SLOW, 1)
    assert not secure.dials


@pytest.mark.parametrize("fault", ["bomb", "500-bomb", "double-bomb", "flood", "html", "redirect-307"])
def test_a_huge_answer_costs_little_memory(pbx: FaultyPbx, fault: str) -> None:
    lines(pbx.url("ok"))
    tracemalloc.start()
    lines(pbx.url(fault))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


def test_over_tls_that_it_trusts_a_call_is_accepted_and_faults_are_the_same(
    trusting: FaultyPbx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "TOTAL_SECONDS", 1.5)
    trusting.dials.clear()
    told = {fault: timed(trusting.url(fault), fault) for fault in ("ok", "500", "bomb", "reset", "drip-body")}
    assert told.pop("ok")[0] == "accepted"
    words = {"500": "Внутренняя ошибка", "bomb": NOT_UNDERSTOOD, "reset": NO_CONNECTION, "drip-body": NO_ANSWER}
    assert {fault: said for fault, (said, _) in told.items()} == {
        fault: FAILED.format(said) for fault, said in words.items()
    }
    assert max(took for _, took in told.values()) < 2
    assert set(trusting.dials.values()) == {1}


def test_proxies_and_passwords_of_the_environment_are_not_used(
    pbx: FaultyPbx, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    pbx.asked.clear()
    assert lines(pbx.url("ok")) == "accepted"
    assert b"authorization" not in pbx.asked[0].lower()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_call_that_was_given_up_is_not_dialled_when_the_name_resolves_after_all(
    pbx: FaultyPbx, trusting: FaultyPbx, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    there = {"http": pbx, "https": trusting}[scheme]
    monkeypatch.setattr(client, "TOTAL_SECONDS", 0.3)
    resolve = socket.getaddrinfo

    def late(*args: Any, **options: Any) -> Any:
        sleep(0.8)
        return resolve(*args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", late)
    there.dials.clear()
    said, took = timed(there.url("ok"))
    assert (said, took < 0.6) == (FAILED.format(NO_ANSWER), True)
    sleep(1.2)
    assert not there.dials


def test_an_answer_that_was_given_up_occupies_nobody(pbx: FaultyPbx, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: set[str] = set()
    send = client.PbxClient._post

    def watched(self: PbxClient, *args: Any) -> Any:
        try:
            return send(self, *args)
        finally:
            ended.add(self._url)

    monkeypatch.setattr(client, "TOTAL_SECONDS", 1.5)  # what drips every second never meets it as a read's limit
    monkeypatch.setattr(client.PbxClient, "_post", watched)
    urls = [pbx.url(fault) for fault in SLOW]
    with ThreadPoolExecutor(len(SLOW)) as pool:
        assert set(pool.map(lines, urls)) == {FAILED.format(NO_ANSWER)}
    sleep(0.2)
    assert ended == set(urls)


def test_of_many_faulty_clicks_each_dials_at_most_once(account: Account) -> None:
    with atomic(), FaultyPbx() as listening:
        figures = Storm(listening, shared.dynamodb(), "StateTable", seed=7).run(60, stalls=0)
    assert (figures.clicks, figures.twice, figures.contradictions) == (60, 0, 0)
    assert figures.dials[1] > 40  # most of them do dial
    assert figures.told["died"] > 0
