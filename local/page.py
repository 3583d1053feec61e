"""The page as it travels: web/ bundled into a few files by esbuild where there is Node, else web/ as it is written.

`python -m local.page` builds it and says what it weighs; the web server, the deployment and the browser's tests use it.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from local.build import hash_of, one_at_a_time
from local.places import ROOT, StackError

WEB = ROOT / "web"
BUILDER = ROOT / "local" / "page.mjs"
NODE = 18  # esbuild's own demand
SECONDS_FOR_NPM = 120
HASHED = "assets/"
FOREVER = "public, max-age=31536000, immutable"


class NoBuilderError(StackError):
    """This machine cannot build the page; the reason is the message."""


def caching(path: str) -> str:
    """How long a browser may keep a file: what has a hash of its content in its name never changes."""
    return FOREVER if path.startswith(HASHED) else "no-cache"


def version() -> str:
    """The one esbuild of this project, pinned where the vendored libraries are made."""
    script = (WEB / "vendor.sh").read_text(encoding="utf-8")
    found = re.search(r"^ESBUILD=(\d+\.\d+\.\d+)$", script, re.MULTILINE)
    if not found:
        raise StackError("web/vendor.sh pins no ESBUILD.")
    return found[1]


class Builder:
    """Builds the page into `home`, from `web`."""

    def __init__(self, home: Path = ROOT / ".local" / "page", web: Path = WEB) -> None:
        """Nothing is built or fetched yet."""
        self.home, self.web = home, web
        self.tool = ROOT / ".local" / "page" / f"esbuild-{version()}"
        self.site = home / "site"
        self.mark = home / "inputs.sha256"

    def install(self) -> None:
        """Fetch esbuild into the project's own folder, once; NoBuilderError where that cannot be."""
        require_node()
        with one_at_a_time(self.tool.with_name("lock")):
            if not self.installed():
                fetch(self.tool)

    def installed(self) -> bool:
        """Whether esbuild is there, and what runs it."""
        return (self.tool / "ready").exists() and shutil.which("node") is not None

    def folder(self) -> Path:
        """What to serve: the page as it was built last, or, where none can be built, as it is written."""
        return self.site if self.installed() else self.web

    def current(self) -> Path:
        """The same, built anew if web/ has changed; StackError tells what is wrong in it."""
        if self.installed():
            with one_at_a_time(self.home / "building"):
                self.build_if_changed()
        return self.folder()

    def build_if_changed(self) -> None:
        """Bundle web/ unless it is what it was at the last time."""
        inputs = hash_of(version(), [BUILDER, *sorted(each for each in self.web.rglob("*") if each.is_file())])
        if self.mark.exists() and self.mark.read_text(encoding="ascii") == inputs:
            return
        command = ["node", *map(str, (BUILDER, self.web, self.home, self.tool))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise StackError(f"The page could not be built.\n{done.stderr.strip()}")
        self.mark.write_text(inputs, encoding="ascii")

    def files(self) -> list[str]:
        """All that belongs to the last build, by its path in the page; what others may still ask for comes first."""
        rest = [each.relative_to(self.site).as_posix() for each in self.site.rglob("*") if each.is_file()]
        return [*sorted(self.told()), *sorted(each for each in rest if not each.startswith(HASHED))]

    def told(self) -> dict[str, dict[str, Any]]:
        """What each hashed file was made of, and which others it needs at once."""
        told: dict[str, dict[str, Any]] = json.loads((self.home / "built.json").read_text(encoding="utf-8"))
        return told


def require_node() -> None:
    """Say what is missing."""
    if not shutil.which("node") or not shutil.which("npm"):
        raise NoBuilderError(f"there is no Node {NODE} here")
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    if not found or int(found[1]) < NODE:
        raise NoBuilderError(f"it takes Node {NODE}, and here is {said.strip() or 'one that does not start'}")


def fetch(tool: Path) -> None:
    """Install the pinned esbuild: no lock file, no scripts of a package, nothing outside the project's folder."""
    shutil.rmtree(tool, ignore_errors=True)
    tool.mkdir(parents=True)
    quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"]
    patience = ["--fetch-retries=1", "--fetch-retry-mintimeout=2000"]
    command = ["npm", "install", *quiet, *patience, "--prefix", str(tool), f"esbuild@{version()}"]
    try:
        done = subprocess.run(command, cwd=tool, capture_output=True, timeout=SECONDS_FOR_NPM, check=False).returncode
    except subprocess.TimeoutExpired:
        done = 1
    if done:
        raise NoBuilderError("npm could not fetch esbuild")
    (tool / "ready").touch()


def prepare(builder: Builder) -> str:
    """Have the page built if it can be, and say which one is served."""
    try:
        builder.install()
    except NoBuilderError as exc:
        return f"served as it is written, not built: {exc}"
    builder.current()
    return f"built with esbuild {version()}"


def main() -> None:
    """Build the page, or say why not: what `make deploy` asks first."""
    builder = Builder()
    try:
        builder.install()
        builder.current()
    except StackError as exc:
        sys.exit(f"The page is published built: {exc}" if isinstance(exc, NoBuilderError) else str(exc))
    print(f"page      {builder.site.relative_to(ROOT)}, {len(builder.files())} files")


if __name__ == "__main__":
    main()
