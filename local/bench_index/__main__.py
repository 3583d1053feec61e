"""`make bench-index`: measure, say it, write it down; the exit status says whether all answers were right."""

import argparse
import sys
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from local.places import ROOT
from local.storm.environment import set_environment
from local.storm.pages import put

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "img" / "index-cost.svg"
SIZES = [1_000, 10_000, 100_000, 1_000_000]
CALLERS, CALLERS_OF_LARGEST = 2_000, 8_000
ROWS = 20_000
SHOWN = 20  # of what is wrong


def main() -> None:
    """Measure books of several sizes, and an import."""
    asked = _arguments()
    set_environment()
    from local.bench_index.plot import plot  # the product wants the environment first
    from local.bench_index.report import answers, comparison, of_import, problems
    from local.bench_index.run import measure_import, measure_size

    with _progress() as progress:
        sizes = [measure_size(size, _callers(size, asked), asked.seed, progress) for size in asked.sizes]
        imported = measure_import(asked.rows, asked.seed, progress)
    parts = {"answers": answers(sizes), "cost": comparison(sizes), "import": of_import(imported)}
    print(*parts.values(), sep="\n\n")
    wrong = problems(sizes, imported)
    if wrong:
        sys.exit(f"{len(wrong)} faults:\n" + "\n".join(wrong[:SHOWN]))
    if asked.sizes == SIZES:
        _write(parts, plot(sizes))


def _write(parts: dict[str, str], picture: str) -> None:
    for name, text in parts.items():
        put(name, f"\n{text}\n", PAGE)
    Path(PICTURE).write_text(picture, encoding="utf-8")


def _callers(size: int, asked: argparse.Namespace) -> int:
    return int(asked.callers or (CALLERS_OF_LARGEST if size == max(SIZES) else CALLERS))


def _progress() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench-index", description=main.__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers in the book")
    parser.add_argument("--callers", type=int, help="callers for each size and k")
    parser.add_argument("--rows", type=int, default=ROWS, help="contacts to import")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
