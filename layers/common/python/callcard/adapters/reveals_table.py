"""The table of reveals: one item each, only ever added to."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pydantic import TypeAdapter

from callcard.domain.reveals import Reveal
from callcard.items import pack, reaching, unpack
from callcard.pages import Page, read_page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BOOK = "all"  # one company's reveals are one collection, ordered by time
KEPT = timedelta(days=366)
REVEAL = TypeAdapter(Reveal)


class RevealsTable:
    """Notes who was shown whose number."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client, self._table = client, table

    @reaching()
    def note(self, reveal: Reveal) -> None:
        """Note a reveal; when this returns, it is kept. Raises UnavailableError."""
        moment = f"{reveal.at.isoformat(timespec='milliseconds')}#{uuid4().hex[:12]}"
        row = {"book": BOOK, "moment": moment, "ttl": int((reveal.at + KEPT).timestamp())}
        self._client.put_item(
            TableName=self._table,
            Item=pack(row | REVEAL.dump_python(reveal, mode="json")),
            ConditionExpression="attribute_not_exists(moment)",  # who may note may change nothing that is noted
        )

    @reaching()
    def newest(self, cursor: str | None) -> Page[Reveal]:
        """List the newest reveals."""
        ask: dict[str, Any] = {
            "TableName": self._table,
            "KeyConditionExpression": "book = :all",
            "ExpressionAttributeValues": pack({":all": BOOK}),
            "ScanIndexForward": False,
            "ConsistentRead": True,
        }
        return read_page(partial(self._client.query, **ask), ("book", "moment"), _reveal, cursor)


def _reveal(item: dict[str, Any]) -> Reveal:
    return REVEAL.validate_python(unpack(item))
