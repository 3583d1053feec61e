"""Everything strange about what the PBX sends: spellings, encodings, clocks. Nothing of it travels inward."""

from callcard.adapters.pbx_events.body import read_fields
from callcard.adapters.pbx_events.meaning import Ignored, Question, understand

__all__ = ["Ignored", "Question", "read_fields", "understand"]
