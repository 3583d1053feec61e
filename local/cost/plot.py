"""The cost's picture: dollars for a thousand calls against calls a month."""

from io import StringIO

import matplotlib as mpl
from matplotlib.figure import Figure

from local.cost.bill import bill, month
from local.cost.stated import Measured

INK = "#7d8590"  # reads on GitHub's white and on its black
COLOURS = {"callcard": "#2da44e", "a": "#e5534b", "b": "#e0823d"}
STEPS = [10 ** (3 + step / 10) for step in range(51)]


def plot(contenders: dict[str, Measured]) -> str:
    """Draw what a call costs, both axes in powers of ten; the same bytes every time."""
    mpl.rcParams.update({"svg.hashsalt": "callcard", "svg.fonttype": "none", "font.family": "sans-serif"})
    figure = Figure(figsize=(7.6, 3.8), layout="constrained")
    axes = figure.subplots()
    for name, who in contenders.items():
        each = [sum(bill(month(calls, who, ours=name == "callcard")).values()) / calls * 1000 for calls in STEPS]
        axes.plot(STEPS, each, "-", color=COLOURS[name], linewidth=2.5 if name == "callcard" else 1.5, label=who.title)
    axes.set(xscale="log", yscale="log", xlabel="calls a month", ylabel="US dollars for a thousand calls")
    axes.grid(visible=True, color=INK, alpha=0.25)
    axes.tick_params(colors=INK, which="both")
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set_color(INK)
    for spine in axes.spines.values():
        spine.set_color(INK)
    axes.legend(frameon=False, labelcolor=INK, fontsize=9)
    picture = StringIO()
    figure.savefig(picture, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return picture.getvalue()
