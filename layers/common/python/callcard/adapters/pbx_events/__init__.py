"""Everything strange about what the PBX sends: spellings, encodings, clocks. Nothing of it travels inward."""

from callcard.adapters.pbx_events.body import read_fields
from callcard.adapters.pbx_events.meaning import Ignored, asks_whose, phone_in, understand

__all__ = ["Ignored", "asks_whose", "phone_in", "read_fields", "understand"]
