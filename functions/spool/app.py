"""The spool: events that DynamoDB could not take when they came are taken now."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.spool_queue import spooled
from callcard.observability import count, observed
from callcard.wiring import spool as wiring

processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


def take(record: SQSRecord) -> None:
    """Take one kept message; what fails stays in the queue."""
    wiring.intake().take(*spooled(record.body))
    count("EventDrained")


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Take a batch; only what failed comes again."""
    count("SpoolBatch")
    return process_partial_response(event, take, processor, context)
