"""An administrator's settings, operators, lines and tokens."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from callcard.adapters.secrets import CrmToken
from callcard.bodies import IDENT, LinesBody, OperatorBody
from callcard.changes import Changes
from callcard.domain.cards import Settings
from callcard.domain.history import Edit, History, line_edits, operator_edits, settings_edits
from callcard.domain.phone import canonical
from callcard.domain.setup import Operator, Setup
from callcard.errors import ConflictError, InvalidInputError, NotFoundError
from callcard.frames import iso
from callcard.operator_rights import may_keep_tabs, shown, written


class SetupStore(Protocol):
    """Where the setup is kept; what is written comes with what the history becomes."""

    def read(self) -> Setup: ...
    def save_operator(self, operator: Operator, told: History | None) -> bool: ...
    def delete_operator(self, operator_id: str, told: History | None) -> bool: ...
    def save_settings(self, settings: Settings, told: History | None) -> bool: ...
    def save_lines(self, lines: dict[str, str], told: History | None) -> bool: ...
    def note(self, told: History | None) -> bool: ...


class Logins(Protocol):
    """The people who may log in."""

    def ensure(self, login: str) -> str | None: ...
    def allow(self, login: str, *, allowed: bool) -> None: ...


class Sockets(Protocol):
    """The open tabs."""

    def expel(self, operator: Operator) -> None: ...


class Retention(Protocol):
    """How long calls are kept."""

    def follow(self) -> object: ...


class CrmTokenStore(Protocol):
    """The token the PBX shows us."""

    def read(self) -> CrmToken: ...
    def rotate(self, overlap: timedelta) -> CrmToken: ...
    def end_previous(self) -> CrmToken: ...


class PbxTokenStore(Protocol):
    """The token we show the PBX."""

    def read(self) -> dict[str, Any] | None: ...
    def write(self, value: dict[str, Any]) -> None: ...


@dataclass(frozen=True, slots=True)
class Admin:
    """Serves the administrator's pages; `by` is the login of who changes something."""

    setup: SetupStore
    changes: Changes
    logins: Logins
    sockets: Sockets
    crm_token: CrmTokenStore
    pbx_token: PbxTokenStore
    retention: Retention
    overlap: timedelta
    clock: Callable[[], datetime]
    region: str

    def settings(self) -> dict[str, Any]:
        """Show the settings."""
        return asdict(self.setup.read().settings)

    def save_settings(self, settings: Settings, by: str) -> dict[str, Any]:
        """Write the settings; they are in force within the settings' time to live."""
        self.changes.make(
            by, lambda setup: settings_edits(setup.settings, settings), partial(self.setup.save_settings, settings)
        )
        self.retention.follow()
        return asdict(settings)

    def operators(self) -> dict[str, Any]:
        """List all operators by name."""
        return {"operators": [shown(operator) for operator in self.setup.read().operators], "cursor": None}

    def save_operator(self, operator_id: str, body: OperatorBody, by: str) -> dict[str, Any]:
        """Write an operator and let its login in or not; a login made here comes with its first password, once."""
        if not IDENT.fullmatch(operator_id):
            raise InvalidInputError("bad_fields", fields="operator_id (letters, digits, . _ @ -)")
        setup = self.setup.read()
        before = _find(setup, operator_id)
        operator = written(operator_id, body, before)
        _check_unique(operator, setup)
        password = self.logins.ensure(operator.login) if operator.login else None
        self.changes.make(by, partial(_edits, operator), partial(self.setup.save_operator, operator))
        self._let_in(operator, before)
        if before and not may_keep_tabs(before, operator):
            self.sockets.expel(before)
        return shown(operator) | ({"temporary_password": password} if password else {})

    def delete_operator(self, operator_id: str, by: str) -> None:
        """Remove an operator and shut its login out; raises NotFoundError."""
        operator = _find(self.setup.read(), operator_id)
        if operator is None:
            raise NotFoundError("no_such_operator")
        self.changes.make(
            by,
            lambda setup: operator_edits(_find(setup, operator_id), None),
            partial(self.setup.delete_operator, operator_id),
        )
        if operator.login:
            self.logins.allow(operator.login, allowed=False)
        self.sockets.expel(operator)

    def lines(self) -> dict[str, Any]:
        """List the lines clients dial."""
        return {"lines": [{"number": number, "name": name} for number, name in self.setup.read().lines.items()]}

    def save_lines(self, body: LinesBody, by: str) -> dict[str, Any]:
        """Write the names of all lines."""
        names = {canonical(line.number, self.region): line.name for line in body.lines}
        if "" in names:
            raise InvalidInputError("bad_fields", fields="lines.number (no_digits)")
        self.changes.make(by, lambda setup: line_edits(setup.lines, names), partial(self.setup.save_lines, names))
        return self.lines()

    def token(self) -> dict[str, Any]:
        """Show the CRM token, and until when the one before it is good."""
        return self._shown(self.crm_token.read())

    def rotate_token(self, by: str) -> dict[str, Any]:
        """Make a new CRM token; the old one stays good for the overlap."""
        self._note("token.crm", by)
        return self._shown(self.crm_token.rotate(self.overlap))

    def end_previous_token(self, by: str) -> dict[str, Any]:
        """Refuse the token before the current one from now on: the PBX has the new one."""
        self._note("token.crm.previous", by)
        return self._shown(self.crm_token.end_previous())

    def store_pbx_token(self, token: str, by: str) -> None:
        """Keep the token the PBX gave us; it is never shown again."""
        self._note("token.pbx", by)
        self.pbx_token.write({"token": token})

    def pbx_token_stored(self) -> dict[str, Any]:
        """Say whether there is a PBX token."""
        return {"stored": bool((self.pbx_token.read() or {}).get("token"))}

    def _note(self, field: str, by: str) -> None:
        """Tell of a change of a secret before it is made: none is made untold."""
        self.changes.make(by, lambda _: [Edit(field, None, None)], self.setup.note)

    def _let_in(self, operator: Operator, before: Operator | None) -> None:
        if operator.login:
            self.logins.allow(operator.login, allowed=operator.active)
        if before and before.login and before.login != operator.login:
            self.logins.allow(before.login, allowed=False)

    def _shown(self, token: CrmToken) -> dict[str, Any]:
        until = token.previous_until
        overlaps = token.previous and until and until > self.clock()
        return {"token": token.current, "previous_valid_until": iso(until) if overlaps else None}


def _edits(operator: Operator, setup: Setup) -> list[Edit]:
    _check_unique(operator, setup)
    return operator_edits(_find(setup, operator.operator_id), operator)


def _find(setup: Setup, operator_id: str) -> Operator | None:
    return next((one for one in setup.operators if one.operator_id == operator_id), None)


def _check_unique(operator: Operator, setup: Setup) -> None:
    others = [one for one in setup.operators if one.operator_id != operator.operator_id]
    for one in others:
        if operator.login and one.login == operator.login:
            raise ConflictError("login_taken", login=operator.login)
        if operator.pbx_login and (one.pbx_login or "").lower() == operator.pbx_login.lower():
            raise ConflictError("pbx_login_taken", login=operator.pbx_login)
        if operator.active and one.active and operator.extension and one.extension == operator.extension:
            raise ConflictError("extension_taken", extension=operator.extension, name=one.name)
