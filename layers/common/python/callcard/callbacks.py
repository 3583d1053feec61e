"""The missed-call desk: who waits to be called back, and what people do about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from callcard.bodies import DoneBody, DoneManyBody, PhoneVersion, TakenBody
from callcard.callback_news import CallbackNews
from callcard.callback_rows import callback_row
from callcard.domain.callbacks import Callback, CallbackState, finish, named, put_back, release, take
from callcard.domain.linking import linked
from callcard.domain.matching import Candidate, match
from callcard.domain.setup import Operator, Setup
from callcard.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError, UnavailableError
from callcard.pages import Page
from callcard.threads import spread
from callcard.turns import soon

ATTEMPTS = 10
AT_ONCE = 6  # each waits for two requests at a time; a small engine answers sixteen late, and late is never

Change = Callable[[Callback], Callback]


class Kept(Protocol):
    """The callbacks."""

    def get(self, phone: str) -> Callback: ...
    def save(self, callback: Callback, over: Callback, now: datetime) -> Callback | None: ...
    def listed(self, state: CallbackState, since: str, cursor: str | None, now: datetime) -> Page[Callback]: ...


class PhoneIndex(Protocol):
    """The numbers nearest to one."""

    def near(self, number: str) -> list[Candidate]: ...


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Serves the missed-call desk; whoever changes something names the version they saw, and everybody is told."""

    kept: Kept
    index: PhoneIndex
    setup: Callable[[], Setup]
    news: CallbackNews
    clock: Callable[[], datetime]

    def page(self, asked: dict[str, str], since: str) -> dict[str, Any]:
        """List those who wait, the longest first, or those who do no more, the newest first and none before `since`."""
        state = asked.get("state", "open")
        if state not in (CallbackState.OPEN, CallbackState.CLOSED):
            raise InvalidInputError("bad_fields", fields="state (open, closed)")
        waiting = soon(self.news.count)
        found = self.kept.listed(CallbackState(state), since, asked.get("cursor"), self.clock())
        setup = self.setup()
        rows = spread([partial(self._known_now, callback, setup) for callback in found.rows], AT_ONCE)
        shown = [callback_row(callback, setup) for callback in rows]
        return {"callbacks": shown, "cursor": found.cursor, "waiting": waiting.result()}

    def take(self, phone: str, login: str, body: TakenBody) -> dict[str, Any]:
        """Take care of a client, or take it over from the colleague the page has shown."""
        operator = self._operator(login)

        def change(callback: Callback) -> Callback:
            holder = callback.marks.taken_by if callback.taken else None
            if callback.state is not CallbackState.OPEN:
                raise self._conflict("callback_closed", callback)
            if holder == operator.operator_id:
                return callback
            if holder != body.holder:
                raise self._conflict("callback_changed", callback)
            return take(callback, operator.operator_id, self.clock())

        return self._row(self._change(phone, change))

    def release(self, phone: str, login: str) -> dict[str, Any]:
        """Leave a client to others; a colleague's can only be taken over."""
        operator = self._operator(login)

        def change(callback: Callback) -> Callback:
            if callback.taken and callback.marks.taken_by != operator.operator_id:
                raise self._conflict("callback_changed", callback)
            return release(callback)

        return self._row(self._change(phone, change))

    def finish(self, phone: str, login: str, body: DoneBody) -> dict[str, Any]:
        """Say that nobody need call back."""
        operator = self._operator(login)

        def change(callback: Callback) -> Callback:
            if body.version is not None and callback.version != body.version:
                raise self._conflict("callback_changed", callback)
            return finish(callback, operator.operator_id, self.clock(), body.reason)

        return self._row(self._change(phone, change))

    def put_back(self, phone: str, login: str) -> dict[str, Any]:
        """Let a client wait again whose waiting had ended."""
        self._operator(login)
        return self._row(self._change(phone, lambda callback: put_back(callback, self.clock())))

    def finish_all(self, login: str, body: DoneManyBody) -> dict[str, Any]:
        """Say it of all that are still as the page has shown them; the rows come back as they are now."""
        operator = self._operator(login)
        done = spread([partial(self._finish_seen, seen, operator) for seen in body.phones], AT_ONCE)
        known = [callback for callback, _ in done if callback]
        changed = [callback for callback, new in done if callback and new]
        if changed:
            self.news.tell_of_many(changed)
        return {"callbacks": self._rows(known), "waiting": self.news.count(*known)}

    def _finish_seen(self, seen: PhoneVersion, operator: Operator) -> tuple[Callback | None, bool]:
        def change(callback: Callback) -> Callback:
            return (
                finish(callback, operator.operator_id, self.clock()) if callback.version == seen.version else callback
            )

        try:
            return self._write(seen.phone, change)
        except NotFoundError:
            return None, False

    def _change(self, phone: str, change: Change) -> Callback:
        callback, new = self._write(phone, change)
        if new:
            self.news.tell(callback)
        return callback

    def _write(self, phone: str, change: Change) -> tuple[Callback, bool]:
        for _ in range(ATTEMPTS):
            before = self.kept.get(phone)
            if before.waiting is None:
                raise NotFoundError("no_such_callback")
            after = change(before)
            if after is before:
                return before, False
            if saved := self.kept.save(after, before, self.clock()):
                return saved, True
        raise UnavailableError("unavailable")

    def _operator(self, login: str) -> Operator:
        operator = self.setup().logged_in(login)
        if operator is None:
            raise ForbiddenError("no_operator")
        return operator

    def _known_now(self, callback: Callback, setup: Setup) -> Callback:
        """Look for the name of a client whom nobody knew when the call came."""
        if callback.contact:
            return callback
        found = linked(match(callback.phone, self.index.near(callback.phone), setup.settings.suffix_digits))
        return named(callback, found)

    def _conflict(self, code: str, callback: Callback) -> ConflictError:
        return ConflictError(code, extra={"callback": self._row(callback)})

    def _row(self, callback: Callback) -> dict[str, Any]:
        return callback_row(callback, self.setup())

    def _rows(self, callbacks: Sequence[Callback]) -> list[dict[str, Any]]:
        setup = self.setup()
        return [callback_row(callback, setup) for callback in callbacks]
