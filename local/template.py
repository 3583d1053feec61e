"""template.yaml as plain values, for what has to agree with it."""

from functools import cache
from typing import Any

import yaml

from local.places import ROOT


class Loader(yaml.SafeLoader):
    """Reads CloudFormation's short functions as plain values."""


def plain(loader: yaml.SafeLoader, _: str, node: yaml.Node) -> Any:
    """Give what a short function is applied to."""
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return node.value


Loader.add_multi_constructor("!", plain)


@cache
def read_template() -> dict[str, Any]:
    """Read it once; nobody changes what is given."""
    loaded: dict[str, Any] = yaml.load((ROOT / "template.yaml").read_text(encoding="utf-8"), Loader)  # a SafeLoader
    return loaded
