"""What can go wrong, as one tree.

CallcardError
├── InvalidInputError        the request cannot be understood (400)
├── TokenError               the PBX's token is missing or wrong (401)
├── ForbiddenError           this login may not do that (403)
├── NotFoundError            there is no such thing (404)
├── MethodError              the path exists, the method does not (405)
├── ConflictError            somebody else changed it first (409)
├── TooLargeError            the body is over its limit (400, as the PBX's contract has it)
├── TooManyError             more than anybody needs in that time (429)
├── PbxError                 the PBX refused or failed a call (502); `detail` is its own words
└── UnavailableError         something we need does not answer (503)
"""

from typing import Any


class CallcardError(Exception):
    """A failure with a text for people: `code` names it in `texts.py`, `extra` goes into the answer's body."""

    def __init__(self, code: str, *, extra: dict[str, Any] | None = None, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
        self.extra = extra or {}


class InvalidInputError(CallcardError):
    """The request cannot be understood; names fields and reasons, never values."""


class TooLargeError(InvalidInputError):
    """The body is over its limit."""


class TokenError(CallcardError):
    """The PBX's token is missing or wrong."""


class ForbiddenError(CallcardError):
    """This login may not do that."""


class NotFoundError(CallcardError):
    """There is no such thing."""


class MethodError(CallcardError):
    """The path exists, the method does not."""


class ConflictError(CallcardError):
    """Somebody else changed it first."""


class TooManyError(CallcardError):
    """More than anybody needs in that time."""


class PbxError(CallcardError):
    """The PBX refused or failed a call; `detail` is its own words."""

    def __init__(self, detail: str) -> None:
        super().__init__("pbx_failed", detail=detail)


class UnavailableError(CallcardError):
    """Something we need does not answer."""
