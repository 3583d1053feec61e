"""What the build adds to `sam build`: small trees, packed as a layer and a function are."""

import hashlib
import importlib.util
import os
import re
import ssl
import subprocess
import sys
from pathlib import Path

import certifi
import pytest

import local.build
from local.package import package
from local.package.bytecode import UNCHECKED_HASH, compile_tree, unfit
from local.package.pruning import SERVICES, prune
from local.package.roots import BUNDLE, ROOTS, roots_of
from local.places import ROOT, Place, Ports, StackError

CLIENT = re.compile(r"client\(\s*\"([a-z0-9-]+)\"")


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_module_has_bytecode_that_nobody_compares_with_its_source(tmp_path: Path) -> None:
    modules = [write(tmp_path / name, "VALUE = 1\n") for name in ("app.py", "deep/inner.py")]
    assert unfit(tmp_path) == ["app.py", "deep/inner.py"]
    compile_tree(tmp_path, "/var/task")
    assert unfit(tmp_path) == []
    for module in modules:
        cached = Path(importlib.util.cache_from_source(str(module))).read_bytes()
        assert (cached[:4], cached[4]) == (importlib.util.MAGIC_NUMBER, UNCHECKED_HASH)


def test_bytecode_of_a_changed_module_is_unfit(tmp_path: Path) -> None:
    module = write(tmp_path / "app.py", "VALUE = 1\n")
    compile_tree(tmp_path, "/var/task")
    module.write_text("VALUE = 2\n", encoding="utf-8")
    assert unfit(tmp_path) == ["app.py"]


def test_a_module_that_does_not_compile_fails_the_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "app.py", "def broken(:\n")
    with pytest.raises(StackError, match="compiled"):
        compile_tree(tmp_path, "/var/task")
    assert "SyntaxError" in capsys.readouterr().out


def test_a_stack_trace_names_modules_as_lambda_does(tmp_path: Path) -> None:
    write(tmp_path / "InboundFunction" / "app.py", "1 / 0\n")
    package(tmp_path)
    run = [sys.executable, "-c", "import marshal, sys; print(marshal.loads(sys.stdin.buffer.read()[16:]).co_filename)"]
    cached = (tmp_path / "InboundFunction" / "__pycache__").glob("app.*.pyc")
    named = subprocess.run(run, input=next(cached).read_bytes(), capture_output=True, check=True).stdout
    assert named.decode().strip() == "/var/task/app.py"


def test_what_no_function_reads_is_left_out_and_licences_stay(tmp_path: Path) -> None:
    kept = ["boto3/session.py", "botocore/data/sqs/2012-11-05/service-2.json.gz", "botocore/data/endpoints.json"]
    kept += ["x-1.dist-info/METADATA", "x-1.dist-info/licenses/LICENSE", "y-1.dist-info/NOTICE.txt"]
    gone = ["boto3/data/s3/2006-03-01/resources-1.json", "botocore/data/ec2/2016-11-15/service-2.json.gz"]
    gone += ["certifi/tests/test_certifi.py", "x-1.dist-info/RECORD", "x-1.data/scripts/x", "requirements.txt"]
    for name in kept + gone:
        write(tmp_path / name)
    prune(tmp_path)
    assert sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()) == sorted(kept)


def test_every_client_that_the_product_makes_keeps_its_service() -> None:
    modules = (ROOT / "layers/common/python/callcard").rglob("*.py")
    made = {name for path in modules for name in CLIENT.findall(path.read_text(encoding="utf-8"))}
    assert made == SERVICES


def test_the_bundle_has_the_roots_of_aws_and_no_other(tmp_path: Path) -> None:
    write(tmp_path / "CommonLayer" / "python" / "callcard" / "__init__.py")
    package(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(tmp_path / "CommonLayer" / "python" / "callcard" / BUNDLE)
    loaded = {hashlib.sha256(each).hexdigest() for each in context.get_ca_certs(binary_form=True)}
    assert loaded == set(ROOTS)


def test_a_root_that_certifi_lost_fails_the_build() -> None:
    everybody = Path(certifi.where()).read_text(encoding="utf-8")
    first = roots_of(everybody).partition("-----END")[0]
    with pytest.raises(StackError, match="Amazon Root CA 1 any more"):
        roots_of(everybody.replace(first, "-----BEGIN CERTIFICATE-----\nAAAA\n"))


class Sam:
    """A `sam build` that empties the build and fills it from the sources."""

    def __init__(self, folder: Path) -> None:
        self.built, self.source, self.runs = folder / "build", write(folder / "functions/app.py", "1\n"), 0

    def __call__(self, *_: object) -> None:
        self.runs += 1
        for path in sorted(self.built.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        write(self.built / "template.yaml")
        write(self.built / "CommonLayer/python/callcard/__init__.py")
        write(self.built / "InboundFunction/app.py", self.source.read_text(encoding="utf-8"))


@pytest.fixture
def sam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sam:
    """Give a checkout of one function, built by our own SAM."""
    sam = Sam(tmp_path)
    write(tmp_path / "template.yaml")
    for name, value in {"ROOT": tmp_path, "BUILD": sam.built, "MARK": sam.built / "inputs.sha256"}.items():
        monkeypatch.setattr(local.build, name, value)
    monkeypatch.setattr(local.build, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(local.build, "run_sam_build", sam)
    return sam


def build(folder: Path, architecture: str = "x86_64") -> bool:
    return local.build.build(Place(folder, Ports()), architecture)


def test_what_changed_is_built_anew_with_its_bytecode(sam: Sam, tmp_path: Path) -> None:
    assert (build(tmp_path), build(tmp_path), sam.runs) == (True, False, 1)
    before = sam.source.stat()
    sam.source.write_text("2\n", encoding="utf-8")
    os.utime(sam.source, (before.st_atime, before.st_mtime))  # as old and as long as before
    assert build(tmp_path)
    assert unfit(sam.built / "InboundFunction") == []
    assert (sam.built / "InboundFunction/app.py").read_text(encoding="utf-8") == "2\n"


def test_a_build_for_another_processor_is_another_build(sam: Sam, tmp_path: Path) -> None:
    assert (build(tmp_path), build(tmp_path, "arm64"), build(tmp_path), sam.runs) == (True, True, True, 3)


def test_a_tree_that_somebody_elses_sam_build_left_is_not_taken_for_a_packaged_one(sam: Sam, tmp_path: Path) -> None:
    build(tmp_path)
    sam()
    assert unfit(sam.built / "InboundFunction") == ["app.py"]
    assert build(tmp_path)
    assert unfit(sam.built / "InboundFunction") == []


def test_a_build_that_broke_half_way_is_not_taken_for_a_whole_one(sam: Sam, tmp_path: Path) -> None:
    build(tmp_path)
    sam.source.write_text("def broken(:\n", encoding="utf-8")
    with pytest.raises(StackError, match="compiled"):
        build(tmp_path)
    sam.source.write_text("1\n", encoding="utf-8")  # as the last whole build
    assert build(tmp_path)
    assert unfit(sam.built / "InboundFunction") == []
