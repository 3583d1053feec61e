"""DynamoDB's expressions, read once and kept: conditions, filters, updates; nested paths are refused."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

Item = dict[str, Any]
Scope = tuple[Item, dict[str, str], Item]  # the item, the names behind #…, the values behind :…
Part = Callable[[Scope], Any]

TOKEN = re.compile(r"\s*([#:]?\w+|<>|<=|>=|[=<>(),+-])")
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "<>": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
}


class UnreadableError(Exception):
    """An expression that DynamoDB refuses, or that nobody has needed so far."""


@lru_cache(maxsize=1000)
def condition(text: str) -> Part:
    """Read a condition; it says of a scope whether it holds."""
    reader = Reader(text)
    found = reader.either()
    reader.end()
    return found


@lru_cache(maxsize=1000)
def update(text: str) -> list[tuple[str, str, Part]]:
    """Read an update as (clause, name, value)."""
    reader, changes, clause = Reader(text), list[tuple[str, str, Part]](), ""
    while reader.peek():
        if reader.peek().upper() in ("SET", "ADD", "REMOVE", "DELETE"):
            clause = reader.take().upper()
        name = reader.take()
        if clause == "SET":
            reader.want("=")
        changes.append(
            (clause, name, reader.sum() if clause == "SET" else _nothing if clause == "REMOVE" else reader.operand())
        )
        if reader.peek() == ",":
            reader.take()
    return changes


class Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens, at = list[str](), 0
        text = text.strip()
        while at < len(text):
            found = TOKEN.match(text, at)
            if found is None:
                raise UnreadableError(text)
            self._tokens.append(found[1])
            at = found.end()
        self._text, self._at = text, 0

    def peek(self) -> str:
        """Look at the next token; "" at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        """Take the next token."""
        token = self.peek()
        if not token:
            raise UnreadableError(self._text)
        self._at += 1
        return token

    def want(self, token: str) -> None:
        """Take a token that has to be there."""
        if self.take().upper() != token:
            raise UnreadableError(self._text)

    def end(self) -> None:
        """Nothing may follow."""
        if self.peek():
            raise UnreadableError(self._text)

    def either(self) -> Part:
        """Read what OR joins."""
        parts = [self._both()]
        while self.peek().upper() == "OR":
            self.take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else lambda scope: any(part(scope) for part in parts)

    def _both(self) -> Part:
        parts = [self._single()]
        while self.peek().upper() == "AND":
            self.take()
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else lambda scope: all(part(scope) for part in parts)

    def _single(self) -> Part:
        word = self.peek()
        if word.upper() == "NOT":
            self.take()
            denied = self._single()
            return lambda scope: not denied(scope)
        if word == "(":
            self.take()
            inner = self.either()
            self.want(")")
            return inner
        if word in ("attribute_exists", "attribute_not_exists", "begins_with", "contains"):
            return self._claim(self.take())
        return self._comparison()

    def _claim(self, word: str) -> Part:
        one, *more = self._arguments()
        if word == "attribute_exists":
            return lambda scope: one(scope) is not None
        if word == "attribute_not_exists":
            return lambda scope: one(scope) is None
        if word == "begins_with":
            return lambda scope: (text := plain(one(scope))) is not None and text.startswith(plain(more[0](scope)))
        return lambda scope: (whole := plain(one(scope))) is not None and plain(more[0](scope)) in whole

    def _comparison(self) -> Part:
        one, sign = self.operand(), self.take()
        if sign.upper() == "BETWEEN":
            low = self.operand()
            self.want("AND")
            high = self.operand()
            return lambda scope: _compared("<=", low(scope), one(scope)) and _compared("<=", one(scope), high(scope))
        if sign not in COMPARE:
            raise UnreadableError(self._text)
        other = self.operand()
        return lambda scope: _compared(sign, one(scope), other(scope))

    def sum(self) -> Part:
        """Read the value an attribute is set to."""
        one = self.operand()
        if self.peek() not in ("+", "-"):
            return one
        sign, other = 1 if self.take() == "+" else -1, self.operand()
        return lambda scope: {"N": str(plain(one(scope)) + sign * plain(other(scope)))}

    def operand(self) -> Part:
        """Read a value: one that was sent along, an attribute, or a function of some."""
        word = self.take()
        if self.peek() != "(":
            return _named(word)
        one, *more = self._arguments()
        if word == "size":
            return lambda scope: {"N": str(len(plain(one(scope)) or ""))}
        if word == "if_not_exists":
            return lambda scope: one(scope) or more[0](scope)
        if word == "list_append":
            return lambda scope: {"L": one(scope)["L"] + more[0](scope)["L"]}
        raise UnreadableError(self._text)

    def _arguments(self) -> list[Part]:
        self.want("(")
        parts = [self.operand()]
        while self.peek() == ",":
            self.take()
            parts.append(self.operand())
        self.want(")")
        return parts


def plain(value: Item | None) -> Any:
    """Give what a typed value compares by; None for none."""
    if value is None:
        return None
    kind, inner = next(iter(value.items()))
    return Decimal(inner) if kind == "N" else inner


def _named(word: str) -> Part:
    if word.startswith(":"):
        return lambda scope: scope[2][word]
    return lambda scope: scope[0].get(scope[1].get(word, word))


def _compared(sign: str, one: Item | None, other: Item | None) -> bool:
    if one is None or other is None or next(iter(one)) != next(iter(other)):
        return sign == "<>" and one is not other
    return COMPARE[sign](plain(one), plain(other))


def _nothing(_: Scope) -> None:
    return None
