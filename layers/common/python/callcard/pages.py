"""Lists in pages: the same cursor rule for every list."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from callcard.errors import InvalidInputError
from callcard.items import cursor_of, key_of

PAGE = 50
READ_AT_ONCE = 500
# a page may come short, even empty, with a cursor, rather than late: a filter may match one call in a hundred thousand
READS_AT_MOST = 20
SECONDS_AT_MOST = 3.0

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
    clock: Callable[[], float] = time.monotonic,
) -> Page[T]:
    """Gather up to `limit` rows that pass the query's filter, from where `cursor` ended.

    `key_names` are the attributes of the index's and the table's key: they make the next cursor.
    """
    items: list[dict[str, Any]] = []
    start = key_of(cursor)
    if start and set(start) != set(key_names):
        raise InvalidInputError("bad_cursor")
    late = clock() + SECONDS_AT_MOST
    for size in _sizes(limit):
        found = _read(query, size, start)
        items += found["Items"]
        start = found.get("LastEvaluatedKey")
        if len(items) > limit or (len(items) == limit and start):
            items = items[:limit]
            start = {name: items[-1][name] for name in key_names}
            break
        if not start or clock() >= late:
            break
    return Page([read(item) for item in items], cursor_of(start))


def _sizes(limit: int) -> Iterator[int]:
    """Say how many items each read looks at: one small read serves a filter that takes nearly all of them."""
    return (min(limit * 4**number, READ_AT_ONCE) for number in range(READS_AT_MOST))


def _read(query: Query, size: int, start: dict[str, Any] | None) -> dict[str, Any]:
    try:
        found: dict[str, Any] = query(Limit=size, **({"ExclusiveStartKey": start} if start else {}))
    except (ClientError, ParamValidationError) as exc:
        refused = isinstance(exc, ParamValidationError) or exc.response["Error"]["Code"] == "ValidationException"
        if start and refused:
            raise InvalidInputError("bad_cursor") from exc
        raise
    return found
