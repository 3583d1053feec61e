"""Imports, exports and counts over the whole book: what no request can wait for."""

from typing import Any

from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.jobs_queue import asked_for
from callcard.observability import logger, metrics
from callcard.wiring import jobs as wiring

processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


def get_on(record: SQSRecord, lambda_context: LambdaContext) -> None:
    """Get on with the job a message asks for, as far as the time allows."""
    kind, job_id = asked_for(record.body)
    became = wiring.runner().take(kind, job_id, lambda: lambda_context.get_remaining_time_in_millis() / 1000)
    metrics.add_metric(became, MetricUnit.Count, 1)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Take what the queue brings; only what could not even be taken comes again."""
    metrics.add_metric("JobsBatch", MetricUnit.Count, 1)
    return process_partial_response(event, get_on, processor, context)
