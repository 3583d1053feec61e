"""DynamoDB as far as the doors use it: conditional writes, transactions, batches, queries; the rest is refused."""

import json
import re
from collections.abc import Callable
from typing import Any

from local.storm.conditions import UnknownError, holds, plain
from local.storm.schema import Keys

Item = dict[str, Any]
Ask = dict[str, Any]
APPEND = re.compile(r"SET (\w+) = list_append\(if_not_exists\(\1, (:\w+)\), (:\w+)\)")
PARTITION = re.compile(r"(\w+) = (:\w+)")
AT_MOST = {"TransactWriteItems": 100, "BatchWriteItem": 25, "BatchGetItem": 100}


class RefusedError(Exception):
    """An error of DynamoDB, as its answer's body."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.body = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code} | more


class Tables:
    """All tables in memory; each call is atomic, because one thread makes them all."""

    def __init__(self, keys: dict[str, Keys]) -> None:
        self._keys = keys
        self.rows: dict[str, dict[str, dict[str, Item]]] = {name: {} for name in keys}
        self._tokens: set[str] = set()

    def answer(self, operation: str, ask: Ask) -> dict[str, Any]:
        """Do one operation; raises RefusedError."""
        does: dict[str, Callable[[Ask], dict[str, Any]]] = {
            "GetItem": self._get,
            "PutItem": self._put_one,
            "DeleteItem": self._delete_one,
            "UpdateItem": self._append,
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
        except UnknownError as exc:
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
        if not self._holds(ask, key):
            raise RefusedError("ConditionalCheckFailedException")

    def _holds(self, ask: Ask, key: Item) -> bool:
        condition, values = ask.get("ConditionExpression"), ask.get("ExpressionAttributeValues", {})
        return condition is None or holds(condition, self._at(ask, key), values)

    def _put(self, ask: Ask) -> None:
        part, sort = self._place(ask["TableName"], ask["Item"])
        self.rows[ask["TableName"]].setdefault(part, {})[sort] = ask["Item"]

    def _drop(self, ask: Ask) -> Item | None:
        part, sort = self._place(ask["TableName"], ask["Key"])
        return self.rows[ask["TableName"]].get(part, {}).pop(sort, None)

    def _append(self, ask: Ask) -> dict[str, Any]:
        """Append to a list: of the updates the doors know, the one a storm makes (a card's trace)."""
        asked = APPEND.fullmatch(ask["UpdateExpression"])
        if asked is None or "ConditionExpression" in ask:
            raise RefusedError("ValidationException", message=ask["UpdateExpression"])
        values, item = ask["ExpressionAttributeValues"], self._at(ask, ask["Key"]) or ask["Key"]
        longer = item.get(asked[1], values[asked[2]])["L"] + values[asked[3]]["L"]
        self._put({"TableName": ask["TableName"], "Item": item | {asked[1]: {"L": longer}}})
        return {}

    def _at(self, ask: Ask, key: Item) -> Item | None:
        part, sort = self._place(ask["TableName"], key)
        return self.rows[ask["TableName"]].get(part, {}).get(sort)

    def _place(self, table: str, key: Item) -> tuple[str, str]:
        values = [_value(key[name]) for name in self._keys[table].names]
        return values[0], values[1] if len(values) > 1 else ""

    def _query(self, ask: Ask) -> dict[str, Any]:
        table, values = ask["TableName"], ask["ExpressionAttributeValues"]
        names = self._names(ask)
        asked = PARTITION.match(ask["KeyConditionExpression"])
        if asked is None or asked[1] != names[0]:
            raise RefusedError("ValidationException", message=str(ask))
        part = self.all(table) if "IndexName" in ask else self.rows[table].get(_value(values[asked[2]]), {}).values()
        rows = [item for item in part if holds(ask["KeyConditionExpression"], item, values)]
        forward = ask.get("ScanIndexForward", True)
        rows.sort(key=lambda item: _order(item, names), reverse=not forward)
        if start := ask.get("ExclusiveStartKey"):
            last = _order(start, names)
            rows = [row for row in rows if (_order(row, names) > last if forward else _order(row, names) < last)]
        limit = ask.get("Limit") or len(rows)
        more = {name: rows[limit - 1][name] for name in names} if len(rows) > limit else None
        found = [row for row in rows[:limit] if holds(ask.get("FilterExpression", ""), row, values)]
        return {"Items": found} | ({"LastEvaluatedKey": more} if more else {})

    def _names(self, ask: Ask) -> tuple[str, ...]:
        """Name the attributes a query goes by: an index's own key, then the table's."""
        keys = self._keys[ask["TableName"]]
        index = keys.indexes[ask["IndexName"]] if "IndexName" in ask else ()
        return tuple(dict.fromkeys(index + keys.names))


def _order(item: Item, names: tuple[str, ...]) -> list[str]:
    return [plain(item[name]) for name in names]


def _value(value: Any) -> str:
    return plain(value) if isinstance(value, dict) else json.dumps(value)
