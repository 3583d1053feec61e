"""DynamoDB as far as the doors use it: conditional writes, transactions, queries; what it does not know it refuses."""

import json
import re
from typing import Any

from local.storm.schema import Keys

Item = dict[str, Any]
Ask = dict[str, Any]
ABSENT = re.compile(r"attribute_not_exists\((\w+)\)")
EQUAL = re.compile(r"(\w+) = (:\w+)")
BETWEEN = re.compile(r"#\w+ BETWEEN :\w+ AND :\w+")  # of an item that no storm writes
APPEND = re.compile(r"SET (\w+) = list_append\(if_not_exists\(\1, (:\w+)\), (:\w+)\)")
KEY = re.compile(r"(\w+) = (:\w+)(?: AND (\w+) (=|<|>=) (:\w+))?")


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
        match operation:
            case "PutItem":
                self._check(ask, ask["Item"])
                return self._put(ask)
            case "TransactWriteItems":
                return self._together(ask)
            case "UpdateItem":
                return self._append(ask)
            case "Query":
                return {"Items": self._query(ask)}
            case "Scan":
                return {"Items": self.all(ask["TableName"])}
            case "GetItem":
                found = self._at(ask, ask["Key"])
                return {"Item": found} if found else {}
            case "DeleteItem":
                self._check(ask, ask["Key"])
                part, sort = self._place(ask["TableName"], ask["Key"])
                gone = self.rows[ask["TableName"]].get(part, {}).pop(sort, None)
                return {"Attributes": gone} if gone and "ReturnValues" in ask else {}
        raise RefusedError("ValidationException", message=operation)

    def all(self, table: str) -> list[Item]:
        """List a whole table."""
        return [item for rows in self.rows[table].values() for item in rows.values()]

    def _together(self, ask: Ask) -> dict[str, Any]:
        token = ask.get("ClientRequestToken", "")
        if token in self._tokens:
            return {}  # the same transaction again: it is done already
        writes = [(name, part) for write in ask["TransactItems"] for name, part in write.items()]
        if not all(self._holds(part, part.get("Item") or part["Key"]) for _, part in writes):
            reasons = [{"Code": "None" if self._holds(p, p.get("Item") or p["Key"]) else "ConditionalCheckFailed"}
                       for _, p in writes]  # fmt: skip
            raise RefusedError("TransactionCanceledException", CancellationReasons=reasons)
        for name, part in writes:
            if name == "Put":
                self._put(part)
        self._tokens.add(token)
        return {}

    def _check(self, ask: Ask, key: Item) -> None:
        if not self._holds(ask, key):
            raise RefusedError("ConditionalCheckFailedException")

    def _holds(self, ask: Ask, key: Item) -> bool:
        condition = ask.get("ConditionExpression")
        if condition is None:
            return True
        found = self._at(ask, key)
        if absent := ABSENT.fullmatch(condition):
            return found is None or absent[1] not in found
        if equal := EQUAL.fullmatch(condition):
            return found is not None and found.get(equal[1]) == ask["ExpressionAttributeValues"][equal[2]]
        if BETWEEN.fullmatch(condition) and found is None:
            return False
        raise RefusedError("ValidationException", message=condition)

    def _put(self, ask: Ask) -> dict[str, Any]:
        part, sort = self._place(ask["TableName"], ask["Item"])
        self.rows[ask["TableName"]].setdefault(part, {})[sort] = ask["Item"]
        return {}

    def _append(self, ask: Ask) -> dict[str, Any]:
        """Append to a list: of the updates the doors know, the one a storm makes (a card's trace)."""
        asked = APPEND.fullmatch(ask["UpdateExpression"])
        if asked is None or "ConditionExpression" in ask:
            raise RefusedError("ValidationException", message=ask["UpdateExpression"])
        values, item = ask["ExpressionAttributeValues"], self._at(ask, ask["Key"]) or ask["Key"]
        longer = item.get(asked[1], values[asked[2]])["L"] + values[asked[3]]["L"]
        return self._put({"TableName": ask["TableName"], "Item": item | {asked[1]: {"L": longer}}})

    def _at(self, ask: Ask, key: Item) -> Item | None:
        part, sort = self._place(ask["TableName"], key)
        return self.rows[ask["TableName"]].get(part, {}).get(sort)

    def _place(self, table: str, key: Item) -> tuple[str, str]:
        values = [_value(key[name]) for name in self._keys[table].names]
        return values[0], values[1] if len(values) > 1 else ""

    def _query(self, ask: Ask) -> list[Item]:
        asked = KEY.fullmatch(ask["KeyConditionExpression"])
        keys, values = self._keys[ask["TableName"]], ask["ExpressionAttributeValues"]
        if asked is None or "FilterExpression" in ask:
            raise RefusedError("ValidationException", message=str(ask))
        wanted = values[asked[2]]
        if index := ask.get("IndexName"):
            if keys.indexes[index] != asked[1]:
                raise RefusedError("ValidationException", message=index)
            return [item for item in self.all(ask["TableName"]) if item.get(asked[1]) == wanted][: ask.get("Limit")]
        rows = sorted(self.rows[ask["TableName"]].get(_value(wanted), {}).items())
        if asked[3]:
            bound = _value(values[asked[5]])
            rows = [row for row in rows if (row[0] < bound if asked[4] == "<" else row[0] >= bound)]
        ordered = rows if ask.get("ScanIndexForward", True) else rows[::-1]
        return [item for _, item in ordered][: ask.get("Limit")]


def _value(value: Any) -> str:
    return str(next(iter(value.values()))) if isinstance(value, dict) else json.dumps(value)
