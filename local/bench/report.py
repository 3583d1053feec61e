"""What the bench says: ratios first, then what was promised, then everything else."""

from dataclasses import dataclass

from local.bench.contenders import COMPILED, CONTENDERS, FLOOR, OURS, PEER_A, PEER_B, SHIPPED, Contender, size
from local.bench.figures import Figures, Spread, percentile
from local.bench.measure import LATENCY, PROBE, TIMED

MB = 1_000_000
RATIOS = {
    "cold CPU to the first `contact`, all with bytecode": f"cold.whole.{COMPILED}",
    "cold CPU to the first `contact`, as `sam build` ships it": f"cold.whole.{SHIPPED}",
    "first call after init, CPU, all with bytecode": f"cold.first.{COMPILED}",
} | {f"warm CPU, {kind}": f"warm.{kind}" for kind in (*TIMED, "mix")}
WAVES_OF = {"contact": ("dynamodb",), "INCOMING": ("dynamodb", "execute-api")}  # design: what has to be waited for
REQUESTS_OF = {"contact": (2, 1), "INCOMING": (6, 2)}  # with two tabs
SLACK = 1.15


@dataclass(frozen=True, slots=True)
class Promise:
    """A target: what was measured may be at most so much."""

    what: str
    at_most: float
    found: float
    written: str

    @property
    def kept(self) -> bool:
        """Say whether it is met."""
        return self.found <= self.at_most


def promises(figures: Figures) -> list[Promise]:
    """List what the issue wants, with what was found."""
    wanted = [
        ("cold, with bytecode, ≤ 1/3 of Peer A (stretch 1/4)", 1 / 3, f"cold.whole.{COMPILED}"),
        ("cold, as `sam build` ships them, ≤ 1/6 of Peer A", 1 / 6, f"cold.whole.{SHIPPED}"),
        ("first call after init ≤ 1/8 of Peer A", 1 / 8, f"cold.first.{COMPILED}"),
        ("warm INCOMING ≤ 1/5 of Peer A (stretch 1/9)", 1 / 5, "warm.INCOMING"),
        ("warm `contact` ≤ 1/4 of Peer A", 1 / 4, "warm.contact"),
    ]
    ratios = [(what, most, figures.ratio(OURS.name, PEER_A.name, figure).middle) for what, most, figure in wanted]
    found = [Promise(what, most, ratio, fraction(ratio)) for what, most, ratio in ratios]
    for kind, services in WAVES_OF.items():
        wave_sum = sum(LATENCY[service] for service in services)
        middle = percentile(figures.all(OURS.name, f"wall.{kind}"), 50)
        what = f"{kind} under latency within 15 % of its waves' {wave_sum * 1000:.0f} ms, p50"
        found.append(Promise(what, wave_sum * SLACK, middle, _ms(middle)))
    for kind, (requests, waves) in REQUESTS_OF.items():
        for what, most in (("requests", requests), ("waves", waves)):
            middle = percentile(figures.all(OURS.name, f"{what}.{kind}"), 50)
            named = what if most > 1 else what.removesuffix("s")
            found.append(Promise(f"{kind}: {most} {named} (2 tabs)", most, middle, f"{middle:.0f}"))
    rss = max(figures.of(OURS.name, name).middle for name in ("rss.warm", "rss.cold"))
    return [*found, Promise("memory (RSS) ≤ 60 MB", 60 * MB, rss, f"{rss / MB:.1f} MB")]


def ratios(figures: Figures) -> str:
    """Write each contender's share of Peer A's CPU."""
    against = [one for one in (OURS, PEER_B, FLOOR) if one in present(figures)]
    rows = [
        [what, *(_ratio(figures.ratio(one.name, PEER_A.name, figure)) for one in against)]
        for what, figure in RATIOS.items()
    ]
    return _table(["of Peer A's", *(one.title for one in against)], rows)


def targets(figures: Figures) -> str:
    """Write what was promised and what is."""
    rows = [[each.what, each.written, "met" if each.kept else "**missed**"] for each in promises(figures)]
    return _table(["target", "callcard", ""], rows)


def cold_table(figures: Figures) -> str:
    """Write what a start costs."""
    parts = [(part, variant) for variant in (SHIPPED, COMPILED) for part in ("init", "first", "whole")]
    rows = [
        [one.title, *(_spread(figures.of(one.name, f"cold.{part}.{variant}")) for part, variant in parts)]
        for one in present(figures)
    ]
    heads = [f"{part}, {variant}" for part, variant in parts]
    return _table(["CPU, ms", *heads], rows)


def warm_table(figures: Figures) -> str:
    """Write what a message costs once everything is there, and the memory and the package."""
    rows = []
    for one in present(figures):
        kinds = [_spread(figures.of(one.name, f"warm.{kind}")) for kind in (*TIMED, "mix")]
        rate = f"{1 / figures.of(one.name, 'warm.mix').middle:,.0f}"
        memory = [f"{figures.of(one.name, name).middle / MB:.1f}" for name in ("rss.cold", "rss.warm")]
        rows.append([one.title, *kinds, rate, *memory, f"{size(one) / MB:.2f}"])
    heads = ["CPU, ms", *TIMED, "the mix", "events/s per core", "RSS cold, MB", "RSS warm, MB", "package, MB"]
    return _table(heads, rows)


def wall_table(figures: Figures) -> str:
    """Write what a message takes by the clock, and what it asks AWS for."""
    rows = [[f"{kind}, {one.title}", *_wall(figures, one.name, kind)] for kind in TIMED for one in present(figures)]
    rows.append(["one request of a bare socket", *_percentiles(figures.all(PROBE, "wall.one")), "1", "1"])
    rows.append(["what the stub takes itself (taken off)", *_percentiles(figures.all(PROBE, "wall.own")), "", ""])
    return _table(["", "p50, ms", "p99, ms", "requests", "waves"], rows)


def present(figures: Figures) -> list[Contender]:
    """List who was measured."""
    return [one for one in CONTENDERS if figures.has(one.name)]


def fraction(value: float) -> str:
    """Write a share as one over something, below one."""
    return f"1/{1 / value:.2f}" if value < 1 else f"{value:.2f}"


def _wall(figures: Figures, name: str, kind: str) -> list[str]:
    walls = figures.all(name, f"wall.{kind}")
    counts = [percentile(figures.all(name, f"{what}.{kind}"), 50) for what in ("requests", "waves")]
    return _percentiles(walls) + [f"{count:.0f}" for count in counts]


def _percentiles(walls: list[float]) -> list[str]:
    return [f"{percentile(walls, percent) * 1000:.1f}" for percent in (50, 99)]


def _ratio(found: Spread) -> str:
    return f"**{fraction(found.middle)}** ({fraction(found.least)} – {fraction(found.most)})"


def _spread(found: Spread) -> str:
    middle, least, most = (f"{value * 1000:.{2 if found.middle < 0.02 else 0}f}" for value in found)
    return f"{middle} ({least}–{most})"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
