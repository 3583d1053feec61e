"""The stream of the table of calls: what each written leg has become."""

from collections.abc import Iterable
from typing import Any

from callcard.call_items import call_of
from callcard.domain.calls import Call
from callcard.observability import logger
from callcard.rows import RowError


def written_legs(records: Iterable[dict[str, Any]]) -> list[Call]:
    """Read the legs of some records; a record that is none (a mark, a removal) or cannot be read is left out."""
    images = (record["dynamodb"].get("NewImage", {}) for record in records)
    return [leg for image in images if "state" in image and (leg := _leg(image))]


def _leg(image: dict[str, Any]) -> Call | None:
    try:
        return call_of(image)
    except RowError as exc:
        # it will never be readable: the stream must not stand still for it
        logger.error("Leg unreadable", extra={"field": exc.field})
        return None
