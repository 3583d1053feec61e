"""The calls' stream: whoever was missed waits to be called back until somebody has talked with them."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.calls_stream import written_legs
from callcard.observability import count, observed
from callcard.wiring import callbacks as wiring


@observed
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Follow a batch; when it raises it comes again in halves, and what was followed already changes nothing."""
    count("CallbacksBatch")
    changed = wiring.missed().follow(written_legs(event["Records"]))
    count("CallbacksChanged", changed)
    return {"batchItemFailures": []}
