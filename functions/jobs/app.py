"""Imports, exports and counts over the whole book: what no request can wait for."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.jobs_queue import asked_for
from callcard.observability import count, observed
from callcard.wiring import jobs as wiring

processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


def get_on(record: SQSRecord, lambda_context: LambdaContext) -> None:
    """Get on with the job a message asks for, as far as the time allows."""
    kind, job_id = asked_for(record.body)
    became = wiring.runner().take(kind, job_id, lambda: lambda_context.get_remaining_time_in_millis() / 1000)
    count(became)


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Take what the queue brings; only what could not even be taken comes again."""
    count("JobsBatch")
    return process_partial_response(event, get_on, processor, context)
