"""DynamoDB in memory with every condition that a contender may write; each operation is atomic."""

from typing import Any

from local.bench.stub.expressions import Item, UnreadableError, condition, plain, update
from local.storm.schema import Keys
from local.storm.tables import Ask, RefusedError, Tables


class LiveTables(Tables):
    """The storm's tables, with DynamoDB's whole language of conditions and updates."""

    def __init__(self, keys: dict[str, Keys], world: dict[str, list[Item]]) -> None:
        super().__init__(keys)
        for table, items in world.items():
            for item in items:
                self._put({"TableName": table, "Item": item})

    def answer(self, operation: str, ask: Ask) -> dict[str, Any]:
        """Do one operation; raises RefusedError."""
        try:
            return super().answer(operation, ask)
        except UnreadableError as exc:
            raise RefusedError("ValidationException", message=str(exc)) from exc

    def _holds(self, ask: Ask, key: Item) -> bool:
        text = ask.get("ConditionExpression")
        return text is None or condition(text)(_scope(self._at(ask, key), ask))

    def _check(self, ask: Ask, key: Item) -> None:
        if self._holds(ask, key):
            return
        there = self._at(ask, key)
        told = {"Item": there} if there and ask.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" else {}
        raise RefusedError("ConditionalCheckFailedException", **told)

    def _append(self, ask: Ask) -> dict[str, Any]:
        self._check(ask, ask["Key"])
        before = self._at(ask, ask["Key"])
        scope, after = _scope(before, ask), dict(before or ask["Key"])
        for clause, name, value in update(ask["UpdateExpression"]):
            _change(after, clause, scope[1].get(name, name), value(scope))
        self._put({"TableName": ask["TableName"], "Item": after})
        returned = {"ALL_NEW": after, "ALL_OLD": before}.get(ask.get("ReturnValues", ""))
        return {"Attributes": returned} if returned else {}

    def _query(self, ask: Ask) -> dict[str, Any]:
        fits, names = condition(ask["KeyConditionExpression"]), self._names(ask)
        part = [row for row in self._partition(ask, names[0]) if fits(_scope(row, ask))]
        forward = ask.get("ScanIndexForward", True)
        rows = sorted(part, key=lambda row: [plain(row[name]) for name in names], reverse=not forward)
        limit = ask.get("Limit") or len(rows)
        text = ask.get("FilterExpression")
        found = [row for row in rows[:limit] if text is None or condition(text)(_scope(row, ask))]
        more = {"LastEvaluatedKey": {name: rows[limit - 1][name] for name in names}} if len(rows) > limit else {}
        return {"Items": found, "Count": len(found), "ScannedCount": len(rows[:limit])} | more

    def _partition(self, ask: Ask, name: str) -> list[Item]:
        """Give the rows of the partition a query names, without looking at any other's."""
        if "IndexName" in ask:
            return [row for row in self.all(ask["TableName"]) if name in row]
        kept = self.rows[ask["TableName"]]
        named = {str(plain(value)) for value in ask["ExpressionAttributeValues"].values()}
        return [row for value in named for row in kept.get(value, {}).values()]


def _scope(item: Item | None, ask: Ask) -> tuple[Item, dict[str, str], Item]:
    return item or {}, ask.get("ExpressionAttributeNames") or {}, ask.get("ExpressionAttributeValues") or {}


def _change(item: Item, clause: str, name: str, value: Any) -> None:
    if clause == "SET":
        item[name] = value
    elif clause == "REMOVE":
        item.pop(name, None)
    elif clause == "ADD" and "N" in value:
        item[name] = {"N": str(plain(item.get(name, {"N": "0"})) + plain(value))}
    elif clause == "ADD":
        kind, more = next(iter(value.items()))
        item[name] = {kind: sorted({*item.get(name, {kind: []})[kind], *more})}
    else:
        raise UnreadableError(clause)
