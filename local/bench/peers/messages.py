"""The PBX's messages, as callcard's own models had them: both peers read with the same ones."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _text(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


_PRINTABLE = r"^[^\x00-\x1f\x7f]*$"
Text = Annotated[
    str, BeforeValidator(_text), StringConstraints(max_length=200, pattern=_PRINTABLE, strip_whitespace=True)
]
Name = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=64, pattern=_PRINTABLE)]
CallId = Annotated[str, BeforeValidator(_text), StringConstraints(min_length=1, max_length=128, pattern=_PRINTABLE)]
Way = Annotated[Literal["in", "out"], BeforeValidator(_lower)]


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    crm_token: str = ""


class ContactMessage(_Message):
    """A call waits: whose is it?"""

    cmd: Literal["contact"]
    phone: Text = ""


class LegMessage(_Message):
    """What every message about a leg names."""

    callid: CallId
    user: Name = ""
    ext: Name = ""
    phone: Text = ""
    diversion: Text = ""


class EventMessage(LegMessage):
    """A call begins or is answered."""

    cmd: Literal["event"]
    type: Annotated[Literal["incoming", "accepted"], BeforeValidator(_lower)]
    direction: Way | None = None


class HistoryMessage(LegMessage):
    """A call is over; `duration` in seconds."""

    cmd: Literal["history"]
    type: Way
    start: Text = ""
    end: Text = ""
    duration: Annotated[int, Field(ge=0)] | None = None
    link: Annotated[str, BeforeValidator(_text), StringConstraints(max_length=4096)] = ""
    status: Text = ""


Message = Annotated[ContactMessage | EventMessage | HistoryMessage, Field(discriminator="cmd")]
