"""The stream of the table of calls: what each written leg has become."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from callcard.call_items import call_of
from callcard.domain.calls import Call
from callcard.observability import logger


def written_legs(records: Iterable[dict[str, Any]]) -> list[Call]:
    """Read the legs of some records; a record that is none (a mark, a removal) or cannot be read is left out."""
    images = (record["dynamodb"].get("NewImage", {}) for record in records)
    return [leg for image in images if "state" in image and (leg := _leg(image))]


def _leg(image: dict[str, Any]) -> Call | None:
    try:
        return call_of(image)
    except ValidationError as exc:
        # it will never be readable: the stream must not stand still for it
        logger.error("Leg unreadable", extra={"fields": [".".join(map(str, fault["loc"])) for fault in exc.errors()]})
        return None
