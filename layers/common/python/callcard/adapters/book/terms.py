"""The search index: it is written before the contacts it leads to, and tidied after them.

So there are always at least the terms of every contact as it is; what is there beside them leads to nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import batched
from secrets import token_urlsafe
from typing import Any

from callcard.adapters.book.sending import Sender
from callcard.adapters.book.writes import Step
from callcard.domain.contacts import Contact
from callcard.domain.words import words_of
from callcard.errors import UnavailableError
from callcard.items import reaching
from callcard.observability import logger
from callcard.term_items import term_items
from callcard.turns import soon

WRITTEN_AT_ONCE = 25  # items in a BatchWriteItem
NAME_BYTES = 6


class TermsTable:
    """Writes the terms of contacts."""

    def __init__(self, sender: Sender, table: str) -> None:
        self._sender, self._table = sender, table

    def prepare(self, steps: Iterable[Step]) -> list[Step]:
        """Write the terms of what contacts are about to become; give the steps with the names of the terms."""
        named = [(before, _named(before, after)) for before, after in steps]
        self._write([{"PutRequest": {"Item": item}} for item in _items(_new(named))])
        return named

    def tidy(self, done: Sequence[Step], lost: Sequence[Step] = ()) -> None:
        """Remove the terms that nobody needs any more: the old ones of steps done, the new ones of steps lost."""
        items = [*_items(_old(done)), *_items(_new(lost))]
        keys = [{name: item[name] for name in ("gram", "term")} for item in items]
        try:
            self._write([{"DeleteRequest": {"Key": key}} for key in keys])
        except UnavailableError:
            logger.warning("Terms left behind", extra={"terms": len(keys)})

    @reaching()
    def _write(self, requests: list[dict[str, Any]]) -> None:
        parts = batched(requests, WRITTEN_AT_ONCE, strict=False)
        for written in [soon(partial(self._sender.write, self._table, list(part))) for part in parts]:
            written.result()


def _named(before: Contact | None, after: Contact | None) -> Contact | None:
    """Keep the terms of a contact whose words stay the same; name new ones otherwise, as nobody named them before."""
    if after is None:
        return None
    kept = before.terms if before and words_of(before) == words_of(after) else ""
    return replace(after, terms=kept or token_urlsafe(NAME_BYTES))


def _new(steps: Iterable[Step]) -> list[Contact]:
    return [after for before, after in steps if after and not (before and before.terms == after.terms)]


def _old(steps: Iterable[Step]) -> list[Contact]:
    return [before for before, after in steps if before and before.terms and (not after or before.terms != after.terms)]


def _items(contacts: Iterable[Contact]) -> list[dict[str, Any]]:
    return [item for contact in contacts for item in term_items(contact)]
