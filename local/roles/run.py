"""Everything from the bench's first contact to the stack as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from local.roles.bench import LOGIN, PERSON, Bench
from local.roles.owner import OPERATOR
from local.roles.probes.desk import prepare


@contextmanager
def prepared(stack: dict[str, Any]) -> Iterator[Bench]:
    """Set the bench up on a running stack, and leave the stack as it was."""
    bench = Bench(stack)
    kept = {name: bench.owner.secret(name) for name in ("CrmTokenSecret", "PbxTokenSecret")}
    settings = bench.admin.must("GET", "/settings")
    try:
        bench.employ(OPERATOR, PERSON)
        bench.settle()
        prepare(bench)
        yield bench
    finally:
        for contact in bench.memory.get("contacts", []):
            bench.admin.call("DELETE", f"/contacts/{contact}")
        bench.forget(OPERATOR, LOGIN)
        bench.admin.must("PUT", "/settings", settings)
        for name, value in kept.items():
            if bench.owner.secret(name) != value:
                bench.owner.aws("secretsmanager").put_secret_value(
                    SecretId=bench.owner.physical[name], SecretString=value
                )
