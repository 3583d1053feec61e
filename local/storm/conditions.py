"""DynamoDB's expressions as far as the doors write them; what is not known is refused."""

import re
from collections.abc import Callable
from typing import Any

Item = dict[str, Any]
BETWEEN = re.compile(r"#\w+ BETWEEN :\w+ AND :\w+")  # of an item that no storm writes
ABSENT = re.compile(r"attribute_not_exists\((\w+)\)")
CALLED = re.compile(r"(begins_with|contains)\((\w+), (:\w+)\)")
COMPARED = re.compile(r"(\w+) (=|<|>=) (:\w+)")
TESTS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda one, other: one == other,
    "<": lambda one, other: one < other,
    ">=": lambda one, other: one >= other,
    "begins_with": lambda one, other: one.startswith(other),
    "contains": lambda one, other: other in one,
}


class UnknownError(Exception):
    """An expression nobody has needed so far."""


def holds(expression: str, item: Item | None, values: Item) -> bool:
    """Say whether an expression is true of an item, or of none."""
    if not expression:
        return True
    if BETWEEN.fullmatch(expression) and item is None:
        return False
    if " OR " in expression:
        return any(holds(part, item, values) for part in expression.split(" OR "))
    return all(_single(part, item, values) for part in expression.split(" AND "))


def plain(value: Item) -> str:
    """Give what sorts and compares: every key of ours is a text, every version a number."""
    return str(next(iter(value.values())))


def _single(expression: str, item: Item | None, values: Item) -> bool:
    if absent := ABSENT.fullmatch(expression):
        return item is None or absent[1] not in item
    if called := CALLED.fullmatch(expression):
        test, name, value = called.groups()
    elif compared := COMPARED.fullmatch(expression):
        name, test, value = compared.groups()
    else:
        raise UnknownError(expression)
    return item is not None and name in item and TESTS[test](plain(item[name]), plain(values[value]))
