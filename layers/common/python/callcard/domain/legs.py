"""A call leg: one call at one extension."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from callcard.domain.events import Direction

TEST_CALLS = "callcard-test-"  # how the callids of test calls begin; the PBX's are numbers
LONGEST_CALL_ID = 256


class CallState(StrEnum):
    """How far a leg has come; later values outrank earlier ones."""

    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Call:
    """A call leg: what is known of one call at one extension.

    `started_at` and `ended_at` are the PBX's once it told them, ours before; `rung_at`, `answered_at`
    and `closed_at` are always our receipt of the event. `duration` is in seconds and includes ringing.
    `final`: the history came. `repeated`: a late repetition of an older call's events opened this one.
    `transferred`: this leg took the call over. `answered_by`: the extension where the call was answered instead.
    `stopped`: it ended because of another leg, not by its own end. `carded`, `recorded`: what was decided of it.
    `moments`: until it has a card, when the settings wanted one, as each of its states found them.
    `note`: what operators wrote down. `erased`: the client asked to be forgotten; what is left are figures.
    """

    callid: str
    extension: str
    generation: int
    version: int
    direction: Direction
    state: CallState
    started_at: datetime
    rung_at: datetime
    phone: str = ""
    line: str = ""
    operator_id: str | None = None
    internal: bool = False
    answered: bool = False
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    times_inferred: bool = False
    times_text: str = ""
    duration: int | None = None
    status: str = ""
    link: str = ""
    rating: str = ""
    final: bool = False
    repeated: bool = False
    transferred: bool = False
    stopped: bool = False
    answered_by: str = ""
    carded: bool = False
    recorded: bool = False
    moments: tuple[tuple[CallState, str], ...] = ()
    contact: "CallContact | None" = None
    note: str = ""
    erased: bool = False

    @property
    def call_id(self) -> str:
        """Name this leg, this time (design: callid#ext#generation)."""
        return f"{self.callid}#{self.extension}#{self.generation}"

    @property
    def test(self) -> bool:
        """Say whether an operator tries the way to the own screen: such a call is in no journal and no count."""
        return self.callid.startswith(TEST_CALLS)

    @property
    def missed(self) -> bool:
        """Say whether the call is over and nobody talked."""
        return self.state is CallState.ENDED and not self.answered and not self.answered_by

    @property
    def answered_elsewhere(self) -> bool:
        """Say whether another operator of the group took this call."""
        return bool(self.answered_by) and not self.answered

    @property
    def in_journal(self) -> bool:
        """Say whether this leg is a record «Звонок»: one answered elsewhere is that operator's record."""
        return self.recorded and not self.answered_elsewhere

    @property
    def talk(self) -> int | None:
        """Estimate the seconds of conversation from our receipt of the answer (protocol 3.6)."""
        if self.answered_at is None or self.closed_at is None:
            return None
        seen = max(0, round((self.closed_at - self.answered_at).total_seconds()))
        return seen if self.duration is None else min(seen, self.duration)


@dataclass(frozen=True, slots=True)
class CallContact:
    """Whom the journal names for a call, as the address book has them; late linking follows its changes."""

    contact_id: str
    name: str
    kind: str
    company: str


def callid_of(call_id: str) -> str:
    """Read the PBX's name of the call in a leg's; "" when it is none (a callid may have a # of its own)."""
    callid, *rest = call_id.rsplit("#", 2)
    return callid if len(rest) == 2 and len(call_id) <= LONGEST_CALL_ID else ""
