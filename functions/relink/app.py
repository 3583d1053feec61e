"""The address book's numbers changed: calls that are known already are linked anew, at once and once more later."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from callcard.adapters.book_changes import kept_changes, told_changes
from callcard.observability import count, observed
from callcard.wiring import relink as wiring

processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)


def look_again(record: SQSRecord) -> None:
    """Take a second look at some changes; what fails stays in the queue."""
    count("CallsRelinked", wiring.use_case().look(kept_changes(record.body)))


@observed
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Take a batch of the phone index's stream, or of the changes kept for a second look."""
    count("RelinkBatch")
    if event["Records"][0]["eventSource"] == "aws:sqs":
        return process_partial_response(event, look_again, processor, context)
    count("CallsRelinked", wiring.use_case().at_once(told_changes(event["Records"])))
    return {"batchItemFailures": []}
