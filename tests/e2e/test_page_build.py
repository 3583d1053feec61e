"""The page as it is built: whole, named by its content, and told when it cannot be."""

import json
import re
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.page import FOREVER, WEB, Builder, NoBuilderError
from local.parts import Parts
from local.places import HOST, StackError
from local.web import Server, WebHandler

LAZY = re.compile(r'import\("\./([\w-]+\.js)"\)')
NOWHERE = Parts("", "http://127.0.0.1:9", "", "", "", "", "", "", "", {})


@pytest.fixture
def builder(tmp_path: Path) -> Builder:
    """Give a builder with a web/ of its own."""
    shutil.copytree(WEB, tmp_path / "web")
    builder = Builder(tmp_path / "page", tmp_path / "web")
    try:
        builder.install()
    except NoBuilderError as exc:
        pytest.skip(str(exc))
    return builder


@pytest.fixture
def address(builder: Builder) -> Iterator[str]:
    """Give the address of a web server that serves it."""

    class Handler(WebHandler):
        page, parts = builder, NOWHERE

    server = Server((HOST, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{HOST}:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def get(url: str) -> tuple[int, str, str]:
    """Status, how long it may be kept, and body."""
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.headers["Cache-Control"], answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers["Cache-Control"], refused.read().decode()


def test_index_html_names_what_was_built_and_nothing_else(builder: Builder) -> None:
    builder.current()
    html = (builder.site / "index.html").read_text(encoding="utf-8")
    named = re.findall(r'(?:href|src)="([^"]+)"', html)
    assert len(named) >= 5
    assert [
        each for each in named if not re.fullmatch(r"img/favicon\.svg|assets/[\w-]+-[A-Z0-9]{8}\.(js|css)", each)
    ] == []
    assert [each for each in named if not (builder.site / each).is_file()] == []
    script = next(builder.site / each for each in named if "first-paint" in each)
    assert "import" not in script.read_text(encoding="utf-8")  # it is no module


def test_every_part_that_is_loaded_later_is_there_with_its_sheet_and_texts(builder: Builder) -> None:
    builder.current()
    made_of = {source for each in builder.told().values() for source in each["inputs"]}
    entries = {str(each.get("entryPoint", "")) for each in builder.told().values()}
    modules = [module for path in WEB.rglob("*.js") for module in LAZY.findall(path.read_text(encoding="utf-8"))]
    assert len(set(modules)) >= 10
    assert {each for each in modules if not {each, f"components/{each}"} & entries} == set()
    assert {f"texts/{each.name}" for each in (WEB / "texts").iterdir()} - entries == set()
    assert {f"styles/{each.name}" for each in (WEB / "styles").iterdir()} - made_of == set()
    scripts = "".join(each.read_text(encoding="utf-8") for each in (builder.site / "assets").glob("*.js"))
    lazy_sheets = [each for each in builder.files() if each.endswith(".css") and "/page-" not in each]
    assert len(lazy_sheets) >= 10
    assert [each for each in lazy_sheets if f'"{each}"' not in scripts] == []


def test_a_name_changes_with_the_content_and_only_with_it(builder: Builder) -> None:
    builder.current()
    before = set(builder.told())
    with (builder.web / "styles" / "journal.css").open("a", encoding="utf-8") as sheet:
        sheet.write("\n.journal-new { color: red }\n")
    builder.current()
    after = set(builder.told())
    assert {each.split("-")[0] for each in after - before} >= {
        "assets/journal",
        "assets/app",
    }
    assert {each.split("-")[0] for each in before & after} >= {"assets/cards", "assets/page", "assets/first"}
    assert [each for each in before if not (builder.site / each).is_file()] == []  # open pages may still ask for them


def test_licences_of_what_is_built_in_come_along(builder: Builder) -> None:
    builder.current()
    texts = {each.name: each.read_text(encoding="utf-8") for each in (builder.site / "licences").iterdir()}
    assert "Copyright" in texts["lit.txt"]
    assert "Copyright" in texts["pico.txt"]
    scripts = [each.read_text(encoding="utf-8") for each in (builder.site / "assets").glob("*.js")]
    assert any("SPDX-License-Identifier: BSD-3-Clause" in each for each in scripts)


def test_what_has_a_hash_in_its_name_is_kept_for_ever_and_the_rest_asked_for_again(address: str) -> None:
    status, kept, html = get(f"{address}/")
    assert (status, kept) == (200, "no-cache")
    entry = re.findall(r"assets/app-\w+\.js", html)[0]
    assert get(f"{address}/{entry}")[:2] == (200, FOREVER)
    assert get(f"{address}/img/favicon.svg")[:2] == (200, "no-cache")
    assert json.loads(get(f"{address}/{entry}.map")[2])["version"] == 3
    assert get(f"{address}/assets/gone-AAAAAAAA.js")[:2] == (404, "no-cache")


def test_a_reload_shows_what_was_written_or_what_is_wrong_with_it(address: str, builder: Builder) -> None:
    before = get(f"{address}/")[2]
    module = builder.web / "app.js"
    written = module.read_text(encoding="utf-8")
    module.write_text(written + "\nconsole.log('changed');\n", encoding="utf-8")
    after = get(f"{address}/")[2]
    assert after != before
    module.write_text(written + "\nconst = 1;\n", encoding="utf-8")
    status, kept, told = get(f"{address}/")
    assert (status, kept) == (500, "no-cache")
    assert "app.js" in told
    assert "Expected identifier" in told
    module.write_text(written, encoding="utf-8")
    assert get(f"{address}/")[2] == before


def test_a_new_part_is_a_file_of_its_own_that_takes_the_rest_from_what_is_there(builder: Builder) -> None:
    builder.current()
    before = len(builder.told())
    page = 'import { html } from "../vendor/lit.js";\nexport const page = () => html`<p></p>`;\n'
    (builder.web / "components" / "new-page.js").write_text(page, encoding="utf-8")
    with (builder.web / "components" / "lazy.js").open("a", encoding="utf-8") as lazy:
        lazy.write('\nexport const newPage = () => import("./new-page.js");\n')
    builder.current()
    assert len(builder.told()) == before + 1
    new = next(each for each in builder.told().values() if each.get("entryPoint") == "components/new-page.js")
    assert new["inputs"] == ["components/new-page.js"]
    app = next(each for each in builder.told().values() if each.get("entryPoint") == "app.js")
    assert 0 < len(new["needs"]) == len(set(new["needs"]) & set(app["needs"]))


def test_an_index_that_is_not_understood_is_no_page(builder: Builder) -> None:
    index = builder.web / "index.html"
    index.write_text(index.read_text(encoding="utf-8").replace('src="app.js"', 'src="app.js" async'), encoding="utf-8")
    with pytest.raises(StackError, match=r"index\.html has to have this once"):
        builder.current()


def test_a_part_that_is_named_and_no_longer_there_is_told(builder: Builder) -> None:
    pages = builder.web / "components" / "pages.js"
    pages.write_text(
        pages.read_text(encoding="utf-8").replace("./check-page.js", "./settings-page.js"), encoding="utf-8"
    )
    with pytest.raises(StackError, match=r"after later\.js: check-page"):
        builder.current()
