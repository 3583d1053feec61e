"""What an update makes of an item."""

from typing import Any

from local.storm.expressions import Item, Scope, UnreadableError, plain, update


def scope_of(item: Item | None, ask: dict[str, Any]) -> Scope:
    """Give an expression what it is about: the item, the names and the values that came along."""
    return item or {}, ask.get("ExpressionAttributeNames") or {}, ask.get("ExpressionAttributeValues") or {}


def changed(item: Item | None, ask: dict[str, Any]) -> Item:
    """Make the item that an update leaves; raises UnreadableError."""
    scope, after = scope_of(item, ask), dict(item or ask["Key"])
    for clause, name, value in update(ask["UpdateExpression"]):
        _change(after, clause, scope[1].get(name, name), value(scope))
    return after


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
