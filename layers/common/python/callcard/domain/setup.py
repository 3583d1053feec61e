"""What the administrator set up: settings, operators and the names of lines, as one snapshot."""

from dataclasses import dataclass, field, replace
from typing import Literal

from callcard.domain.cards import Settings
from callcard.domain.events import CallEvent

type Numbers = Literal["whole", "on_request", "masked"]

ADMINS = "admins"  # the user pool's group of administrators


@dataclass(frozen=True, slots=True)
class Operator:
    """A person who answers calls; `login` is the Cognito name, `pbx_login` what the PBX may say instead of `ext`.

    `numbers`: whether clients' numbers are seen whole, one by one on request, or never. `seal` is the secret that
    references to numbers are made with for who does not see them; it leaves us in no answer.
    """

    operator_id: str
    name: str
    extension: str | None = None
    login: str | None = None
    pbx_login: str | None = None
    active: bool = True
    numbers: Numbers = "whole"
    seal: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Setup:
    """Settings, operators and lines (canonical digits → name) as they were at one moment."""

    settings: Settings = field(default_factory=Settings)
    operators: tuple[Operator, ...] = ()
    lines: dict[str, str] = field(default_factory=dict)
    _at: dict[str, Operator] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note who has which extension: every event asks it several times."""
        self._at.update({o.extension: o for o in reversed(self._active()) if o.extension})

    def operator(self, operator_id: str | None) -> Operator | None:
        """Find an active operator by its id."""
        return next((o for o in self._active() if o.operator_id == operator_id), None)

    def at(self, extension: str) -> Operator | None:
        """Find the active operator who has this extension."""
        return self._at.get(extension)

    def logged_in(self, login: str) -> Operator | None:
        """Find the active operator behind a Cognito login."""
        return next((o for o in self._active() if o.login and o.login == login), None)

    def address(self, event: CallEvent) -> CallEvent:
        """Name the leg of an event: its extension by `ext`, else by `user` (protocol 3.8, 2), and its operator.

        A call whose other end is an operator's extension is internal (protocol 3.15).
        """
        extension = event.extension or self._extension_of(event.user)
        operator = self.at(extension)
        return replace(
            event,
            extension=extension,
            operator_id=operator.operator_id if operator else None,
            internal=self.at(event.phone) is not None,
        )

    def _extension_of(self, user: str) -> str:
        named = next((o for o in self._active() if o.pbx_login and o.pbx_login.lower() == user.lower()), None)
        return named.extension or user if named else user

    def _active(self) -> tuple[Operator, ...]:
        return tuple(o for o in self.operators if o.active)
