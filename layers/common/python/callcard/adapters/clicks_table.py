"""Clicks that dial: the conditional write that lets one click dial at most once (design, invariant 4)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from callcard.items import pack, reaching, unpack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REMEMBERED = timedelta(days=1)
FOLLOWED_WITHIN = timedelta(seconds=120)  # a later call is not that click's
SAME_DIGITS = 10  # what 8…, 7… and the number without either share
PENDING = "pending"


class ClicksTable:
    """Remembers each click of each operator and how it went, and which call each is waiting for."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def claim(self, operator_id: str, request_id: str, now: datetime) -> bool:
        """Take a click for oneself; False when it was taken before. Only who claims may dial."""
        me = uuid4().hex
        row = {
            "pk": _click(operator_id, request_id),
            "claimed_by": me,
            "outcome": PENDING,
            "ttl": int((now + REMEMBERED).timestamp()),
        }
        try:
            self._client.put_item(
                TableName=self._table,
                Item=pack(row),
                # botocore repeats a write whose answer was lost: the repetition finds its own claim
                ConditionExpression="attribute_not_exists(pk) OR claimed_by = :me",
                ExpressionAttributeValues=pack({":me": me}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    @reaching()
    def settle(self, operator_id: str, request_id: str, failure: str | None) -> None:
        """Note how a click went: None when the PBX accepted it, else the PBX's words."""
        self._client.update_item(
            TableName=self._table,
            Key=pack({"pk": _click(operator_id, request_id)}),
            UpdateExpression="SET outcome = :o, failure = :f",
            ExpressionAttributeValues=pack({":o": "failed" if failure is not None else "accepted"})
            | {":f": {"S": failure or ""}},
        )

    @reaching()
    def outcome(self, operator_id: str, request_id: str) -> tuple[bool, str | None]:
        """Tell whether a click is settled, and its failure (None: accepted)."""
        key = pack({"pk": _click(operator_id, request_id)})
        found = self._client.get_item(TableName=self._table, Key=key, ConsistentRead=True)
        row = unpack(found.get("Item", {}))
        failed = row.get("outcome") == "failed"
        return row.get("outcome", PENDING) != PENDING, row.get("failure", "") if failed else None

    @reaching()
    def release(self, operator_id: str, request_id: str) -> None:
        """Forget a click that was claimed and dialled nothing."""
        key = pack({"pk": _click(operator_id, request_id)})
        self._client.delete_item(TableName=self._table, Key=key)

    @reaching()
    def expect(self, extension: str, phone: str, request_id: str, now: datetime) -> None:
        """Note that a click's call is to follow at an extension, within 120 s."""
        row = {
            "pk": _dialled(extension, phone),
            "request_id": request_id,
            "ttl": int((now + FOLLOWED_WITHIN).timestamp()),
        }
        self._client.put_item(TableName=self._table, Item=pack(row))

    @reaching()
    def give_up(self, extension: str, phone: str, request_id: str) -> None:
        """Expect a click's call no more, as the PBX refused it."""
        try:
            self._client.delete_item(
                TableName=self._table,
                Key=pack({"pk": _dialled(extension, phone)}),
                ConditionExpression="request_id = :r",
                ExpressionAttributeValues=pack({":r": request_id}),
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return

    @reaching()
    def followed(self, extension: str, phone: str, at: datetime) -> str | None:
        """Take the click that a call which began at `at` follows from; None when the operator dialled by hand."""
        try:
            taken = self._client.delete_item(
                TableName=self._table,
                Key=pack({"pk": _dialled(extension, phone)}),
                ConditionExpression="#ttl BETWEEN :from AND :till",
                ExpressionAttributeNames={"#ttl": "ttl"},
                ExpressionAttributeValues=pack(
                    # an event from the spool may be older than the click
                    {":from": int(at.timestamp()), ":till": int((at + FOLLOWED_WITHIN).timestamp()) + 1}
                ),
                ReturnValues="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return str(unpack(taken["Attributes"])["request_id"])


def _click(operator_id: str, request_id: str) -> str:
    return f"click#{operator_id}#{request_id}"


def _dialled(extension: str, phone: str) -> str:
    return f"dialled#{extension}#{phone[-SAME_DIGITS:]}"
