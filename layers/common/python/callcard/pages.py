"""Lists in pages: the same cursor rule for every list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from callcard.errors import InvalidInputError
from callcard.items import cursor_of, key_of

PAGE = 50
READ_AT_ONCE = 500
READS_AT_MOST = 20  # a page may come short, with a cursor, rather than late

Query = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some rows of a list, and where the next ones begin (None at the end)."""

    rows: list[T]
    cursor: str | None


def read_page[T](
    query: Query,
    key_names: tuple[str, ...],
    read: Callable[[dict[str, Any]], T],
    cursor: str | None,
    limit: int = PAGE,
) -> Page[T]:
    """Gather up to `limit` rows that pass the query's filter, from where `cursor` ended.

    `key_names` are the attributes of the index's and the table's key: they make the next cursor.
    """
    items: list[dict[str, Any]] = []
    start = key_of(cursor)
    if start and set(start) != set(key_names):
        raise InvalidInputError("bad_cursor")
    for _ in range(READS_AT_MOST):
        found = _read(query, start)
        items += found["Items"]
        start = found.get("LastEvaluatedKey")
        if len(items) > limit or (len(items) == limit and start):
            items = items[:limit]
            start = {name: items[-1][name] for name in key_names}
            break
        if not start:
            break
    return Page([read(item) for item in items], cursor_of(start))


def _read(query: Query, start: dict[str, Any] | None) -> dict[str, Any]:
    try:
        found: dict[str, Any] = query(Limit=READ_AT_ONCE, **({"ExclusiveStartKey": start} if start else {}))
    except (ClientError, ParamValidationError) as exc:
        refused = isinstance(exc, ParamValidationError) or exc.response["Error"]["Code"] == "ValidationException"
        if start and refused:
            raise InvalidInputError("bad_cursor") from exc
        raise
    return found
