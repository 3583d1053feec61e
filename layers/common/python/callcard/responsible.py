"""A call waits at the PBX: whose is it? The answer is always there, and always in time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from callcard.domain.matching import NEIGHBOURS, WIDE, Candidate, Match, agreed_responsible, cut_off, match
from callcard.domain.setup import Setup
from callcard.errors import InvalidInputError, TokenError
from callcard.observability import logger
from callcard.turns import soon

ANSWER_SECONDS = 1.2  # protocol 3.7: within 1.5 s


class PhoneIndex(Protocol):
    """The numbers nearest to one."""

    def near(self, number: str, k: int = NEIGHBOURS) -> list[Candidate]: ...


@dataclass(frozen=True, slots=True)
class SmartTransfer:
    """Names the operator a waiting caller belongs to; `names` adds the contact's name to the reply (protocol 2)."""

    setup: Callable[[], Setup]
    index: PhoneIndex
    names: bool = False

    def answer(self, question: Callable[[], str]) -> dict[str, str]:
        """Reply to a question, which gives the caller's number once its token is checked.

        Raises TokenError or InvalidInputError if the question does; whatever else is broken or slow, the reply
        is nobody (protocol 3.7).
        """
        reply = soon(lambda: self._reply(question()))
        try:
            return reply.result(timeout=ANSWER_SECONDS)
        except (TokenError, InvalidInputError):
            raise
        except Exception:
            logger.exception("Responsible not found in time")
            return {"responsible": ""}

    def _reply(self, phone: str) -> dict[str, str]:
        setup = self.setup()
        if not phone or setup.at(phone):
            return {"responsible": ""}
        near, n = self.index.near(phone), setup.settings.suffix_digits
        matches = match(phone, near, n)
        operator = setup.operator(self._agreed(phone, near, n, matches)) if setup.settings.auto_transfer else None
        named = {"contact_name": matches[0].candidate.name if matches else ""} if self.names else {}
        return {"responsible": (operator.extension or "") if operator else ""} | named

    def _agreed(self, phone: str, near: list[Candidate], n: int, matches: tuple[Match, ...]) -> str | None:
        """Name whom all that fit best agree on: when there may be more of them than were read, look wider, once."""
        who = agreed_responsible(matches)
        if who is None or not cut_off(matches[0], phone, near, n, NEIGHBOURS):
            return who
        wide = self.index.near(phone, WIDE)
        matches = match(phone, wide, n)
        return None if cut_off(matches[0], phone, wide, n, WIDE) else agreed_responsible(matches)
