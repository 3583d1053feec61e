"""The PBX's own API: asking it to call."""

from callcard.adapters.pbx_client.client import NO_ANSWER, NO_CONNECTION, TOTAL_SECONDS, PbxClient
from callcard.adapters.pbx_client.replies import NOT_UNDERSTOOD

__all__ = ["NOT_UNDERSTOOD", "NO_ANSWER", "NO_CONNECTION", "TOTAL_SECONDS", "PbxClient"]
