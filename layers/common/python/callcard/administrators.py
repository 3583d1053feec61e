"""Who may change the setup: the logins in the user pool's group of administrators."""

from dataclasses import dataclass
from typing import Any, Protocol

from callcard.changes import Changes
from callcard.domain.history import Edit
from callcard.domain.setup import Setup
from callcard.errors import ConflictError, NotFoundError


class Logins(Protocol):
    """The people who may log in."""

    def administrators(self) -> list[str]: ...
    def promote(self, login: str, *, admin: bool) -> None: ...


class SetupStore(Protocol):
    """Where the operators and the history are kept."""

    def read(self) -> Setup: ...
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
        """Add an operator's login or remove one, told in the history before it is done: no right is given untold.

        Nothing to do is no error. Nobody removes themselves, so there is always one left.
        Raises NotFoundError, ConflictError.
        """
        if login == by and not admin:
            raise ConflictError("own_administrator")
        administrators = self.logins.administrators()
        if login not in administrators and all(one.login != login for one in self.setup.read().operators):
            raise NotFoundError("no_such_login")
        if (login in administrators) == admin:
            return
        self.changes.make(
            by, lambda setup: [Edit("operator.admin", not admin, admin, _named(setup, login))], self.setup.note
        )
        self.logins.promote(login, admin=admin)


def _named(setup: Setup, login: str) -> str:
    return next((one.name for one in setup.operators if one.login == login), login)
