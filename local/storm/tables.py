"""DynamoDB in memory: conditional writes, updates, transactions, batches, queries; the rest is refused."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from local.storm.changes import changed, scope_of
from local.storm.expressions import Item, UnreadableError, condition, plain
from local.storm.schema import Keys

Ask = dict[str, Any]
AT_MOST = {"TransactWriteItems": 100, "BatchWriteItem": 25, "BatchGetItem": 100}


class RefusedError(Exception):
    """An error of DynamoDB, as its answer's body."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code} | more


class Tables:
    """All tables in memory; each call is atomic, because one thread makes them all."""

    def __init__(self, keys: dict[str, Keys], holding: dict[str, list[Item]] | None = None) -> None:
        self._keys = keys
        self.rows: dict[str, dict[str, dict[str, Item]]] = {name: {} for name in keys}
        self._tokens: set[str] = set()
        for table, items in (holding or {}).items():
            for item in items:
                self._put({"TableName": table, "Item": item})

    def answer(self, operation: str, ask: Ask) -> dict[str, Any]:
        """Do one operation; raises RefusedError."""
        does: dict[str, Callable[[Ask], dict[str, Any]]] = {
            "GetItem": self._get,
            "PutItem": self._put_one,
            "DeleteItem": self._delete_one,
            "UpdateItem": self._update,
            "TransactWriteItems": self._together,
            "BatchWriteItem": self._each,
            "BatchGetItem": self._some,
            "Query": self._query,
            "Scan": lambda ask: {"Items": self.all(ask["TableName"])},
        }
        if operation not in does:
            raise RefusedError("ValidationException", message=operation)
        try:
            return does[operation](ask)
        except UnreadableError as exc:
            raise RefusedError("ValidationException", message=str(exc)) from exc

    def all(self, table: str) -> list[Item]:
        """List a whole table."""
        return [item for rows in self.rows[table].values() for item in rows.values()]

    def _get(self, ask: Ask) -> dict[str, Any]:
        found = self._at(ask, ask["Key"])
        return {"Item": found} if found else {}

    def _put_one(self, ask: Ask) -> dict[str, Any]:
        self._check(ask, ask["Item"])
        self._put(ask)
        return {}

    def _delete_one(self, ask: Ask) -> dict[str, Any]:
        self._check(ask, ask["Key"])
        gone = self._drop(ask)
        return {"Attributes": gone} if gone and "ReturnValues" in ask else {}

    def _together(self, ask: Ask) -> dict[str, Any]:
        token = ask.get("ClientRequestToken", "")
        if token in self._tokens:
            return {}  # the same transaction again: it is done already
        writes = [(name, part) for write in ask["TransactItems"] for name, part in write.items()]
        keys = [(part["TableName"], part.get("Item") or part["Key"]) for _, part in writes]
        self._different(keys, AT_MOST["TransactWriteItems"])
        held = [self._holds(part, key) for (_, part), (_, key) in zip(writes, keys, strict=True)]
        if not all(held):
            reasons = [{"Code": "None" if good else "ConditionalCheckFailed"} for good in held]
            raise RefusedError("TransactionCanceledException", CancellationReasons=reasons)
        for name, part in writes:
            self._do(name, part)
        self._tokens.add(token)
        return {}

    def _each(self, batch: Ask) -> dict[str, Any]:
        asked = [(table, one) for table, asks in batch["RequestItems"].items() for one in asks]
        writes = [(table, kind, ask) for table, one in asked for kind, ask in one.items()]
        keys = [(table, ask.get("Item") or ask["Key"]) for table, _, ask in writes]
        self._different(keys, AT_MOST["BatchWriteItem"])
        for table, kind, ask in writes:
            self._do(kind.removesuffix("Request"), ask | {"TableName": table})
        return {}

    def _do(self, kind: str, ask: Ask) -> None:
        if kind == "Put":
            self._put(ask)
        elif kind == "Delete":
            self._drop(ask)

    def _some(self, batch: Ask) -> dict[str, Any]:
        requests = batch["RequestItems"]
        keys = [(table, key) for table, ask in requests.items() for key in ask["Keys"]]
        self._different(keys, AT_MOST["BatchGetItem"])
        found: dict[str, list[Item]] = {table: [] for table in requests}
        for table, key in keys:
            if item := self._at({"TableName": table}, key):
                found[table].append(item)
        return {"Responses": found}

    def _different(self, keys: list[tuple[str, Item]], at_most: int) -> None:
        places = [(table, *self._place(table, key)) for table, key in keys]
        if len(set(places)) < len(places) or not 0 < len(places) <= at_most:
            raise RefusedError("ValidationException", message="too many, or one of them twice")

    def _check(self, ask: Ask, key: Item) -> None:
        if self._holds(ask, key):
            return
        there = self._at(ask, key)
        told = {"Item": there} if there and ask.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" else {}
        raise RefusedError("ConditionalCheckFailedException", **told)

    def _holds(self, ask: Ask, key: Item) -> bool:
        return _fits(ask, "ConditionExpression", self._at(ask, key))

    def _put(self, ask: Ask) -> None:
        part, sort = self._place(ask["TableName"], ask["Item"])
        self.rows[ask["TableName"]].setdefault(part, {})[sort] = ask["Item"]

    def _drop(self, ask: Ask) -> Item | None:
        part, sort = self._place(ask["TableName"], ask["Key"])
        return self.rows[ask["TableName"]].get(part, {}).pop(sort, None)

    def _update(self, ask: Ask) -> dict[str, Any]:
        self._check(ask, ask["Key"])
        before = self._at(ask, ask["Key"])
        after = changed(before, ask)
        self._put({"TableName": ask["TableName"], "Item": after})
        returned = {"ALL_NEW": after, "ALL_OLD": before}.get(ask.get("ReturnValues", ""))
        return {"Attributes": returned} if returned else {}

    def _at(self, ask: Ask, key: Item) -> Item | None:
        part, sort = self._place(ask["TableName"], key)
        return self.rows[ask["TableName"]].get(part, {}).get(sort)

    def _place(self, table: str, key: Item) -> tuple[str, str]:
        values = [_value(key[name]) for name in self._keys[table].names]
        return values[0], values[1] if len(values) > 1 else ""

    def _query(self, ask: Ask) -> dict[str, Any]:
        names = self._names(ask)
        rows = [row for row in self._partition(ask, names[0]) if _fits(ask, "KeyConditionExpression", row)]
        forward = ask.get("ScanIndexForward", True)
        rows.sort(key=lambda item: _order(item, names), reverse=not forward)
        if start := ask.get("ExclusiveStartKey"):
            last = _order(start, names)
            rows = [row for row in rows if (_order(row, names) > last if forward else _order(row, names) < last)]
        limit = ask.get("Limit") or len(rows)
        more = {name: rows[limit - 1][name] for name in names} if len(rows) > limit else None
        found = [row for row in rows[:limit] if _fits(ask, "FilterExpression", row)]
        told = {"Items": found, "Count": len(found), "ScannedCount": len(rows[:limit])}
        return told | ({"LastEvaluatedKey": more} if more else {})

    def _partition(self, ask: Ask, name: str) -> Iterable[Item]:
        """Give the rows of the partition a query names, without looking at any other's; an index has no partitions."""
        if "IndexName" in ask:
            return (row for row in self.all(ask["TableName"]) if name in row)
        named = {_value(value) for value in ask["ExpressionAttributeValues"].values()}
        kept = self.rows[ask["TableName"]]
        return (row for value in named for row in kept.get(value, {}).values())

    def _names(self, ask: Ask) -> tuple[str, ...]:
        """Name the attributes a query goes by: an index's own key, then the table's."""
        keys = self._keys[ask["TableName"]]
        index = keys.indexes[ask["IndexName"]] if "IndexName" in ask else ()
        return tuple(dict.fromkeys(index + keys.names))


def _fits(ask: Ask, name: str, item: Item | None) -> bool:
    return name not in ask or condition(ask[name])(scope_of(item, ask))


def _order(item: Item, names: tuple[str, ...]) -> list[Any]:
    return [plain(item[name]) for name in names]


def _value(value: Any) -> str:
    return str(plain(value)) if isinstance(value, dict) else json.dumps(value)
