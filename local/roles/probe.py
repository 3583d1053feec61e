"""A probe: a small real use of one feature, and the grants without which it must fail."""

from collections.abc import Callable
from dataclasses import dataclass

from local.roles.bench import Bench

type Works = Callable[[Bench], bool]


@dataclass(frozen=True, slots=True)
class Probe:
    """Whether a feature works; `cold` wants its function to have nothing in memory."""

    function: str
    works: Works
    needs: tuple[str, ...]
    cold: bool = False

    @property
    def name(self) -> str:
        """Say what is tried."""
        return self.works.__name__.replace("_", " ")


PROBES: list[Probe] = []


def probe(function: str, *needs: str, cold: bool = False) -> Callable[[Works], Works]:
    """Enter a probe into the table; it stands once for each function that has the feature."""

    def enter(works: Works) -> Works:
        PROBES.append(Probe(function, works, needs, cold))
        return works

    return enter
