"""The bench's picture: CPU of a start and of a message, and a message's time, contender beside contender."""

from io import StringIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from local.bench.contenders import COMPILED, CONTENDERS, SHIPPED
from local.bench.figures import Figures, percentile
from local.bench.measure import TIMED

INK = "#7d8590"  # reads on GitHub's white and on its black
COLORS = {"callcard": "#2da44e", "a": "#e5534b", "b": "#e0823d", "floor": "#7d8590"}
WIDTH = 0.8 / len(CONTENDERS)
COLD = {"as sam build ships it": f"cold.whole.{SHIPPED}", "all with bytecode": f"cold.whole.{COMPILED}"}


def plot(figures: Figures) -> str:
    """Draw the medians with their least and most; the same bytes for the same figures."""
    mpl.rcParams.update({"svg.hashsalt": "callcard", "svg.fonttype": "none", "font.family": "sans-serif"})
    figure = Figure(figsize=(9.6, 7.2), layout="constrained")
    (cold, warm), (legend, slow) = figure.subplots(2, 2, width_ratios=[2, 3])
    _bars(cold, figures, COLD, "from cold to the first contact, ms of CPU")
    _bars(warm, figures, {kind: f"warm.{kind}" for kind in TIMED}, "warm, ms of CPU a message")
    _times(slow, figures)
    legend.axis("off")
    legend.legend(*cold.get_legend_handles_labels(), loc="center", frameon=False, labelcolor=INK)
    picture = StringIO()
    figure.savefig(picture, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return picture.getvalue()


def _bars(axes: Axes, figures: Figures, shown: dict[str, str], title: str) -> None:
    for place, one in enumerate(CONTENDERS):
        found = [figures.of(one.name, figure) for figure in shown.values()]
        middles = [each.middle * 1000 for each in found]
        ends = [
            [(each.middle - each.least) * 1000 for each in found],
            [(each.most - each.middle) * 1000 for each in found],
        ]
        across = _across(place, len(shown))
        axes.bar(across, middles, WIDTH, yerr=ends, color=COLORS[one.name], ecolor=INK, label=one.title)
    _dress(axes, list(shown), title)


def _times(axes: Axes, figures: Figures) -> None:
    for place, one in enumerate(CONTENDERS):
        middles = [percentile(figures.all(one.name, f"wall.{kind}"), 50) * 1000 for kind in TIMED]
        axes.bar(_across(place, len(TIMED)), middles, WIDTH, color=COLORS[one.name])
    _dress(axes, list(TIMED), "with AWS 5 and 15 ms away, ms by the clock, p50")


def _across(place: int, groups: int) -> list[float]:
    return [group + (place - 1.5) * WIDTH for group in range(groups)]


def _dress(axes: Axes, names: list[str], title: str) -> None:
    axes.set_xticks(range(len(names)), names)
    axes.set_title(title, color=INK, fontsize=10)
    axes.grid(visible=True, axis="y", color=INK, alpha=0.25)
    axes.tick_params(colors=INK)
    for spine in axes.spines.values():
        spine.set_color(INK)
