"""What our own callers may send: every field named, nothing beside them."""

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from callcard.domain.cards import Moment, Settings, Shown
from callcard.domain.contacts import MOST_PHONES, Kind
from callcard.domain.legs import LONGEST_CALL_ID
from callcard.domain.retention import LONGEST, SHORTEST
from callcard.errors import InvalidInputError

_LINE = r"^[^\x00-\x1f\x7f]*$"
_TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Line = Annotated[str, StringConstraints(max_length=200, pattern=_LINE, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_LINE, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=5000, pattern=_TEXT)]
Phone = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=_LINE, strip_whitespace=True)]
Digits = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9]+$")]
DialAfter = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[0-9]{1,9}([*#,/]+[0-9]{1,9})*[*#]*$")
]
Version = Annotated[int, Field(ge=1, strict=True)]
IDENT = re.compile(r"[A-Za-z0-9_.@-]{1,64}")
Ident = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_.@-]+$")]
Extension = Annotated[str, StringConstraints(min_length=1, max_length=16, pattern=r"^[0-9]+$")]
Secret = Annotated[
    str, StringConstraints(min_length=1, max_length=1024, pattern=r"^[\x21-\x7e]+$", strip_whitespace=True)
]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ContactBody(_Body):
    """A new contact; `phones` as people write them, `dial_after` by their canonical digits."""

    kind: Kind
    name: Title
    company: Line = ""
    phones: Annotated[tuple[Phone, ...], Field(max_length=MOST_PHONES)] = ()
    responsible: Ident | None = None
    note: Note = ""
    dial_after: Annotated[dict[Digits, DialAfter], Field(max_length=MOST_PHONES)] | None = None


class ContactChange(ContactBody):
    """A changed contact; `version` is the one the editor saw, what only we write may come back and is not looked at."""

    version: Version
    external_id: object = None
    pinned: object = None


class NoteBody(_Body):
    """What an operator writes down about a call."""

    note: Note


class PinBody(_Body):
    """Whose a number is."""

    contact_id: Ident


class TakenBody(_Body):
    """Who takes a client is told by the login; `from` is who has it now, as far as the page knows."""

    holder: Ident | None = Field(default=None, alias="from")


class DoneBody(_Body):
    """A client need not be called back; `version` is the one the page has shown."""

    version: Version | None = None
    reason: Line = ""


class PhoneVersion(_Body):
    """A callback as the page has shown it."""

    phone: Digits
    version: Version


class DoneManyBody(_Body):
    """Clients who need not be called back."""

    phones: Annotated[tuple[PhoneVersion, ...], Field(max_length=200)]


class MakeCallBody(_Body):
    """A click; `request_id` is new for every click."""

    phone: Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=_LINE, strip_whitespace=True)]
    request_id: Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]


class RevealBody(_Body):
    """Whose number is to be shown whole: a call's or a contact's, one of the two."""

    call_id: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CALL_ID)] | None = None
    contact_id: Ident | None = None


class SettingsBody(_Body):
    """The settings less the two tokens; all are sent together."""

    incoming_card: Literal["never", "ring", "answer", "end"]
    outgoing_card: Literal["never", "start", "answer", "end"]
    incoming_record: Literal["never", "end"]
    outgoing_record: Literal["never", "end"]
    show_record: Shown
    suffix_digits: Annotated[int, Field(ge=1, le=20, strict=True)]
    auto_transfer: Annotated[bool, Field(strict=True)]
    toast: Annotated[bool, Field(strict=True)]
    calls_kept_days: Annotated[int, Field(ge=SHORTEST, le=LONGEST, strict=True)] | None

    def to_domain(self) -> Settings:
        """Give the settings as the product knows them."""
        names = ("incoming_card", "outgoing_card", "incoming_record", "outgoing_record")
        return Settings(**self.model_dump() | {name: Moment(getattr(self, name)) for name in names})


class OperatorBody(_Body):
    """An operator as the administrator writes it; `numbers` that are left out stay as they are."""

    name: Title
    extension: Extension | None = None
    login: Ident | None = None
    pbx_login: Ident | None = None
    active: Annotated[bool, Field(strict=True)] = True
    numbers: Literal["whole", "on_request", "masked"] | None = None


class LineBody(_Body):
    """A line clients dial, and what people call it."""

    number: Phone
    name: Line


class LinesBody(_Body):
    """All lines, written together."""

    lines: Annotated[tuple[LineBody, ...], Field(max_length=500)]


class PbxTokenBody(_Body):
    """The token the PBX gave us."""

    token: Secret


class ImportBody(_Body):
    """A file that is about to be uploaded; `size` in bytes."""

    file_name: Title
    size: Annotated[int, Field(ge=1, strict=True)]


class ImportOrder(_Body):
    """How a file is to be imported: `mapping` is column index → field, `kind` that of rows which name none."""

    mapping: Annotated[dict[str, str | None], Field(max_length=200)]
    kind: Kind | None = None
    dry_run: Annotated[bool, Field(strict=True)]
    on_duplicate: Literal["skip", "update", "create"] = "skip"


class ErasureBody(_Body):
    """Who is to be forgotten; the name is typed, as nothing brings a person back."""

    contact_id: Ident
    name: Title


class ExportBody(_Body):
    """What the address book is to be written into."""

    format: Literal["csv", "xlsx"]


def parse[B: BaseModel](model: type[B], body: str | None) -> B:
    """Read a request's body; raises InvalidInputError naming fields and reasons, never values."""
    try:
        return model.model_validate_json(body or "")
    except ValidationError as exc:
        raise InvalidInputError("bad_fields", fields=", ".join(_faults(exc.errors()))) from exc


def _faults(errors: list[Any]) -> list[str]:
    return [f"{'.'.join(map(str, fault['loc'])) or 'body'} ({fault['type']})" for fault in errors]
