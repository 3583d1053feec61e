"""A number that was shown whole on request: to whom, when, and whose; neither the number nor a name."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reveal:
    """A call's number or a contact's, shown to an operator; `contact_id` may be of a call's record too."""

    at: datetime
    operator_id: str
    call_id: str = ""
    contact_id: str = ""
