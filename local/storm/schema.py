"""The tables' keys, as template.yaml has them."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from local.places import ROOT


@dataclass(frozen=True, slots=True)
class Keys:
    """A table's own key, and each of its indexes'."""

    names: tuple[str, ...]
    indexes: dict[str, tuple[str, ...]] = field(default_factory=dict)


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short functions as plain values."""


def _plain(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else node.value


_Loader.add_multi_constructor("!", _plain)


@cache
def table_keys() -> dict[str, Keys]:
    """Read every table of the template, by its logical id."""
    template = yaml.load((ROOT / "template.yaml").read_text(encoding="utf-8"), _Loader)
    tables = {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::DynamoDB::Table"
    }
    return {name: Keys(_key(table), _indexes(table)) for name, table in tables.items()}


def _key(schema: dict[str, Any]) -> tuple[str, ...]:
    return tuple(part["AttributeName"] for part in schema["KeySchema"])


def _indexes(table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {index["IndexName"]: _key(index) for index in table.get("GlobalSecondaryIndexes", [])}
