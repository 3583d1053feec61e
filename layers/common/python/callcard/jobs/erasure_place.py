"""How far an erasure is."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from callcard.domain.erasure import Person
from callcard.jobs.runner import REST, Progress

# The contact goes first: from then on nothing new is linked to it.
FIRST = ("contact", "terms", "calls", "callbacks", "clicks", "files")
AGAIN = ("calls", "callbacks", "clicks", "terms")
STEPS = (*FIRST, *AGAIN)
PAUSE = 60  # seconds: whoever has read a call, or its stream's record, before it was erased has written or died
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """How far it is. What was found in a part is counted before it is erased, and `counted` says that it was."""

    person: Person
    step: int = 0
    part: int = 0
    counted: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def unpack(cls, progress: Progress) -> Self:
        """Read it back."""
        known = progress["person"]
        person = Person(known["contact_id"], known["name"], tuple(known["phones"]))
        return cls(person, progress["step"], progress["part"], progress["counted"], progress["counts"])

    def pack(self) -> Progress:
        """Write it down."""
        person = {"contact_id": self.person.contact_id, "name": self.person.name, "phones": list(self.person.phones)}
        share = {"thousandths": self.step * THOUSAND // len(STEPS)}
        rest = {REST: PAUSE} if self.between else {}
        place = {"step": self.step, "part": self.part, "counted": self.counted, "counts": dict(self.counts)}
        return place | {"person": person} | share | rest

    @property
    def between(self) -> bool:
        """Say whether it is over, but for the second look."""
        return (self.step, self.part, self.counted) == (len(FIRST), 0, False)

    def knowing(self, phones: tuple[str, ...]) -> "Place":
        """Note more numbers of the person."""
        known = tuple(dict.fromkeys((*self.person.phones, *phones)))
        return replace(self, person=replace(self.person, phones=known))

    def counting(self, found: Mapping[str, int]) -> "Place":
        """Count what is about to be erased."""
        return replace(self, counts=Counter(self.counts) + Counter(found), counted=True)

    def next(self, parts: int) -> "Place":
        """Go to the next part, or to the next trail."""
        if self.part + 1 < parts:
            return replace(self, part=self.part + 1, counted=False)
        return replace(self, step=self.step + 1, part=0, counted=False)
