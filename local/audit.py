"""`make audit`: the template, secrets in the tree, licences and known vulnerabilities (docs/security.md).

Each check is a well-kept tool of an environment of its own (.venv-audit): what may pass, with its reason, stands in
.checkov.yaml and here.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from local.places import ROOT, StackError
from local.progress import step

TOOLS = ROOT / ".venv-audit" / "bin"
SHIPPED = ROOT / "requirements" / "layer.txt"

BASELINE = ROOT / ".secrets.baseline"  # placeholders that were looked at; `make audit-baseline` writes it anew
NO_SECRET = r'"(apiId|eventID)": '  # ids of the mock requests in events/
NO_CODE = r"(^|/)requirements(/.*)?\.txt$|^web/vendor/|^\.secrets\.baseline$"

# permissive, or a weak copyleft that asks nothing of those who only use the library
LICENCES = ("MIT", "Apache", "BSD", "PSF", "Python Software Foundation", "MPL", "Mozilla Public License 2.0")


def main() -> None:
    """Run every check and name those that failed."""
    checks: dict[str, Callable[[], str]] = {
        "template": check_template,
        "secrets": check_secrets,
        "licences": check_licences,
        "vulnerabilities": check_vulnerabilities,
    }
    failed = []
    for name, check in checks.items():
        with step(name) as note:
            try:
                note.text = check()
            except StackError as exc:
                failed.append(name)
                note.text = f"FAILED\n{exc}"
    if failed:
        sys.exit(f"audit failed: {', '.join(failed)}")


def check_template() -> str:
    """What checkov has to say about template.yaml."""
    done = tool("checkov", "--config-file", ".checkov.yaml")
    passed = re.search(r"Passed checks: (\d+), Failed checks: 0", done.stdout)
    if done.returncode or not passed or not int(passed[1]):
        raise StackError(done.stdout + done.stderr)
    return f"{passed[1]} checks passed, 0 failed beyond the reasoned skips"


def check_secrets() -> str:
    """Whether any committed file holds something that looks like a token, key or password."""
    found = scan()
    known = {(file, each["hashed_secret"]) for file, many in read_baseline().items() for each in many}
    places = [
        f"  {file}:{each['line_number']}: {each['type']}"
        for file, many in found.items()
        for each in many
        if (file, each["hashed_secret"]) not in known
    ]
    if places:
        raise StackError("\n".join(places))
    return f"none but {len(known)} placeholders"


def scan() -> dict[str, list[dict[str, Any]]]:
    """What looks like a secret, by file."""
    done = tool(
        "detect-secrets", "scan", "--exclude-files", NO_CODE, "--exclude-lines", NO_SECRET, *git("ls-files").split("\n")
    )
    if done.returncode:
        raise StackError(done.stderr)
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)["results"]
    return found


def read_baseline() -> dict[str, list[dict[str, Any]]]:
    """What was looked at and found to be a placeholder; hashes, never values."""
    looked_at: dict[str, list[dict[str, Any]]] = json.loads(BASELINE.read_text(encoding="utf-8"))
    return looked_at


def write_baseline() -> None:
    """Write down what there is now as looked at."""
    kept = {
        file: [{"type": each["type"], "hashed_secret": each["hashed_secret"]} for each in many]
        for file, many in scan().items()
    }
    BASELINE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def check_licences() -> str:
    """Whether every library that the product ships may be shipped by anybody."""
    names = sorted(re.findall(r"^([a-z0-9._-]+)==", SHIPPED.read_text(encoding="utf-8"), re.MULTILINE))
    python = str(ROOT / ".venv-dev" / "bin" / "python")
    done = tool("pip-licenses", "--python", python, "--from=mixed", "--format=json", "--packages", *names)
    licences = {each["Name"]: each["License"] for each in json.loads(done.stdout)}
    missing = len(names) - len(licences)
    strange = [f"  {name}: {licence}" for name, licence in licences.items() if not licence.startswith(LICENCES)]
    if strange or missing:
        raise StackError("\n".join([*strange, f"  {missing} libraries without a licence"]))
    return f"{len(licences)} libraries, all permissive"


def check_vulnerabilities() -> str:
    """What is known against the libraries that the product ships, where the data can be reached."""
    done = tool("pip-audit", "-r", str(SHIPPED), "--disable-pip", "--progress-spinner", "off", "--format", "json")
    try:
        libraries = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return "left out: no vulnerability data within reach"
    known = [each for each in libraries if "vulns" in each]
    if not known:
        return "left out: no vulnerability data within reach"
    bad = [f"  {each['name']} {each['version']}: {one['id']}" for each in known for one in each["vulns"]]
    if bad:
        raise StackError("\n".join(bad))
    return f"none known in {len(known)} of {len(libraries)} libraries"


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the environment's tools."""
    return subprocess.run([str(TOOLS / name), *arguments], cwd=ROOT, capture_output=True, text=True, check=False)


def git(*arguments: str) -> str:
    """What a git command prints."""
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    write_baseline() if sys.argv[1:] == ["baseline"] else main()
