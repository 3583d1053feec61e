"""DynamoDB's item notation, to and from plain values."""

import base64
import json
from contextlib import ContextDecorator
from typing import TYPE_CHECKING, Any

from callcard.aws.failures import failures
from callcard.errors import InvalidInputError, UnavailableError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class reaching(ContextDecorator):  # noqa: N801 - it is used as a function is
    """Translate what AWS raises when it does not serve us into UnavailableError; a context manager or a decorator."""

    def __enter__(self) -> None:
        """Do nothing yet."""

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, _: object) -> None:
        """Translate."""
        if exc is not None and isinstance(exc, failures()):
            raise UnavailableError("unavailable") from exc


def written(client: "DynamoDBClient", writes: list[Any]) -> bool:
    """Write several items at once; False when one of them is not as the writer believed."""
    try:
        client.transact_write_items(TransactItems=writes)
    except client.exceptions.TransactionCanceledException as exc:
        reasons = {reason.get("Code") for reason in exc.response.get("CancellationReasons", [])}
        if reasons & {"ConditionalCheckFailed", "TransactionConflict"}:
            return False
        raise
    return True


def pack(values: dict[str, Any]) -> dict[str, Any]:
    """Write plain values as an item; what is None or "" is left out, so that sparse indexes stay sparse."""
    return {name: _write(value) for name, value in values.items() if value is not None and value != ""}


def unpack(item: dict[str, Any]) -> dict[str, Any]:
    """Read an item as plain values; every number of ours is whole."""
    return {name: _read(value) for name, value in item.items()}


def cursor_of(key: dict[str, Any] | None) -> str | None:
    """Write the key a page ended at as an opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode() if key else None


def key_of(cursor: str | None) -> dict[str, Any] | None:
    """Read a cursor back; raises InvalidInputError when it is not one of ours."""
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, RecursionError) as exc:
        raise InvalidInputError("bad_cursor") from exc
    if not isinstance(key, dict) or not key or not all(isinstance(value, dict) for value in key.values()):
        raise InvalidInputError("bad_cursor")
    return key


def _write(value: Any) -> dict[str, Any]:
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case int():
            return {"N": str(value)}
        case dict():
            return {"M": {name: _write(inner) for name, inner in value.items()}}
        case list() | tuple():
            return {"L": [_write(inner) for inner in value]}
        case set() | frozenset() if value and all(isinstance(inner, str) for inner in value):
            return {"SS": list(value)}
        case _:
            raise TypeError(f"no item holds a {type(value).__name__}")


def _read(written: dict[str, Any]) -> Any:
    [(kind, value)] = written.items()
    if kind == "S":  # what most are
        return value
    match kind:
        case "N":
            return int(value)
        case "NULL":
            return None
        case "M":
            return unpack(value)
        case "L":
            return [_read(inner) for inner in value]
        case "SS":
            return set(value)
        case _:
            return value
