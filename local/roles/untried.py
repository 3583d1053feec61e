"""Grants that the local engine cannot show to be needed, each with the reason; nothing else is left untried."""

from local.roles.grants import Grant

ENGINE_LOGS = "the engine keeps the functions' output itself and asks no role"
ENGINE_TRACES = "the engine has no X-Ray"
ENGINE_POLLS = "the engine reads queues and streams for the functions and asks no role"
REASONS = {
    "logs:CreateLogStream": ENGINE_LOGS,
    "logs:PutLogEvents": ENGINE_LOGS,
    "xray:PutTraceSegments": ENGINE_TRACES,
    "xray:PutTelemetryRecords": ENGINE_TRACES,
    "sqs:ReceiveMessage": ENGINE_POLLS,
    "sqs:DeleteMessage": ENGINE_POLLS,
    "sqs:GetQueueAttributes": ENGINE_POLLS,
    "dynamodb:DescribeStream": ENGINE_POLLS,
    "dynamodb:GetRecords": ENGINE_POLLS,
    "dynamodb:GetShardIterator": ENGINE_POLLS,
    "dynamodb:ListStreams": ENGINE_POLLS,
}
SINGLE = {
    ("relink", "SendMessage RelinkDeadLetterQueue"): "the engine writes to a stream's failure destination itself",
    ("callbacks", "SendMessage CallbacksDeadLetterQueue"): "the engine writes to a stream's failure destination itself",
}


def reason(grant: Grant) -> str:
    """Say why a grant is not tried; "" when it has to be."""
    return REASONS.get(grant.action) or SINGLE.get((grant.function, grant.name), "")
