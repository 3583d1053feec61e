"""Whom the clients that are loaded at once believe: the few roots of AWS first, then the system's."""

import ssl
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import certifi
import pytest

from callcard.aws import line, wire
from callcard.aws.client import DynamoDB
from callcard.aws.failures import UnreachedError
from callcard.aws.signing import Account
from callcard.aws.wire import Patience
from local.bench.stub.certificate import CA, SERVER, write_certificates
from local.package.roots import roots_of

PATIENCE = Patience(connect=5, read=5, attempts=1)


class Table(BaseHTTPRequestHandler):
    """Answers everything with nothing."""

    def do_POST(self) -> None:
        """Answer."""
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Be silent."""


class Door(ThreadingHTTPServer):
    """A server of which strangers turn away, each in a thread of its own."""

    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Be silent."""


@pytest.fixture
def account(tmp_path: Path) -> Account:
    """Give an account that believes AWS's roots, as the package has them."""
    write_certificates(tmp_path)
    bundle = tmp_path / "aws_roots.pem"
    bundle.write_text(roots_of(Path(certifi.where()).read_text(encoding="utf-8")), encoding="ascii")
    return Account("test", "test", None, "eu-central-1", str(bundle), others=True)


@pytest.fixture
def url(account: Account, tmp_path: Path) -> Iterator[str]:
    """Serve with a certificate that none of AWS's roots has signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / SERVER)
    with Door(("127.0.0.1", 0), Table) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Let the system believe the server's authority; give which roots were read."""
    real, read = line.trusting, list[str | None]()

    def made(roots: str | None) -> object:
        read.append(roots)
        return real(roots or str(tmp_path / CA))

    monkeypatch.setattr(wire, "trusting", made)
    return read


def ask(account: Account, url: str) -> object:
    return DynamoDB("DynamoDB_20120810", "1.0", url, "dynamodb", account, PATIENCE).get_item(TableName="x", Key={})


def test_an_issuer_that_is_not_among_awss_roots_is_looked_for_among_the_systems(
    account: Account, url: str, system: list[str | None]
) -> None:
    assert ask(account, url) == {}
    assert system == [account.roots, None]


def test_a_bundle_that_somebody_named_is_believed_alone(account: Account, url: str, system: list[str | None]) -> None:
    with pytest.raises(UnreachedError):
        ask(replace(account, others=False), url)
    assert system == [account.roots]


def test_the_systems_roots_are_not_read_because_nobody_answers(account: Account, system: list[str | None]) -> None:
    with pytest.raises(UnreachedError):
        ask(account, "https://127.0.0.1:1")
    assert system == []


def test_the_systems_roots_are_not_read_when_the_few_suffice(
    account: Account, url: str, tmp_path: Path, system: list[str | None]
) -> None:
    known = replace(account, roots=str(tmp_path / CA))
    assert ask(known, url) == {}
    assert system == [known.roots]
