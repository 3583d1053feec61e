"""How far an import from the command line is: items of State that outlive the process."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from callcard.items import pack, reaching, unpack

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class CheckpointsTable:
    """Reads and writes checkpoints by name; one that nobody comes back to leaves by itself."""

    def __init__(self, client: "DynamoDBClient", state: str) -> None:
        self._client, self._state = client, state

    @reaching()
    def read(self, name: str) -> dict[str, Any] | None:
        """Read a checkpoint; None when there is none."""
        found = self._client.get_item(TableName=self._state, Key=_key(name), ConsistentRead=True)
        value: dict[str, Any] | None = unpack(found["Item"])["value"] if "Item" in found else None
        return value

    @reaching()
    def save(self, name: str, value: dict[str, Any], until: datetime) -> None:
        """Write a checkpoint; `until` is when it may leave."""
        self._client.put_item(
            TableName=self._state, Item=_key(name) | pack({"value": value, "ttl": int(until.timestamp())})
        )

    @reaching()
    def forget(self, name: str) -> None:
        """Remove a checkpoint: the import is done."""
        self._client.delete_item(TableName=self._state, Key=_key(name))


def _key(name: str) -> dict[str, Any]:
    return pack({"pk": f"checkpoint#{name}"})
