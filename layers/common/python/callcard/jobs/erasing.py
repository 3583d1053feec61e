"""Erasing a person: trail by trail, part by part, and once more what may have been written meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from callcard.changes import Changes
from callcard.domain.history import Edit, History
from callcard.domain.jobs import Job, State
from callcard.jobs.erasure_place import FIRST, STEPS, Place
from callcard.jobs.runner import REST, Progress, Tell
from callcard.jobs.trails import Trail


class Store(Protocol):
    """The history of the setup."""

    def history(self) -> History: ...
    def note(self, told: History | None) -> bool: ...


@dataclass(frozen=True, slots=True)
class Erasing:
    """Erases; what it was is told of in the history of the setup by its number alone."""

    trails: Mapping[str, Trail]
    changes: Changes
    store: Store
    leads_to = State.DONE
    resumes = True

    def do(self, job: Job, tell: Tell) -> None:
        """Go on from where the last worker was; a part that was counted is erased again, and not counted again."""
        if "person" not in job.progress:
            return  # the last worker died after its last word
        place = Place.unpack(job.progress)
        while place.step < len(STEPS):
            place = self._part(job, place, tell)

    def close(self, job: Job) -> Progress:
        """Forget whom it was about."""
        return {name: value for name, value in job.progress.items() if name not in {"person", REST}}

    def _part(self, job: Job, place: Place, tell: Tell) -> Place:
        trail = self.trails[STEPS[place.step]]
        found = trail.find(place.person, place.part)
        before, place = place, place.knowing(found.phones)
        if found.counts and not place.counted:
            place = place.counting(_once(found.counts, place))
        if place != before:
            tell(place.pack())
        found.erase()
        place = place.next(trail.parts)
        if place.between:
            self._note(job, place)
        tell(place.pack())
        return place

    def _note(self, job: Job, place: Place) -> None:
        edit = Edit("erasure", None, place.counts.get("calls", 0), job.job_id)
        if edit not in [change.edit for change in self.store.history().changes]:
            self.changes.make(job.by, lambda _: [edit], self.store.note)


def _once(counts: Mapping[str, int], place: Place) -> dict[str, int]:
    """Leave out at the second look what stays where it is, and so was counted at the first."""
    return {kind: count for kind, count in counts.items() if kind != "others_calls" or place.step < len(FIRST)}
