"""`make import-storm`: the same list imported in peace and under fire; the exit status says whether it shows."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from local.import_storm.lists import write_list
from local.import_storm.runs import account
from local.storm.pages import put

ROWS, KILLS, BEFORE = 100_000, 20, 5_000


def main() -> None:
    """Import twice and compare all items of the book, versions included."""
    asked = _arguments()
    with TemporaryDirectory() as folder, _progress() as progress:
        before = write_list(Path(folder) / "before.csv", asked.before, asked.seed)
        file = write_list(Path(folder) / "list.csv", asked.rows, asked.seed + 1, known=asked.before)
        ticks = [_tick(progress, name, asked.rows) for name in ("in peace", "under fire")]
        clean = _import(before, file, lambda _: {}, ticks[0])
        fire = _import(before, file, lambda _: _deaths(clean["requests"], asked), ticks[1])
    _tell(asked, clean, fire)


def _import(before: Path, file: Path, deaths: Callable[[None], dict[int, bool]], tick: Callable[[str], None]) -> Any:
    with account() as made:
        made.run(before, {}, lambda _: None)
        seconds, died = made.run(file, deaths(None), tick)
        told = {"seconds": seconds, "died": died, "report": made.report(file), "said": _done(made.said)}
        return made.link.control("Fingerprint") | made.link.control("Stats") | told


def _deaths(requests: int, asked: argparse.Namespace) -> dict[int, bool]:
    """Choose the requests at which the importer dies, and whether they are done before it does."""
    chance = Random(asked.seed)
    return {request: chance.random() < 0.5 for request in chance.sample(range(1, requests), asked.kills)}


def _done(said: list[str]) -> str:
    return next((line for line in reversed(said) if line.startswith("Done: ")), "")


def _tell(asked: argparse.Namespace, clean: Any, fire: Any) -> None:
    print(f"{asked.rows} rows over a book of {asked.before}; {clean['said']}")
    for name, run in (("in peace", clean), ("under fire", fire)):
        rate = f"{run['seconds']:.0f} s, {asked.rows / run['seconds']:.0f} rows/s, {run['requests']} requests"
        book = f"{run['contacts']} contacts, {run['numbers']} numbers, {run['terms']} terms"
        print(f"  {name:10}: {rate}, {run['died']} SIGKILLs; {book}, {run['left']} terms of the dead")
    same = ("contacts", "numbers", "terms", "contacts_digest", "numbers_digest", "terms_digest", "report", "said")
    wrong = [name for name in same if clean[name] != fire[name]]
    wrong += [f"only {fire['died']} of {asked.kills} died"] if fire["died"] != asked.kills else []
    if wrong:
        sys.exit(f"the two differ: {', '.join(wrong)}")
    print("  the same book, the same counts, the same report of problems")
    if asked.rows >= ROWS:
        alike = ", ".join(f"{clean[what]} {what}" for what in ("contacts", "numbers", "terms"))
        peace, war = (asked.rows / run["seconds"] for run in (clean, fire))
        put(
            "import-storm",
            f"{asked.rows} rows, {fire['died']} SIGKILLs: the same {alike}, "
            f"{fire['left']} terms of the dead beside them; "
            f"{peace:.0f} rows per second in peace, {war:.0f} under fire",
        )


def _tick(progress: Progress, name: str, rows: int) -> Callable[[str], None]:
    task: TaskID = progress.add_task(name, total=rows)
    return lambda line: progress.update(task, completed=int(line.split()[1]))


def _progress() -> Progress:
    return Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="import-storm", description=main.__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--before", type=int, default=BEFORE, help="rows of the list imported before")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
