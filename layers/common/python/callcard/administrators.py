"""Who may change the setup: the logins in the user pool's group of administrators."""

from dataclasses import dataclass
from typing import Any, Protocol

from callcard.bodies import IDENT
from callcard.changes import Changes
from callcard.domain.history import Edit
from callcard.domain.setup import Setup
from callcard.errors import ConflictError, NotFoundError


class Logins(Protocol):
    """The people who may log in."""

    def administrators(self) -> list[str]: ...
    def promote(self, login: str, *, admin: bool) -> None: ...


class SetupStore(Protocol):
    """Where the history is kept."""

    def note(self, told: Any) -> bool: ...


@dataclass(frozen=True, slots=True)
class Administrators:
    """Makes logins administrators, or no longer; in force when their session is renewed, within an hour."""

    logins: Logins
    changes: Changes
    setup: SetupStore

    def listed(self) -> dict[str, Any]:
        """List the administrators' logins."""
        return {"logins": self.logins.administrators()}

    def change(self, login: str, by: str, *, admin: bool) -> None:
        """Add or remove one, told in the history; nobody removes themselves, so there is always one left."""
        if not IDENT.fullmatch(login):
            raise NotFoundError("no_such_login")
        if login == by and not admin:
            raise ConflictError("own_administrator")
        if (login in self.logins.administrators()) == admin:
            return
        self.logins.promote(login, admin=admin)
        self.changes.make(
            by, lambda setup: [Edit("operator.admin", not admin, admin, _named(setup, login))], self.setup.note
        )


def _named(setup: Setup, login: str) -> str:
    return next((one.name for one in setup.operators if one.login == login), login)
