"""Lists in pages: nothing lost, nothing twice, never late, whatever the filter and whoever writes meanwhile."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from callcard.items import pack
from callcard.pages import READS_AT_MOST, SECONDS_AT_MOST, Page, read_page

KEYS = ("at", "name")
Row = tuple[int, str]


@dataclass
class Index:
    """An index of DynamoDB: its rows in order, newest first, a filter applied after the limit; reads take a second."""

    rows: set[Row]
    matching: set[Row]
    cap: int = 1000
    reads: int = 0
    examined: int = 0
    seconds: float = 0
    taking: float = 0
    sizes: list[int] = field(default_factory=list)

    def query(self, *, Limit: int, ExclusiveStartKey: dict[str, Any] | None = None) -> dict[str, Any]:  # noqa: N803  # DynamoDB's names
        self.reads, self.seconds = self.reads + 1, self.seconds + self.taking
        self.sizes.append(Limit)
        after = _row(ExclusiveStartKey) if ExclusiveStartKey else (10**9, "")
        left = [row for row in sorted(self.rows, reverse=True) if row < after]
        looked = left[: min(Limit, self.cap)]
        self.examined += len(looked)
        more = {"LastEvaluatedKey": _key(looked[-1])} if looked and len(left) > len(looked) else {}
        return {"Items": [_key(row) for row in looked if row in self.matching]} | more

    def page(self, cursor: str | None, limit: int) -> Page[Row]:
        return read_page(self.query, KEYS, _row, cursor, limit, clock=lambda: self.seconds)


def _key(row: Row) -> dict[str, Any]:
    return pack({"at": row[0], "name": row[1]})


def _row(item: dict[str, Any]) -> Row:
    return int(item["at"]["N"]), item["name"]["S"]


NAMES = "abcdefgh"
ROWS = st.sets(st.tuples(st.integers(1, 6), st.sampled_from(NAMES)), max_size=40)


@given(st.integers(0, 48), ROWS, st.lists(ROWS, max_size=12), st.sets(st.sampled_from(NAMES), min_size=4), st.data())
def test_pages_lose_no_row_and_repeat_none_while_others_write(
    many: int, few: set[Row], later: list[set[Row]], names: set[str], data: st.DataObject
) -> None:
    limit, cap = data.draw(st.integers(1, 5), "limit"), data.draw(st.integers(1, 20), "cap")
    everything = [(at, name) for at in range(1, 7) for name in NAMES]
    first, matching = set(everything[:many]) | few, {row for row in everything if row[1] in names}
    index = Index(set(first), matching, cap)
    seen: list[Row] = []
    cursor: str | None = ""
    while cursor is not None:
        page = index.page(cursor, limit)
        assert len(page.rows) <= limit
        seen, cursor = seen + page.rows, page.cursor
        index.rows |= later.pop() if later else set()
    assert set(first & matching) <= set(seen) <= index.rows & matching
    assert seen == sorted(set(seen), reverse=True)


def test_a_filter_that_matches_almost_nothing_is_answered_in_bounds_and_goes_on() -> None:
    rows = {(number, "a") for number in range(1, 30_001)}
    index = Index(rows, {(1, "a")})
    pages = [index.page(None, 50)]
    assert (pages[0].rows, index.reads, index.sizes[:4]) == ([], READS_AT_MOST, [50, 200, 500, 500])
    while pages[-1].cursor:
        pages.append(index.page(pages[-1].cursor, 50))
    assert (pages[-1].rows, len(pages), index.examined) == ([(1, "a")], 4, 30_000)


def test_a_slow_table_makes_pages_short_not_late() -> None:
    index = Index({(number, "a") for number in range(1, 30_001)}, set(), taking=1)
    page = index.page(None, 50)
    assert (page.rows, index.seconds) == ([], SECONDS_AT_MOST)
    assert page.cursor


def test_an_unfiltered_page_is_one_read_of_its_size() -> None:
    rows = {(number, "a") for number in range(1, 1001)}
    index = Index(rows, rows)
    assert len(index.page(None, 50).rows) == 50
    assert (index.reads, index.examined) == (1, 50)
