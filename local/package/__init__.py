"""What `sam build` leaves, made fit to ship: nothing that is never read, the roots AWS uses, and bytecode."""

from pathlib import Path

from local.package.bytecode import compile_tree
from local.package.pruning import prune
from local.package.roots import write_roots

LAYERS = "Layer"
MOUNTS = {True: "/opt", False: "/var/task"}  # where Lambda puts a layer, and a function


def package(build: Path) -> None:
    """Finish every layer and every function of a fresh build; bytecode last, of what is left."""
    for tree in trees(build):
        if is_layer(tree):
            prune(tree / "python")
            write_roots(tree / "python")
        compile_tree(tree, MOUNTS[is_layer(tree)])


def trees(build: Path) -> list[Path]:
    """Every folder that becomes a zip file."""
    return sorted(path for path in build.iterdir() if path.is_dir())


def is_layer(tree: Path) -> bool:
    """Logical ids end in their kind."""
    return tree.name.endswith(LAYERS)
