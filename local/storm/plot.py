"""The storm's picture: events per second and what lay in the spool, as SVG."""

from collections.abc import Mapping

from local.storm.record import Record

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 760, 170, 56, 24, 26


def plot(record: Record) -> str:
    """Draw both curves over the same seconds, the outage shaded."""
    last = max([*record.per_second, *record.depth, 1])
    panels = [
        _panel("acknowledged events per second", record.per_second, last, record.outage, 0, "#1f6f5c"),
        _panel("messages in the spool", record.depth, last, record.outage, HEIGHT, "#b4472f"),
    ]
    size = f'viewBox="0 0 {WIDTH} {2 * HEIGHT}" font-family="sans-serif" font-size="12"'
    background = f'<rect width="{WIDTH}" height="{2 * HEIGHT}" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n{background}\n' + "\n".join(panels) + "\n</svg>\n"


def _panel(title: str, series: Mapping[int, int], last: int, outage: tuple[float, float], y: int, color: str) -> str:
    top, bottom, right = y + TOP, y + HEIGHT - BOTTOM, WIDTH - 12
    most = max([*series.values(), 1])

    def across(second: float) -> float:
        return LEFT + (right - LEFT) * min(second, last) / last

    points = " ".join(
        f"{across(second):.1f},{bottom - (bottom - top) * value / most:.1f}" for second, value in sorted(series.items())
    )
    shade = f'<rect x="{across(outage[0]):.1f}" y="{top}" width="{across(outage[1]) - across(outage[0]):.1f}" '
    shade += f'height="{bottom - top}" fill="#f2e2c4"/>'
    axis = f'<path d="M{LEFT},{top}V{bottom}H{right}" fill="none" stroke="#888"/>'
    labels = [
        _text(LEFT, y + 16, title, "start"),
        _text(LEFT - 6, top + 10, str(most), "end"),
        _text(LEFT - 6, bottom, "0", "end"),
        _text(right, bottom + 16, f"{last} s", "end"),
        _text(across(outage[0]) + 4, top + 12, "no DynamoDB", "start") if outage[1] else "",
    ]
    curve = f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.5"/>'
    return "\n".join([shade, axis, curve, *labels])


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{words}</text>'
