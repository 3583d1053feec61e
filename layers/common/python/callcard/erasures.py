"""An administrator has a person forgotten, and sees what was erased and what could not be."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from callcard.bodies import ErasureBody
from callcard.changes import Changes
from callcard.domain.contacts import Contact
from callcard.domain.erasure import LEFT, Person
from callcard.domain.history import Edit, History
from callcard.domain.jobs import Job, Kind, State
from callcard.domain.words import folded
from callcard.errors import ConflictError
from callcard.jobs.asked import Jobs, Queue, described, known, new_job, revive
from callcard.jobs.erasure_place import Place
from callcard.texts import text

KINDS = ("contacts", "numbers", "pins", "search_terms", "calls", "notes", "recordings", "callbacks", "clicks", "files")
TOLD = ("state", "by", "created_at", "started_at", "ended_at", "share", "message")


class Contacts(Protocol):
    """The address book."""

    def get(self, contact_id: str) -> Contact: ...


class Store(Protocol):
    """The history of the setup."""

    def note(self, told: History | None) -> bool: ...


@dataclass(frozen=True, slots=True)
class Erasures:
    """Serves «Забыть этого человека»."""

    jobs: Jobs
    queue: Queue
    contacts: Contacts
    changes: Changes
    store: Store
    clock: Callable[[], datetime]

    def begin(self, body: ErasureBody, by: str, accept: str) -> dict[str, Any]:
        """Begin, unless it goes on already; raises NotFoundError, ConflictError when the name is another's."""
        job = self._begun(body.contact_id)
        if job is None:
            contact = self.contacts.get(body.contact_id)
            person = Person(contact.contact_id, contact.name, contact.phones)
            job = new_job(Kind.ERASURE, State.RUNNING, by, self.clock(), {})
            job = replace(job, progress=Place(person).pack(), started_at=job.created_at)
            _check_name(body, person)
            edit = Edit("erasure", None, None, job.job_id)
            self.changes.make(by, lambda _: [edit], self.store.note)  # told before it is done
            self.jobs.create(job)
        else:
            _check_name(body, Place.unpack(job.progress).person)
            if job.state is State.RUNNING:
                return shown(job, accept)
            job = self.jobs.begin(job, State.RUNNING, {}, self.clock(), after={State.FAILED}, progress=job.progress)
        self.queue.put(job.kind, job.job_id)
        return shown(job, accept)

    def show(self, erasure_id: str, accept: str) -> dict[str, Any]:
        """Show how far it is and what was erased; one whose worker died is taken up by that."""
        job = known(self.jobs, Kind.ERASURE, erasure_id)
        revive(self.jobs, self.queue, job, self.clock())
        return shown(job, accept)

    def newest(self, cursor: str | None, accept: str) -> dict[str, Any]:
        """List the erasures of the last week, newest first."""
        page = self.jobs.newest(Kind.ERASURE, cursor)
        return {"erasures": [shown(job, accept) for job in page.rows], "cursor": page.cursor}

    def _begun(self, contact_id: str) -> Job | None:
        """Find the one that goes on, or was given up, for a contact, which may be gone from the book by now."""
        jobs = self.jobs.newest(Kind.ERASURE, None).rows
        return next((job for job in jobs if job.progress.get("person", {}).get("contact_id") == contact_id), None)


def shown(job: Job, accept: str) -> dict[str, Any]:
    """Describe an erasure: never whom it was about."""
    told, counts = described(job, job.message, accept), job.progress["counts"]
    left = [{"what": code.removeprefix("left_"), "count": None, "text": text(code, accept)} for code in LEFT]
    if others := counts.get("others_calls"):
        left.insert(0, {"what": "others_calls", "count": others, "text": text("left_others_calls", accept)})
    return (
        {"erasure_id": job.job_id}
        | {name: told[name] for name in TOLD}
        | {
            "erased": {kind: counts.get(kind, 0) for kind in KINDS},
            "left": left,
        }
    )


def _check_name(body: ErasureBody, person: Person) -> None:
    if folded(body.name) != folded(person.name):
        raise ConflictError("other_name")
