"""What is published of the page, in which order, and how long browsers may keep it."""

import json
from pathlib import Path
from typing import Any

import pytest

from local import page
from local.page import FOREVER, Builder, NoBuilderError, caching, prepare
from local.publish import upload


class Bucket:
    """Notes what is put into it."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.put: list[tuple[str, str]] = []

    def put_object(self, *, Key: str, Body: bytes, ContentType: str, CacheControl: str) -> None:  # noqa: N803 - S3's names
        """Note the key and how long it may be kept."""
        assert Body is not None
        assert ContentType
        self.put.append((Key, CacheControl))


@pytest.fixture
def built(tmp_path: Path) -> Builder:
    """Give a page that was built twice: the second build no longer has the first one's file."""
    for name in ("index.html", "img/favicon.svg", "assets/app-AAAAAAAA.js", "assets/app-BBBBBBBB.js"):
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_text("x", encoding="utf-8")
    (tmp_path / "built.json").write_text(json.dumps({"assets/app-BBBBBBBB.js": {}}), encoding="utf-8")
    return Builder(tmp_path)


def test_what_index_html_names_is_published_before_it_and_kept_for_ever(built: Builder) -> None:
    bucket: Any = Bucket()
    upload(bucket, built)
    assert bucket.put == [
        ("assets/app-BBBBBBBB.js", FOREVER),
        ("img/favicon.svg", "no-cache"),
        ("index.html", "no-cache"),
    ]


def test_only_names_with_a_hash_are_kept_for_ever() -> None:
    assert caching("assets/later-5FGYT4GM.js") == FOREVER
    assert {caching(path) for path in ("index.html", "config.json", "img/favicon.svg", "app.js")} == {"no-cache"}


@pytest.mark.parametrize(("said", "told"), [("", "no Node 18"), ("v16.20.2", "here is v16.20.2")])
def test_without_node_the_page_is_served_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    for name in ("node", "npm") if said else ():
        (tmp_path / name).write_text(f"#!/bin/sh\necho {said}\n", encoding="ascii")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    builder = Builder(tmp_path / "page")
    builder.tool = tmp_path / "esbuild"
    assert told in prepare(builder)
    assert builder.current() == page.WEB
    with pytest.raises(NoBuilderError):
        builder.install()
