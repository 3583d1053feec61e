"""`make bench`: build, check, measure, say it, write it down; BENCH="--quick" takes less than two minutes."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markdown import Markdown
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from local.bench.contenders import CONTENDERS, OURS, PEER_A, Contender, prepare
from local.bench.figures import Figures
from local.bench.measure import QUICK, Plan, measure
from local.bench.plot import plot
from local.bench.report import cold_table, ratios, targets, wall_table, warm_table
from local.bench.runner import MismatchError
from local.places import ROOT, StackError
from local.storm.pages import put

PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "img" / "bench.svg"
CSV = ROOT / "docs" / "bench.csv"
TABLES = {
    "bench-ratios": ratios,
    "bench-targets": targets,
    "bench-cold": cold_table,
    "bench-warm": warm_table,
    "bench-wall": wall_table,
}


def main() -> None:
    """Measure callcard against what one would otherwise write."""
    asked = _arguments()
    plan = QUICK if asked.quick else Plan(rounds=asked.rounds)
    with _progress() as progress:
        building = progress.add_task("building", total=None)
        try:
            prepare()
            progress.remove_task(building)
            figures = _measured(plan, (PEER_A, OURS) if asked.two else CONTENDERS, progress)
        except (MismatchError, StackError) as exc:
            sys.exit(str(exc))
    tables = {name: write(figures) for name, write in TABLES.items()}
    console = Console(width=None if sys.stdout.isatty() else 200)
    for table in tables.values():
        console.print(Markdown(table))
    if asked.csv:
        figures.write(asked.csv)
    elif not (asked.quick or asked.two):
        _write(figures, tables)


def _measured(plan: Plan, contenders: Sequence[Contender], progress: Progress) -> Figures:
    task = progress.add_task("", total=plan.steps(len(contenders)))

    def tick(what: str) -> None:
        progress.update(task, description=what, advance=1)

    return measure(plan, tick, contenders)


def _write(figures: Figures, tables: dict[str, str]) -> None:
    for name, table in tables.items():
        put(name, f"\n{table}\n", PAGE)
    PICTURE.write_text(plot(figures), encoding="utf-8")
    figures.write(CSV)


def _progress() -> Progress:
    return Progress(TextColumn("{task.description:<60}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=main.__doc__)
    parser.add_argument("--quick", action="store_true", help="less than two minutes; nothing is written into the docs")
    parser.add_argument("--two", action="store_true", help="callcard and Peer A alone; nothing is written either")
    parser.add_argument("--rounds", type=int, default=Plan().rounds, help="turns of every contender")
    parser.add_argument("--csv", type=Path, help="write the values there, and nothing into the docs")
    return parser.parse_args()


if __name__ == "__main__":
    main()
