"""DynamoDB's request units, counted as its documentation says, on tables in memory.

A write takes a unit for each KB of the larger of the item before and after, two in a transaction, whether its
condition holds or not; every index that the item enters, leaves or changes in takes its own. A read takes half a unit
for each 4 KB, or a whole one when it is consistent; a query is rounded up once for all it looked at.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from local.storm.schema import Keys

Item = dict[str, Any]
Ask = dict[str, Any]
type Where = tuple[str, tuple[str, ...]]  # a table, and an item's key
WRITES = {"PutItem": "Item", "DeleteItem": "Key", "UpdateItem": "Key"}


def size_of(item: Item | None) -> int:
    """Give an item's size in bytes, names included."""
    return sum(len(name.encode()) + _value_size(value) for name, value in (item or {}).items())


def _value_size(value: Item) -> int:
    kind, inner = next(iter(value.items()))
    match kind:
        case "S":
            return len(inner.encode())
        case "N":
            return ceil(len(inner.lstrip("-").replace(".", "")) / 2) + 1
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value_size(each) for name, each in inner.items())
        case "L":
            return 3 + sum(1 + _value_size(each) for each in inner)
        case _:
            return 1


def write_units(item_size: int) -> int:
    """Units of one write outside a transaction."""
    return max(1, ceil(item_size / 1024))


def read_units(size: int, *, consistent: bool) -> float:
    """Units of one read."""
    return max(1, ceil(size / 4096)) * (1 if consistent else 0.5)


@dataclass(slots=True)
class Meter:
    """Counts units by place ("CallsTable", "CallsTable.OpenIndex") and partition."""

    keys: dict[str, Keys]
    writes: Counter[tuple[str, str]] = field(default_factory=Counter)
    reads: Counter[tuple[str, str]] = field(default_factory=Counter)

    def wrote(self, table: str, before: Item | None, after: Item | None, *, factor: int) -> None:
        """Count one write, in the table and in its indexes; what was refused or only checked is after as before."""
        keys = self.keys[table]
        some = after or before or {}
        self.writes[table, _part(some, keys.names)] += factor * write_units(max(size_of(before), size_of(after)))
        for name, index in keys.indexes.items():
            for part, size in _index_writes(before, after, index):
                self.writes[f"{table}.{name}", part] += write_units(size)

    def read(self, place: str, part: str, size: int, *, consistent: bool) -> None:
        """Count one read."""
        self.reads[place, part] += read_units(size, consistent=consistent)  # type: ignore[assignment]  # halves


def _index_writes(before: Item | None, after: Item | None, index: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """List what an index with everything projected has to write, as (partition, size)."""
    old, new = (item if item and all(name in item for name in index) else None for item in (before, after))
    if old and new and _key(old, index) == _key(new, index):
        if old != new:
            yield _part(new, index), max(size_of(old), size_of(new))
        return
    for item in (old, new):
        if item:
            yield _part(item, index), size_of(item)


def _key(item: Item, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(str(item.get(name)) for name in names)


def _part(item: Item, names: tuple[str, ...]) -> str:
    return str(next(iter(item.get(names[0], {"S": ""}).values())))


@dataclass(frozen=True, slots=True)
class Metered:
    """Tables whose every operation is counted; `inner` has answer(), all() and rows as local/storm/tables.py has."""

    inner: Any
    meter: Meter

    def answer(self, operation: str, ask: Ask) -> Any:
        """Do one operation, and count it even if it is refused."""
        before = {place: self._at(*place) for place in self._written(operation, ask)}
        factor = 2 if operation == "TransactWriteItems" else 1
        try:
            told = self.inner.answer(operation, ask)
        except Exception:
            self._count_writes(before, factor, refused=True)
            raise
        self._count_writes(before, factor, refused=False)
        self._count_reads(operation, ask)
        return told

    def _count_writes(self, before: dict[Where, Item | None], factor: int, *, refused: bool) -> None:
        for (table, key), old in before.items():
            new = old if refused else self._at(table, key)
            names = self.meter.keys[table].names
            shape = dict(zip(names, ({"S": each} for each in key), strict=True))
            self.meter.wrote(table, old or shape, new or (shape if refused or old is None else None), factor=factor)

    def _written(self, operation: str, ask: Ask) -> list[Where]:
        """List the items that an operation writes or checks."""
        if operation in WRITES:
            return [self._place(ask["TableName"], ask[WRITES[operation]])]
        if operation == "TransactWriteItems":
            parts = [part for write in ask["TransactItems"] for part in write.values()]
            return [self._place(part["TableName"], part.get("Item") or part["Key"]) for part in parts]
        if operation == "BatchWriteItem":
            batches = ask["RequestItems"].items()
            writes = [(table, part) for table, asks in batches for write in asks for part in write.values()]
            return [self._place(table, part.get("Item") or part["Key"]) for table, part in writes]
        return []

    def _count_reads(self, operation: str, ask: Ask) -> None:
        counts: dict[str, Callable[[Ask], None]] = {
            "GetItem": self._got,
            "Query": self._queried,
            "Scan": self._scanned,
            "BatchGetItem": self._got_some,
        }
        if operation in counts:
            counts[operation](ask)

    def _got(self, ask: Ask) -> None:
        table, key = self._place(ask["TableName"], ask["Key"])
        self.meter.read(table, key[0], size_of(self._at(table, key)), consistent=ask.get("ConsistentRead", False))

    def _got_some(self, ask: Ask) -> None:
        for table, asked in ask["RequestItems"].items():
            for key in asked["Keys"]:
                self._got({"TableName": table, "Key": key, "ConsistentRead": asked.get("ConsistentRead", False)})

    def _queried(self, ask: Ask) -> None:
        table, index = ask["TableName"], ask.get("IndexName")
        looked_at = self.inner.answer("Query", {name: ask[name] for name in ask if name != "FilterExpression"})["Items"]
        place = f"{table}.{index}" if index else table
        names = self.meter.keys[table].indexes[index] if index else self.meter.keys[table].names
        part = _part(looked_at[0], names) if looked_at else ""
        size = sum(map(size_of, looked_at))
        self.meter.read(place, part, size, consistent=ask.get("ConsistentRead", False))

    def _scanned(self, ask: Ask) -> None:
        size = sum(map(size_of, self.inner.all(ask["TableName"])))
        self.meter.read(ask["TableName"], "", size, consistent=ask.get("ConsistentRead", False))

    def _place(self, table: str, key: Item) -> Where:
        return table, tuple(str(next(iter(key[name].values()))) for name in self.meter.keys[table].names)

    def _at(self, table: str, key: tuple[str, ...]) -> Item | None:
        found: Item | None = self.inner.rows[table].get(key[0], {}).get(key[1] if len(key) > 1 else "")
        return found
