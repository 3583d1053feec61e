"""Dataclasses as rows of plain values, and back: what our own types need, without 60 ms of loading a library."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

type Reader = Callable[[Any], Any]


_PLAIN = {str, int, bool}


class RowError(ValueError):
    """A row is not what its type says; `field` is the name of what cannot be read, never its value."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def row_of(value: Any) -> dict[str, Any]:
    """Write a dataclass as plain values: enums by value, times as ISO 8601 (UTC with a Z), tuples as lists."""
    return {name: plain(getattr(value, name)) for name in _readers(cast("Hashable", type(value)))}


def plain(value: Any) -> Any:
    """Write any value of a row."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return {name: plain(inner) for name, inner in value.items()} if isinstance(value, dict) else row_of(value)


def read_row[T](kind: type[T], row: Mapping[str, Any]) -> T:
    """Read a dataclass back; what it does not name is left out. Raises RowError."""
    known = {
        name: _read(name, read, row[name]) for name, read in _readers(cast("Hashable", kind)).items() if name in row
    }
    try:
        return kind(**known)
    except TypeError as exc:
        raise RowError(str(exc).partition(":")[2].strip()) from exc


def _read(name: str, read: Reader, value: Any) -> Any:
    try:
        return read(value)
    except RowError as exc:
        raise RowError(".".join(filter(None, (name, exc.field)))) from exc
    except (ValueError, TypeError, AttributeError) as exc:
        raise RowError(name) from exc


@cache
def _readers(kind: Any) -> dict[str, Reader]:
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind)}


def _reader(kind: Any) -> Reader:
    inner = get_args(kind)
    match get_origin(kind) or kind:
        case origin if origin in (UnionType, Union):
            return _optional([each for each in inner if each is not NoneType])
        case origin if origin is tuple:
            return _many(_reader(inner[0])) if inner[-1] is ... else _few([_reader(each) for each in inner])
        case origin if origin is datetime:
            return datetime.fromisoformat
        case origin if isinstance(origin, type) and is_dataclass(origin):
            return lambda value: read_row(origin, value)
        case origin if isinstance(origin, type) and issubclass(origin, Enum):
            return origin
        case origin if isinstance(origin, type):
            return _exactly(origin)
        case _:  # an alias of several plain types
            return lambda value: value


def _optional(kinds: list[Any]) -> Reader:
    read = _reader(kinds[0]) if len(kinds) == 1 else lambda value: value
    return lambda value: None if value is None else read(value)


def _many(read: Reader) -> Reader:
    return lambda values: tuple(map(read, values))


def _few(reads: list[Reader]) -> Reader:
    return lambda values: tuple(read(value) for read, value in zip(reads, values, strict=True))


def _exactly(kind: type) -> Reader:
    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(kind.__name__)
        return value

    return check
