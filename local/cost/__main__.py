"""Print the tables, and write docs/cost.md and its picture anew; `count` lets the bench's stub count first."""

import sys

from local.cost.plot import plot
from local.cost.report import TABLES, tables
from local.cost.stated import measured
from local.places import ROOT
from local.storm.pages import put

DOCUMENT = ROOT / "docs" / "cost.md"
PICTURE = ROOT / "docs" / "img" / "cost.svg"


def main() -> None:
    """Do what is asked."""
    if "count" in sys.argv[1:]:
        from local.cost.count import count  # needs the bench's environment, which nothing else here does

        count()
    contenders = measured()
    PICTURE.write_text(plot(contenders), encoding="utf-8")
    for name, table in tables(contenders).items():
        put(name, f"\n{table}\n", DOCUMENT)
        if name in TABLES:
            print(f"{TABLES[name]}\n\n{table}\n")


if __name__ == "__main__":
    main()
