"""The item shape of a call leg: the call itself, and the keys its indexes go by."""

from typing import Any

from callcard.domain.calls import Call, CallState
from callcard.domain.linking import Ending
from callcard.domain.retention import expires
from callcard.domain.words import searchable
from callcard.items import pack, unpack
from callcard.rows import read_row, row_of

JOURNAL = "all"  # one company's journal is one collection of the journal index, ordered by time
LEGS = "all"  # and so are all its legs, recorded or not


def call_item(call: Call, kept_days: int | None = None) -> dict[str, Any]:
    """Give the whole item of a leg."""
    values = row_of(call)
    values |= {
        "leg": f"{call.extension}#{call.generation:06}",
        "started_at": _started(call),
        "legs": LEGS,
        "rung_at": call.rung_at.isoformat(timespec="milliseconds"),
        "open_extension": None if call.state is CallState.ENDED else call.extension,
        "ttl": expires(call.rung_at, kept_days),
    }
    return pack(values | _phone_keys(call) | (_journal_keys(call) if call.in_journal else {}))


def call_of(item: dict[str, Any]) -> Call:
    """Read an item of a leg; raises RowError."""
    return read_row(Call, {"extension": ""} | unpack(item))  # the PBX may name none, and "" is never written


def phone_range(ending: Ending) -> tuple[str, str]:
    """Say where the phone index holds the legs of numbers that end so: partition, and the sort keys' beginning."""
    return ending.digits[-1], ending.digits[::-1] + ("#" if ending.whole else "")


def _started(call: Call) -> str:
    return call.started_at.isoformat(timespec="milliseconds")  # sorted as text


def _phone_keys(call: Call) -> dict[str, Any]:
    if not call.phone or call.internal:
        return {}  # linked to nobody
    end, begin = phone_range(Ending(call.phone, whole=True))
    return {"phone_end": end, "phone_key": begin + _started(call)}


def _journal_keys(call: Call) -> dict[str, Any]:
    contact = call.contact
    texts = (contact.name, contact.company, call.note) if contact else (call.note,)
    return {
        "journal": JOURNAL,
        "journal_operator": call.operator_id,
        "journal_contact": contact.contact_id if contact else None,
        "missed": call.missed,
        "search_text": searchable(texts, (call.phone,)),
    }
