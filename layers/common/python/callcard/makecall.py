"""An operator asks for a call: one click dials at most once (design, invariant 4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import sleep
from typing import Protocol

from callcard.domain.masking import masked_text
from callcard.domain.phone import bare
from callcard.domain.setup import Operator, Setup
from callcard.domain.tolls import refusal
from callcard.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    PbxError,
    TooManyError,
    UnavailableError,
)
from callcard.glass import glass_of
from callcard.observability import logger
from callcard.seal import MARK
from callcard.waves import within

WAIT_SECONDS = 8.5  # as long as the first of two same clicks may take
LOOK_EVERY = 0.25
NOTE_SECONDS = 0.5  # beside the dial nothing else is worth waiting for
SETTLE_SECONDS = 2.0


class Clicks(Protocol):
    """The clicks known so far, and those whose call has not come yet."""

    def claim(self, operator_id: str, request_id: str, now: datetime) -> bool: ...
    def settle(self, operator_id: str, request_id: str, failure: str | None) -> None: ...
    def outcome(self, operator_id: str, request_id: str) -> tuple[bool, str | None]: ...
    def expect(self, extension: str, phone: str, request_id: str, now: datetime) -> None: ...
    def give_up(self, extension: str, phone: str, request_id: str) -> None: ...
    def release(self, operator_id: str, request_id: str) -> None: ...


class Dials(Protocol):
    """How often each operator dialled of late."""

    def take(self, operator_id: str, now: datetime, limit: int) -> bool: ...


class Dialler(Protocol):
    """The PBX's way to start a call."""

    def make_call(self, token: str, extension: str, phone: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Tolls:
    """What may be dialled on the company's bill: in which countries, and how often within a minute."""

    region: str
    countries: frozenset[str]
    limit: int


@dataclass(frozen=True, slots=True)
class MakeCall:
    """Dials for an operator."""

    clicks: Clicks
    dials: Dials
    dialler: Dialler
    tolls: Tolls
    token: Callable[[], str]
    setup: Callable[[], Setup]
    clock: Callable[[], datetime]
    rest: Callable[[float], None] = sleep

    def dial(self, login: str, written: str, request_id: str) -> None:
        """Start a call from the login's own extension to the digits of a number as it was written.

        Raises ForbiddenError for who or what may not, TooManyError, or PbxError with the PBX's words.

        The same click again (a double click, a second tab, a retry) gets the first one's outcome and dials nothing.
        """
        setup = self.setup()
        operator = setup.logged_in(login)
        if operator is None or not operator.extension:
            raise ForbiddenError("no_operator")
        written = _opened(written, setup, operator)
        self._check_toll(written, setup)
        phone = bare(written)
        token = self.token()  # before the claim: who could not dial for want of it may try the same click again
        if not self.clicks.claim(operator.operator_id, request_id, self.clock()):
            return _tell(self._first_outcome(operator.operator_id, request_id), operator)
        self._keep_pace(operator.operator_id, request_id)
        # before the dial: a quick PBX tells of the call before it answers
        _try(NOTE_SECONDS, partial(self.clicks.expect, operator.extension, phone, request_id, self.clock()))
        failure = self._ask(token, operator.extension, phone)
        self._settle(operator, phone, request_id, failure)
        return _tell(failure, operator)

    def _check_toll(self, phone: str, setup: Setup) -> None:
        extensions = {each.extension for each in setup.operators if each.active and each.extension}
        tolls = self.tolls
        if why := refusal(phone, region=tolls.region, countries=tolls.countries, extensions=extensions):
            raise ForbiddenError(why)

    def _keep_pace(self, operator_id: str, request_id: str) -> None:
        try:
            if self.dials.take(operator_id, self.clock(), self.tolls.limit):
                return
        except UnavailableError:
            _try(SETTLE_SECONDS, partial(self.clicks.release, operator_id, request_id))
            raise
        self.clicks.release(operator_id, request_id)  # it dialled nothing: the same click may be tried again
        raise TooManyError("too_many_calls", limit=str(self.tolls.limit))

    def _ask(self, token: str, extension: str, phone: str) -> str | None:
        try:
            self.dialler.make_call(token, extension, phone)
        except PbxError as error:
            return error.values["detail"]
        return None

    def _settle(self, operator: Operator, phone: str, request_id: str, failure: str | None) -> None:
        """Keep the outcome; that it cannot be kept is no reason to deny a call that has begun."""
        works: list[Callable[[], object]] = [partial(self.clicks.settle, operator.operator_id, request_id, failure)]
        if failure is not None:
            works.append(partial(self.clicks.give_up, operator.extension or "", phone, request_id))
        _try(SETTLE_SECONDS, *works)

    def _first_outcome(self, operator_id: str, request_id: str) -> str | None:
        for _ in range(round(WAIT_SECONDS / LOOK_EVERY)):
            settled, failure = self.clicks.outcome(operator_id, request_id)
            if settled:
                return failure
            self.rest(LOOK_EVERY)
        raise ConflictError("busy_call")


def _try(seconds: float, *works: Callable[[], object]) -> None:
    """Do what may fail, in a limited time."""
    if within(seconds, works):
        logger.warning("Click kept too slowly")


def _opened(written: str, setup: Setup, operator: Operator) -> str:
    """Read a number as it was written, or the reference that stands for it; raises InvalidInputError."""
    written = glass_of(setup, operator).opened(written) or written
    if not bare(written) or written.startswith(MARK):
        raise InvalidInputError("bad_fields", fields="phone (no_digits)")
    return written


def _tell(failure: str | None, operator: Operator) -> None:
    if failure is not None:  # the PBX's words may name the number
        raise PbxError(failure if operator.numbers == "whole" else masked_text(failure))
