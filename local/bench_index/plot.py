"""The bench's picture: what a lookup reads, against the size of the book."""

from io import StringIO
from statistics import mean

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from local.bench_index.lookups import NAIVE_N
from local.bench_index.report import Size

INK = "#7d8590"  # reads on GitHub's white and on its black
OURS = {1: "#2da44e", 5: "#4ac26b"}
NAIVE = {1: "#e5534b", 5: "#e0823d", 7: "#c69026"}


def plot(sizes: list[Size]) -> str:
    """Draw items read per lookup over numbers in the book, both axes in powers of ten; the same bytes every time."""
    mpl.rcParams.update({"svg.hashsalt": "callcard", "svg.fonttype": "none", "font.family": "sans-serif"})
    figure = Figure(figsize=(7.6, 3.8), layout="constrained")
    axes = figure.subplots()
    across = [size.numbers for size in sizes]
    for n in NAIVE_N:
        axes.plot(
            across, [mean(size.naive[n]) for size in sizes], "o--", color=NAIVE[n], label=f"begins_with, N = {n} (mean)"
        )
    for place, one in enumerate(sizes[0].lookups):
        most = [size.lookups[place].items for size in sizes]
        axes.plot(
            across, most, "o-", color=OURS[one.k], linewidth=2.5, label=f"callcard, k = {one.k}, every N (at most)"
        )
    axes.set(xscale="log", yscale="log", xlabel="numbers in the address book", ylabel="items read for one call")
    _dress(axes)
    picture = StringIO()
    figure.savefig(picture, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return picture.getvalue()


def _dress(axes: Axes) -> None:
    axes.grid(visible=True, color=INK, alpha=0.25)
    axes.tick_params(colors=INK, which="both")
    axes.xaxis.label.set_color(INK)
    axes.yaxis.label.set_color(INK)
    for spine in axes.spines.values():
        spine.set_color(INK)
    axes.legend(frameon=False, labelcolor=INK, fontsize=9)
