"""One core for the stub and the bench itself, another for whoever is measured."""

import os

_usable = sorted(os.sched_getaffinity(0))
OURS, THEIRS = _usable[0], _usable[-1]  # the same one where there is no second


def pin(core: int) -> None:
    """Stay on one core, with all that is started from here on."""
    os.sched_setaffinity(0, {core})
