"""Forgetting a person: what is theirs among the calls, what is left of it, and what cannot be reached."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from callcard.domain.calls import Call
from callcard.domain.words import folded, words

SAME_DIGITS = 10  # what 8…, 7… and the number without either share
NO_DIGIT = re.compile(r"[^0-9]+")
# what nobody can erase from here; a code of a text each
LEFT = (
    "left_backups",
    "left_queues",
    "left_downloads",
    "left_file_names",
    "left_texts",
    "left_reveals",
    "left_screens",
    "left_imports",
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be forgotten, as the address book knew them."""

    contact_id: str
    name: str
    phones: tuple[str, ...]

    def named_in(self, call: Call) -> bool:
        """Say whether the journal names this contact for a call."""
        return call.contact is not None and call.contact.contact_id == self.contact_id

    def owns(self, call: Call) -> bool:
        """Say whether a call is theirs: it names them, or it is of a number of theirs and names nobody else."""
        return self.named_in(call) or (call.contact is None and call.phone in self.phones)

    def in_texts(self, texts: Iterable[str]) -> bool:
        """Say whether some texts that stand together hold one of the numbers, or every word of the name."""
        texts = list(texts)
        digits = [NO_DIGIT.sub("", text) for text in texts]
        if any(phone[-SAME_DIGITS:] in each for phone in self.phones for each in digits):
            return True
        whole, asked = folded(" ".join(texts)), words(self.name)
        return bool(asked) and all(word in whole for word in asked)


def erased(call: Call) -> Call:
    """Give what is left of a call: when, at which extension, in which direction and how it went."""
    return replace(call, phone="", contact=None, note="", link="", erased=True, version=call.version + 1)
