"""The bench's picture: CPU of a start and of a message, contender beside contender."""

from io import StringIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from local.bench.contenders import COMPILED, CONTENDERS, SHIPPED
from local.bench.figures import Figures
from local.bench.measure import TIMED

INK = "#7d8590"  # reads on GitHub's white and on its black
COLORS = {"callcard": "#2da44e", "a": "#e5534b", "b": "#e0823d", "floor": "#7d8590"}
COLD = {"as `sam build` ships it": f"cold.whole.{SHIPPED}", "all with bytecode": f"cold.whole.{COMPILED}"}


def plot(figures: Figures) -> str:
    """Draw the medians with their least and most; the same bytes for the same figures."""
    mpl.rcParams.update({"svg.hashsalt": "callcard", "svg.fonttype": "none", "font.family": "sans-serif"})
    figure = Figure(figsize=(9.6, 3.8), layout="constrained")
    cold, warm = figure.subplots(1, 2, width_ratios=[2, 3])
    _bars(cold, figures, COLD, "from cold to the first contact, ms of CPU")
    _bars(warm, figures, {kind: f"warm.{kind}" for kind in TIMED}, "warm, ms of CPU a message")
    cold.legend(frameon=False, labelcolor=INK, fontsize=8)
    picture = StringIO()
    figure.savefig(picture, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return picture.getvalue()


def _bars(axes: Axes, figures: Figures, shown: dict[str, str], title: str) -> None:
    width = 0.8 / len(CONTENDERS)
    for place, one in enumerate(CONTENDERS):
        found = [figures.of(one.name, figure) for figure in shown.values()]
        middles = [each.middle * 1000 for each in found]
        ends = [
            [(each.middle - each.least) * 1000 for each in found],
            [(each.most - each.middle) * 1000 for each in found],
        ]
        across = [group + (place - 1.5) * width for group in range(len(shown))]
        axes.bar(across, middles, width, yerr=ends, color=COLORS[one.name], ecolor=INK, label=one.title)
    axes.set_xticks(range(len(shown)), list(shown))
    axes.set_title(title, color=INK, fontsize=10)
    axes.grid(visible=True, axis="y", color=INK, alpha=0.25)
    axes.tick_params(colors=INK)
    for spine in axes.spines.values():
        spine.set_color(INK)
