"""The calls' stream: whoever was missed waits to be called back until somebody has talked with them."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.calls_stream import written_legs
from callcard.observability import logger, metrics
from callcard.wiring import callbacks as wiring


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Follow a batch; when it raises it comes again in halves, and what was followed already changes nothing."""
    metrics.add_metric("CallbacksBatch", MetricUnit.Count, 1)
    changed = wiring.missed().follow(written_legs(event["Records"]))
    metrics.add_metric("CallbacksChanged", MetricUnit.Count, changed)
    return {"batchItemFailures": []}
