"""The gate of the bench: what counts as lost."""

from local.bench.check import GATED, committed, lost, ratios, table
from local.bench.figures import Figures

KNOWN = dict.fromkeys(GATED, 0.2)


def test_a_ratio_may_lose_15_percent_and_no_more() -> None:
    assert lost(KNOWN | {"warm.contact": 0.2299}, KNOWN) == []
    assert lost(KNOWN | {"warm.contact": 0.2301}, KNOWN) == ["warm.contact"]
    assert lost(dict.fromkeys(GATED, 0.01), KNOWN) == []


def test_ratios_are_ours_by_theirs_and_of_medians() -> None:
    figures = Figures()
    for name in GATED:
        figures.add("callcard", name, 1, 2, 300)
        figures.add("a", name, 10, 10, 10)
    assert ratios(figures) == dict.fromkeys(GATED, 0.2)


def test_every_gated_ratio_is_committed_and_said() -> None:
    assert set(committed()) == set(GATED)
    assert all(title in table(KNOWN, committed()) for title in GATED.values())
