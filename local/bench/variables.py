"""The environment of a sandbox: Lambda's own variables, and those `template.yaml` gives `InboundFunction`."""

from typing import Any

from local.bench.world import SECRET, TABLES
from local.template import read_template

FUNCTION = "InboundFunction"
LAMBDAS = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "en_US.UTF-8",
    "TZ": ":UTC",
    "PYTHONDONTWRITEBYTECODE": "1",  # the folders are read-only there
    "_HANDLER": "app.lambda_handler",
    "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
    "AWS_LAMBDA_FUNCTION_NAME": "inbound",
    "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
    "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
    "AWS_LAMBDA_LOG_FORMAT": "JSON",
    "AWS_LAMBDA_LOG_LEVEL": "INFO",
}
# what a deployment finds out; the addresses are the stub's (stub/control.py)
DEPLOYED = {"CRM_TOKEN_SECRET": SECRET, "IDEMPOTENCY_TABLE": "IdempotencyTable"}
PEERS = {"POWERTOOLS_METRICS_NAMESPACE": "callcard"}  # what Peer B's libraries ask for
ADDRESSES = {"SOCKETS_ENDPOINT", "SPOOL_URL"}


def variables() -> dict[str, str]:
    """Give all but where AWS is, as the template has it now; raises KeyError for what cannot be known here."""
    template = read_template()
    told = _written(template["Globals"]["Function"]) | _written(template["Resources"][FUNCTION]["Properties"])
    ours = {name: _value(value) for name, value in told.items() if name not in DEPLOYED.keys() | ADDRESSES}
    return LAMBDAS | PEERS | {f"{name.upper()}_TABLE": f"{name}Table" for name in TABLES} | ours | DEPLOYED


def _written(function: dict[str, Any]) -> dict[str, Any]:
    variables: dict[str, Any] = function["Environment"]["Variables"]
    return variables


def _value(value: Any) -> str:
    """Give a parameter's default, a table's logical id (its name in the stub), or what is written."""
    template = read_template()
    if not isinstance(value, str):
        raise KeyError(f"the bench does not know what {value} comes to")
    if value in template["Parameters"]:
        return str(template["Parameters"][value]["Default"])
    return value
