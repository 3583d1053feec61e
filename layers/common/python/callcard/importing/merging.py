"""What a draft makes of a contact; who is given back unchanged is the very same object."""

from dataclasses import replace

from callcard.domain.contacts import MOST_PHONES, Contact, with_phones
from callcard.importing.drafts import Draft


def fresh(draft: Draft, contact_id: str, import_id: str) -> Contact:
    """Make a new contact."""
    return Contact(
        contact_id=contact_id,
        kind=draft.likely_kind,
        name=draft.name,
        company=draft.company,
        phones=draft.phones,
        responsible=draft.responsible,
        note=draft.note,
        external_id=draft.external_id,
        dial_after=draft.dial_after,
        import_id=import_id,
    )


def replaced(contact: Contact, draft: Draft) -> Contact:
    """Make a contact what the row says; where the row says nothing the contact keeps what it has."""
    renumbered = with_phones(contact, draft.phones) if draft.phones else contact
    after = replace(
        renumbered,
        kind=draft.kind or contact.kind,
        name=draft.name,
        company=draft.company or contact.company,
        responsible=draft.responsible or contact.responsible,
        note=draft.note or contact.note,
        external_id=draft.external_id or contact.external_id,
        dial_after={**renumbered.dial_after, **draft.dial_after},
    )
    return contact if after == contact else after


def merged(contact: Contact, draft: Draft) -> Contact:
    """Fill what the contact lacks and add the numbers it has not; nothing it has is lost."""
    added = [phone for phone in draft.phones if phone not in contact.phones]
    phones = (*contact.phones, *added)[:MOST_PHONES]
    told = {phone: after for phone, after in draft.dial_after.items() if phone in phones}
    after = replace(
        contact,
        phones=phones,
        company=contact.company or draft.company,
        responsible=contact.responsible or draft.responsible,
        note=contact.note or draft.note,
        external_id=contact.external_id or draft.external_id,
        dial_after={**told, **contact.dial_after},
    )
    return contact if after == contact else after
