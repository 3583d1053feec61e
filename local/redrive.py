"""`make redrive`: dead letters go back to the queues they come from (`python -m local.redrive ENV`)."""

import sys
from typing import Any

import boto3

from local.engine import client
from local.places import REGION, STACK_NAME, Place, StackError

SERVICES: tuple[Any, ...] = ("cloudformation", "sqs")
BATCH = 10  # the most SQS hands out and takes at once
QUEUES = {"SpoolQueue": "SpoolDeadLetterQueue", "RelinkQueue": "RelinkDeadLetterQueue"}


def main() -> None:
    """Move all messages and say how many; ENV `local` is this machine's stack."""
    environment = sys.argv[1] if len(sys.argv) > 1 else "dev"
    try:
        sqs, urls = queues(environment)
    except StackError as exc:
        sys.exit(str(exc))
    for queue, dead in QUEUES.items():
        print(f"{queue}: {move(sqs, urls[dead], urls[queue])} dead letters moved back")


def queues(environment: str) -> tuple[Any, dict[str, str]]:
    """Find the client and the queues' addresses of a stack, by logical id."""
    if environment == "local":
        place = Place.default()
        place.read_stack()  # says so when there is none
        stack, formation, sqs = STACK_NAME, *(client(name, place.engine_url) for name in SERVICES)
    else:
        stack = f"callcard-{environment}"
        formation, sqs = (boto3.Session(region_name=REGION).client(name) for name in SERVICES)
    found = formation.describe_stack_resources(StackName=stack)["StackResources"]
    names = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in found}
    if not QUEUES.keys() | set(QUEUES.values()) <= names.keys():
        raise StackError(f"The stack {stack} lacks queues; deploy the present template first.")
    return sqs, names


def move(sqs: Any, source: str, target: str) -> int:
    """Send each message on before it is deleted: twice is a repetition, never would be a loss."""
    moved = 0
    while batch := sqs.receive_message(QueueUrl=source, MaxNumberOfMessages=BATCH, WaitTimeSeconds=1).get("Messages"):
        for message in batch:
            sqs.send_message(QueueUrl=target, MessageBody=message["Body"])
            sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
            moved += 1
    return moved


if __name__ == "__main__":
    main()
